/** A civil date as a whole number of days since 1970-01-01 (proleptic Gregorian): dates compare, add and sort as numbers. */
export type CivilDate = number;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;

const CYCLE_DAYS = 146_097;

/** The date of a year (1 to 9999), month (1 to 12) and day of month; undefined when there is no such day. */
export function civilDate(year: number, month: number, day: number): CivilDate | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  // Days from the civil calendar, counted in eras of 400 years that begin on 1 March.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * CYCLE_DAYS + dayOfEra - 719_468;
}

/** Number of days of a month of 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Year, month and day of month of a date. */
export function yearMonthDay(date: CivilDate): { year: number; month: number; day: number } {
  const shifted = date + 719_468;
  const era = Math.floor(shifted / CYCLE_DAYS);
  const dayOfEra = shifted - era * CYCLE_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** `YYYY-MM-DD`. */
export function formatDate(date: CivilDate): string {
  const { year, month, day } = yearMonthDay(date);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The date of a `YYYY-MM-DD`; undefined for any other form and for a day that does not exist. */
export function parseDate(text: string): CivilDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? civilDate(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

/** 0001-01-01 and 9999-12-31, beyond which FHIR writes no date. */
export const FIRST_DATE: CivilDate = -719_162;
export const LAST_DATE: CivilDate = 2_932_896;

/**
 * ISO 8601 in UTC; milliseconds only when there are any. An instant beyond the years that FHIR can write, where an offset or a zone
 * takes a time of their first or last day, is written as their first or last.
 */
export function formatInstant(beyond: Instant): string {
  const instant = Math.min(Math.max(beyond, FIRST_DATE * DAY_MS), (LAST_DATE + 1) * DAY_MS - 1);
  const date = Math.floor(instant / DAY_MS);
  let rest = instant - date * DAY_MS;
  const hours = Math.floor(rest / HOUR_MS);
  rest -= hours * HOUR_MS;
  const minutes = Math.floor(rest / MINUTE_MS);
  rest -= minutes * MINUTE_MS;
  const seconds = Math.floor(rest / 1000);
  const ms = rest - seconds * 1000;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${formatDate(date)}T${two(hours)}:${two(minutes)}:${two(seconds)}${ms ? `.${String(ms).padStart(3, '0')}` : ''}Z`;
}
