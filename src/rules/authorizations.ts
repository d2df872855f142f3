/** Which authorizations of the claim hold on a date, and how many of their units are left. */
import type { Authorization } from '../documentation.ts';
import type { CivilDate } from '../time/civil-date.ts';
import type { Case } from './case.ts';

export const hasAuthorizations = ({ authorizations }: Case): boolean => authorizations.length > 0;

/** Granted, and without a period or with one that holds the date. */
export function authorizationsOn({ authorizations }: Case, date: CivilDate): Authorization[] {
  return authorizations.filter(({ answer, start, end }) => answer === 'granted' && (start ?? date) <= date && date <= (end ?? date));
}

/** Pairs of a billed date and an authorization that are weighed against each other: hostile input gets its answer in bounded time. */
const MOST_PAIRS = 20_000;

/**
 * True when one that holds the date has a unit for it beside those laid before, `laidBefore` of them; no number of units is no limit.
 * What open claims take is counted where it is asked.
 */
export function hasUnitLeft(claim: Case, date: CivilDate, laidBefore: number, countsOpen: boolean): boolean {
  const usedOf = ({ used, usedByOpen }: Authorization): number => used + (countsOpen ? usedByOpen : 0);
  const granted = claim.authorizations.filter(({ answer }) => answer === 'granted');
  if (granted.length === 1 || granted.length * claim.billedDates.length > MOST_PAIRS)
    return authorizationsOn(claim, date).some((each) => each.units === undefined || usedOf(each) + laidBefore < each.units);
  const before = claim.billedDates.filter((each) => each !== date && claim.isTaken(each));
  return unitsFor([...before, date].sort(ascending), claim, granted, usedOf) > unitsFor(before, claim, granted, usedOf);
}

/** Of the dates, ascending, those that find a unit. Each takes it from the authorization that ends first, so that none is kept from a date that needs it. */
function unitsFor(
  dates: readonly CivilDate[],
  claim: Case,
  granted: readonly Authorization[],
  usedOf: (authorization: Authorization) => number,
): number {
  const left = unitsLeft(granted, usedOf);
  const found = dates.filter((date) => {
    const source = authorizationsOn(claim, date)
      .filter((authorization) => (left.get(authorization) ?? 0) > 0)
      .sort(byEnd)[0];
    if (source) left.set(source, (left.get(source) ?? 0) - 1);
    return source !== undefined;
  });
  return found.length;
}

/** What other claims used under a number is used once, of all that was granted under it, and first of what ends first. */
function unitsLeft(granted: readonly Authorization[], usedOf: (authorization: Authorization) => number): Map<Authorization, number> {
  const left = new Map<Authorization, number>();
  for (const sharing of Map.groupBy(granted, ({ numbers }) => numbers.join()).values()) {
    let used = sharing[0] ? usedOf(sharing[0]) : 0;
    for (const authorization of sharing.toSorted(byEnd)) {
      const { units = Number.POSITIVE_INFINITY } = authorization;
      left.set(authorization, Math.max(0, units - used));
      used = Math.max(0, used - units);
    }
  }
  return left;
}

const byEnd = (a: Authorization, b: Authorization): number => ascending(a.end ?? Number.MAX_SAFE_INTEGER, b.end ?? Number.MAX_SAFE_INTEGER);
const ascending = (a: number, b: number): number => a - b;
