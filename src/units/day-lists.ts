/** Which dates an assessment lists: the days, those that were not billed though payable, and those beside the billed ones. */
import type { Case } from '../rules/case.ts';
import type { CivilDate } from '../time/civil-date.ts';
import { firstIndex } from '../time/interval-set.ts';
import type { Zone } from '../time/zone.ts';
import type { Laid } from './lay-units.ts';

export interface DayLists {
  readonly days: readonly CivilDate[];
  readonly unbilled: readonly CivilDate[];
  readonly adjacent: readonly CivilDate[];
}

const NONE: DayLists = { days: [], unbilled: [], adjacent: [] };

/** Dates in ascending order. A preauthorization asks about days to come: nothing of it is unbilled. */
export function listDays(claim: Case, laid: Laid, zone: Zone): DayLists {
  const { billedDates } = claim;
  const first = billedDates[0];
  const last = billedDates.at(-1);
  const anyLine = claim.perDiemLines.find((line) => line.dates.length > 0);
  if (first === undefined || last === undefined || !anyLine) return NONE;
  const days = datesAround(claim, first, last, zone);
  if (claim.claim.use === 'preauthorization') return { ...NONE, days };
  const withUnit = new Set(laid.units.flatMap((unit) => unit.date ?? []));
  const lines = new Map(claim.perDiemLines.toReversed().flatMap((line) => line.dates.map((date) => [date, line] as const)));
  const free = days.filter((date) => !withUnit.has(date) && laid.isPayable(lines.get(date) ?? anyLine, date));
  return {
    days,
    unbilled: free.filter((date) => first <= date && date <= last),
    adjacent: free.filter((date) => (date < first || date > last) && touchesBilled(claim, date, zone)),
  };
}

/** From the first to the last date that is billed or lies in a therapy that touches a billed one, each near a billed date. */
function datesAround(claim: Case, first: CivilDate, last: CivilDate, zone: Zone): CivilDate[] {
  const reach = claim.parameters.maxSpanDays;
  let from = first;
  let to = last;
  for (const date of claim.billedDates)
    for (const therapy of claim.derivationOn(date).therapiesOn(date)) {
      from = Math.min(from, zone.dateOf(therapy.start));
      to = Math.max(to, zone.dateOf(therapy.end - 1));
    }
  const dates: CivilDate[] = [];
  let next = from;
  for (const billed of claim.billedDates)
    for (next = Math.max(next, billed - reach); next <= Math.min(to, billed + reach); next += 1) if (zone.exists(next)) dates.push(next);
  return dates;
}

/** A therapy that runs on the date, under the date's own parameters, runs on a billed date too. */
function touchesBilled({ derivationOn, billedDates }: Case, date: CivilDate, zone: Zone): boolean {
  return derivationOn(date)
    .therapiesOn(date)
    .some((therapy) => {
      const start = zone.dateOf(therapy.start);
      const billed = billedDates[firstIndex(billedDates.length, (i) => (billedDates[i] ?? 0) >= start)];
      return therapy.continuous && billed !== undefined && billed <= zone.dateOf(therapy.end - 1);
    });
}
