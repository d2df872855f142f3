/** FHIR times as civil dates and instants of the care zone. A date as a bound means the whole of that date. */
import type { CivilDate, Instant } from '../time/civil-date.ts';
import { parseFhirTime } from '../time/fhir-time.ts';
import type { Zone } from '../time/zone.ts';

/** The civil date of a date or of an instant in the zone; none for a month or a year. */
export function dateOf(text: string | undefined, zone: Zone): CivilDate | undefined {
  const time = text === undefined ? undefined : parseFhirTime(text);
  if (time?.precision === 'instant') return zone.dateOf(time.instant);
  return time?.precision === 'day' ? time.date : undefined;
}

/** First and last date that a time of any precision may mean. */
export function datesOf(text: string | undefined, zone: Zone): { first: CivilDate; last: CivilDate } | undefined {
  const time = text === undefined ? undefined : parseFhirTime(text);
  if (!time) return undefined;
  if (time.precision === 'instant') return oneDate(zone.dateOf(time.instant));
  return time.precision === 'day' ? oneDate(time.date) : { first: time.first, last: time.last };
}

const oneDate = (date: CivilDate) => ({ first: date, last: date });

/** Where a period begins: the instant, or the first of the date; `imprecise` for a month or a year. */
export const startBound = (text: string | undefined, zone: Zone): Instant | 'imprecise' | undefined => boundOf(text, zone, 0);

/** Where a period ends, itself outside: the instant, or the end of the date; `imprecise` for a month or a year. */
export const endBound = (text: string | undefined, zone: Zone): Instant | 'imprecise' | undefined => boundOf(text, zone, 1);

function boundOf(text: string | undefined, zone: Zone, daysAfter: 0 | 1): Instant | 'imprecise' | undefined {
  const time = text === undefined ? undefined : parseFhirTime(text);
  if (!time) return undefined;
  if (time.precision === 'instant') return time.instant;
  return time.precision === 'day' ? zone.startOf(time.date + daysAfter) : 'imprecise';
}
