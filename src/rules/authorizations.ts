/** Which authorizations of the claim hold on a date, and how many of their units are left. */
import type { Authorization } from '../documentation.ts';
import type { CivilDate } from '../time/civil-date.ts';
import type { Case } from './case.ts';

export const hasAuthorizations = ({ authorizations }: Case): boolean => authorizations.length > 0;

/** Granted, and without a period or with one that holds the date. */
export function authorizationsOn({ authorizations }: Case, date: CivilDate): Authorization[] {
  return authorizations.filter(({ isGranted, start, end }) => isGranted && (start ?? date) <= date && date <= (end ?? date));
}
