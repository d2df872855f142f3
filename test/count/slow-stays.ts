/** 1-days.md section 4: from encounters to stays, and which dates are in hospital. */
import { type CountRecord, type Encounter, hasTime, isDate, minuteOf } from './record.ts';
import { dayOf, endMinute, startMinute, type ZoneDay } from './zone-days.ts';

export interface Stay {
  readonly start: number;
  readonly end: number;
  readonly stillRunning: boolean;
}

export const isStayClass = (one: Encounter) => ['IMP', 'ACUTE', 'NONAC', 'EMER', 'OBSENC', 'SS'].includes(one.class);

/** United, in order of time. */
export function slowStays(record: CountRecord): Stay[] {
  const single = record.encounters.map((one) => stayOf(one, record)).filter((stay) => stay !== undefined);
  single.sort((a, b) => a.start - b.start || a.end - b.end);
  const united: Stay[] = [];
  for (const stay of single) {
    const before = united.at(-1);
    if (before && stay.start <= before.end + record.parameters.mergeGapMinutes) {
      united[united.length - 1] = {
        start: before.start,
        end: Math.max(before.end, stay.end),
        stillRunning: before.stillRunning || stay.stillRunning,
      };
    } else united.push(stay);
  }
  return united;
}

function stayOf(one: Encounter, { zone, ...record }: CountRecord): Stay | undefined {
  const asOf = minuteOf(record.asOf);
  if (!isStayClass(one) || !['in-progress', 'onleave', 'finished'].includes(one.status)) return undefined;
  if (one.start === undefined || !(hasTime(one.start) || isDate(one.start))) return undefined;
  const start = startMinute(zone, one.start);
  if (start >= asOf) return undefined;

  let end: number;
  if (one.end !== undefined) end = endMinute(zone, one.end);
  else if (one.status === 'finished') end = dayOf(zone, start).end;
  else end = Infinity;
  // reading: "an end before the start: ignored" ignores the encounter, not its end alone.
  if (end < start) return undefined;
  // reading: a finished stay without an end has the end that it is given, and is still running only when that lies after asOf.
  return { start, end: Math.min(end, asOf), stillRunning: end > asOf };
}

export function inHospital(day: ZoneDay, stays: readonly Stay[], { zone, parameters }: CountRecord): boolean {
  const admission = parameters.admissionDay === 'not-billable';
  const discharge = parameters.dischargeDay === 'not-billable';
  return stays.some((stay) => {
    const first = dayOf(zone, stay.start).date;
    // reading: the last date of a stay that ends as it begins, at 00:00, is its first date.
    const last = dayOf(zone, Math.max(stay.end - 1, stay.start)).date;
    if (day.date < first || last < day.date) return false;
    const isFirst = day.date === first;
    const isLast = day.date === last;
    if (isFirst && isLast) return stay.stillRunning ? admission : admission && discharge;
    if (isFirst) return admission;
    if (isLast) return stay.stillRunning || discharge;
    return true;
  });
}
