/** 1-days.md 4, stays: encounters in a hospital or the like, united, and the dates that they take. */
import type { Parameters } from '../policy/parameters.ts';
import { type CivilDate, type Instant, MINUTE_MS } from '../time/civil-date.ts';
import type { Interval } from '../time/interval-set.ts';
import type { Zone } from '../time/zone.ts';

/** One Encounter of a stay class, its end settled and cut at `asOf`. */
export interface Admission extends Interval {
  readonly reference: string;
  /** Without an end, or ending after `asOf`: no discharge day yet. */
  readonly stillRunning: boolean;
}

export interface Stay extends Interval {
  readonly references: readonly string[];
  readonly firstDate: CivilDate;
  readonly lastDate: CivilDate;
  readonly stillRunning: boolean;
}

/** Unites admissions that overlap or follow within `mergeGapMinutes`. */
export function uniteStays(admissions: readonly Admission[], zone: Zone, parameters: Parameters): Stay[] {
  const sorted = [...admissions].sort((a, b) => a.start - b.start);
  const groups: { start: Instant; end: Instant; references: string[]; stillRunning: boolean }[] = [];
  for (const { start, end, reference, stillRunning } of sorted) {
    const current = groups.at(-1);
    if (current && start <= current.end + parameters.mergeGapMinutes * MINUTE_MS) {
      current.end = Math.max(current.end, end);
      current.references.push(reference);
      current.stillRunning ||= stillRunning;
    } else groups.push({ start, end, references: [reference], stillRunning });
  }
  return groups.map((group) => {
    const firstDate = zone.dateOf(group.start);
    return { ...group, references: group.references.sort(), firstDate, lastDate: Math.max(firstDate, zone.dateOf(group.end - 1)) };
  });
}

/** True when the stay makes the date a day in hospital: the dates between always, the first and the last as the policy says. */
export function isInHospital(stay: Stay, date: CivilDate, parameters: Parameters): boolean {
  if (date < stay.firstDate || date > stay.lastDate) return false;
  const admissionCounts = parameters.admissionDay === 'not-billable';
  const dischargeCounts = parameters.dischargeDay === 'not-billable';
  if (stay.firstDate === stay.lastDate) return admissionCounts && (dischargeCounts || stay.stillRunning);
  if (date === stay.firstDate) return admissionCounts;
  return date < stay.lastDate || stay.stillRunning || dischargeCounts;
}
