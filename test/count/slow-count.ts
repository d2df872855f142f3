/**
 * The slow second count: 1-days.md sections 1 to 4 done the obvious way, one number per minute and brute force.
 * It shares nothing with src, so that where both agree, two readings of the text agree.
 */
import { type CountRecord, hasTime, minuteOf, WAYS } from './record.ts';
import { type Span, slowSegments } from './slow-segments.ts';
import { inHospital, type Stay, slowStays } from './slow-stays.ts';
import { datesFrom, dayOf, daysBetween, type ZoneDay, zoneDay } from './zone-days.ts';

export interface SlowAnswer {
  readonly dates: string[];
  /** A letter a date: S supported, H inpatient, ? unclear, u under-24-hours, n not-counted, p paused, - no-infusion. */
  readonly days: string;
  readonly infusedMinutes: number[];
  readonly reasons: Record<string, string>;
}

interface Run extends Span {
  /** The longest stretch that makes the run continuous. */
  readonly core: Span | undefined;
}

interface Therapy extends Span {
  readonly runs: Run[];
  readonly continuous: boolean;
}

/** The answer under the record's own way of counting. */
export function slowCount(record: CountRecord): SlowAnswer {
  return slowCounts(record)[WAYS.indexOf(record.parameters.dayCounting)] as SlowAnswer;
}

/** The answers under the three ways of counting, in the order of `WAYS`: they share sections 1 to 3. */
export function slowCounts(record: CountRecord): SlowAnswer[] {
  const days = daysBetween(record.zone, record.first, record.last);
  const { segments, reasons, doubts } = slowSegments(record);
  const stays = slowStays(record);
  const infused = infusedIn(segments, days);
  const runs = findRuns(segments, infused, record);
  const therapies = findTherapies(runs, stays, record);
  const inDoubt = [...doubts, ...deliverySpans(record)];
  const infusedMinutes = days.map((day) => infused(day));

  const letter = (day: ZoneDay, dayCounting: string) => {
    const here = therapies.filter((therapy) => touches(therapy, day));
    const isInfused = (therapy: Therapy) => infused(overlap(therapy, day)) > 0;
    const isSupportedBy = (therapy: Therapy) => {
      if (!therapy.continuous) return false;
      if (dayCounting === 'access-days') return touches(therapy, day);
      if (dayCounting === 'infusion-days') return isInfused(therapy);
      return therapy.runs.some((run) => elapsedDates(run, record).includes(day.date));
    };
    if (inHospital(day, stays, record)) return 'H';
    if (therapies.some(isSupportedBy)) return 'S';
    if (inDoubt.some((span) => touches(span, day))) return '?';
    if (here.some((therapy) => !therapy.continuous)) return 'u';
    if (here.some((therapy) => therapy.continuous && isInfused(therapy))) return 'n';
    if (here.some((therapy) => therapy.continuous)) return 'p';
    return '-';
  };
  return WAYS.map((way) => ({
    dates: days.map((day) => day.date),
    days: days.map((day) => letter(day, way)).join(''),
    infusedMinutes,
    reasons,
  }));
}

const touches = (span: Span, day: Span) => span.start < day.end && day.start < span.end;
const overlap = (a: Span, b: Span): Span => ({ start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) });

/** How many minutes of a span are infused: each minute counts once, whatever number of segments it lies in. */
type InfusedMinutes = (span: Span) => number;

function infusedIn(segments: readonly Span[], days: readonly Span[]): InfusedMinutes {
  const all = [...segments, ...days];
  const origin = Math.min(...all.map((span) => span.start));
  const length = Math.max(...all.map((span) => span.end)) - origin;
  const isInfused = new Uint8Array(length);
  for (const { start, end } of segments) isInfused.fill(1, start - origin, end - origin);
  /** `before[m]`: the infused minutes before minute m. */
  const before = new Uint32Array(length + 1);
  for (let m = 0; m < length; m += 1) before[m + 1] = (before[m] ?? 0) + (isInfused[m] ?? 0);
  return ({ start, end }) => (before[end - origin] ?? 0) - (before[start - origin] ?? 0);
}

/** Section 2. */
function findRuns(segments: readonly Span[], infused: InfusedMinutes, record: CountRecord): Run[] {
  const runs: Run[] = [];
  let members: Span[] = [];
  let end = -Infinity;
  const close = () => {
    if (members.length > 0) runs.push({ start: members[0]?.start ?? 0, end, core: coreOf(members, infused, record) });
    members = [];
  };
  for (const segment of [...segments].sort((a, b) => a.start - b.start)) {
    if (segment.start > end + record.parameters.mergeGapMinutes) close();
    end = members.length === 0 ? segment.end : Math.max(end, segment.end);
    members.push(segment);
  }
  close();
  return runs;
}

/** Every stretch from the start of a segment to the end of one; the longest that will do, the earliest of equals. */
function coreOf(members: readonly Span[], infused: InfusedMinutes, { parameters }: CountRecord): Span | undefined {
  const hundredths = Math.round(parameters.minimumInfusedFraction * 100);
  const starts = [...new Set(members.map((segment) => segment.start))].sort((a, b) => a - b);
  const ends = [...new Set(members.map((segment) => segment.end))];
  let core: Span | undefined;
  for (const start of starts) {
    for (const end of ends) {
      const length = end - start;
      if (length < parameters.continuousHours * 60) continue;
      if (infused({ start, end }) * 100 < hundredths * length) continue;
      if (!core || length > core.end - core.start) core = { start, end };
    }
  }
  return core;
}

/** Section 3. */
function findTherapies(runs: readonly Run[], stays: readonly Stay[], { parameters }: CountRecord): Therapy[] {
  const groups: Run[][] = [];
  for (const run of runs) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (before && pauseMinutes(before.end, run.start, stays) <= parameters.therapyPauseHours * 60) group?.push(run);
    else groups.push([run]);
  }
  return groups.map((group) => ({
    start: group[0]?.start ?? 0,
    end: group.at(-1)?.end ?? 0,
    runs: group,
    continuous: group.some((run) => run.core !== undefined),
  }));
}

/** The minutes of a pause that lie in no stay. reading: stays are united first, so the time between two that are united is in one. */
function pauseMinutes(from: number, to: number, stays: readonly Stay[]): number {
  let minutes = 0;
  for (let m = from; m < to; m += 1) {
    if (!stays.some((stay) => stay.start <= m && m < stay.end)) minutes += 1;
  }
  return minutes;
}

/** A date for each whole 24 hours of the core, from its start date on. */
function elapsedDates({ core }: Run, { zone }: CountRecord): string[] {
  if (!core) return [];
  return datesFrom(zone, dayOf(zone, core.start).date, Math.floor((core.end - core.start) / (24 * 60)));
}

/** What a completed dispense or delivery of an analgesic covers. reading: nothing is cut at asOf, for the text says so of no delivery. */
function deliverySpans({ zone, deliveries }: CountRecord): Span[] {
  return deliveries
    .filter((one) => one.status === 'completed' && one.analgesic && one.on !== undefined)
    .flatMap((one) => {
      const on = one.on ?? '';
      const date = hasTime(on) ? dayOf(zone, minuteOf(on)).date : on;
      const dates = datesFrom(zone, date, one.kind === 'dispense' ? (one.daysSupply ?? 1) : 1);
      return dates.map((covered) => zoneDay(zone, covered)).filter((day) => day !== undefined);
    });
}
