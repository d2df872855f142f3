/** Times as examples write them: a date; a time with its offset; or what the clock on the wall says where the patient is. */
import { Temporal } from 'temporal-polyfill';

/** `2025-06-02 08:00` in a zone → a FHIR dateTime. Dates, months and years stay as they are. A time that the clock skips or repeats needs its offset. */
export function fhirTime(text: string, zone: string | undefined): string {
  if (/^\d{4}(-\d{2}){0,2}$/.test(text)) return text;
  const [, date, time, seconds = '00', offset] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? [];
  if (date === undefined) throw new Error(`"${text}" is no date, and no time as YYYY-MM-DD hh:mm`);
  const wall = `${date}T${time}:${seconds}`;
  if (offset !== undefined) return wall + offset;
  if (zone === undefined) throw new Error(`"${text}" needs an offset from UTC: the example names no zone`);
  return wall + Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'reject' }).offset;
}

/** `start / end`, `start /` or `/ end` → a FHIR Period. */
export function fhirPeriod(text: string, zone: string | undefined): { start?: string; end?: string } {
  const parts = text.split('/').map((part) => part.trim());
  if (parts.length !== 2) throw new Error(`"${text}" must be start / end`);
  const [start = '', end = ''] = parts;
  return { ...(start !== '' && { start: fhirTime(start, zone) }), ...(end !== '' && { end: fhirTime(end, zone) }) };
}

/** `2025-06-02..2025-06-04` → its dates; a date alone → itself. */
export function datesOf(text: string): string[] {
  const [first = '', last = first] = text.split('..').map((part) => part.trim());
  const dates: string[] = [];
  let date = Temporal.PlainDate.from(first);
  for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) dates.push(date.toString());
  return dates;
}

/** Ascending dates with neighbours joined: `2025-06-02..2025-06-04 2025-06-06`. */
export function inRanges(dates: readonly string[]): string {
  const ranges: [string, string][] = [];
  for (const date of dates) {
    const last = ranges.at(-1);
    if (last && dayAfter(last[1]) === date) last[1] = date;
    else ranges.push([date, date]);
  }
  return ranges.map(([first, last]) => (first === last ? first : `${first}..${last}`)).join(' ');
}

export const dayAfter = (date: string): string => Temporal.PlainDate.from(date).add({ days: 1 }).toString();
