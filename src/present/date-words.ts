/** Dates and lengths as a biller writes them. */
import { type CivilDate, formatDate, parseDate } from '../time/civil-date.ts';

const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];

/** `Mon 2025-03-03`. */
export function weekdayAndDate(date: string): string {
  const day = parseDate(date);
  // 1970-01-01 was a Thursday.
  return day === undefined ? `    ${date}` : `${WEEKDAYS[((day % 7) + 7) % 7]} ${date}`;
}

/** `14:05` for 845 minutes. */
export const hoursAndMinutes = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

/** Dates that follow one another as `2025-03-03 to 2025-03-08`, in ascending order. */
export function dateRanges(dates: readonly string[]): readonly string[] {
  const days = [...new Set(dates.map(parseDate).filter((date) => date !== undefined))].sort((a, b) => a - b);
  const ranges: { first: CivilDate; last: CivilDate }[] = [];
  for (const day of days) {
    const open = ranges.at(-1);
    if (open && day === open.last + 1) open.last = day;
    else ranges.push({ first: day, last: day });
  }
  return ranges.map(({ first, last }) => (first === last ? formatDate(first) : `${formatDate(first)} to ${formatDate(last)}`));
}

/** `1 day`, `3 days`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
