/** The dates of a zone, from Temporal: a date begins at its first instant there and ends where the next one begins. */
import { Temporal } from 'temporal-polyfill';
import { hasTime, minuteOf } from './record.ts';

/** `start` and `end` in minutes since 1970-01-01T00:00Z; `next` is the next date that exists. */
export interface ZoneDay {
  readonly date: string;
  readonly start: number;
  readonly end: number;
  readonly next: string;
}

const known = new Map<string, ZoneDay | undefined>();

/** A date of the zone; undefined when the zone left that date out (2011-12-30 in Apia). */
export function zoneDay(zone: string, date: string): ZoneDay | undefined {
  const key = `${zone} ${date}`;
  if (!known.has(key)) known.set(key, lookUp(zone, date));
  return known.get(key);
}

function lookUp(zone: string, date: string): ZoneDay | undefined {
  const start = firstInstant(zone, date);
  if (start === undefined) return undefined;
  let next = addDays(date, 1);
  let end = firstInstant(zone, next);
  while (end === undefined) {
    next = addDays(next, 1);
    end = firstInstant(zone, next);
  }
  return { date, start, end, next };
}

function firstInstant(zone: string, date: string): number | undefined {
  const begin = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone });
  return begin.toPlainDate().toString() === date ? begin.epochMilliseconds / 60_000 : undefined;
}

const sums = new Map<string, string>();

/** `days` calendar days on (or back); the date need not exist in any zone. */
export function addDays(date: string, days: number): string {
  const key = `${date} ${days}`;
  const sum = sums.get(key) ?? Temporal.PlainDate.from(date).add({ days }).toString();
  sums.set(key, sum);
  return sum;
}

/** The date that a minute lies on. */
export function dayOf(zone: string, minute: number): ZoneDay {
  const utcDate = new Date(minute * 60_000).toISOString().slice(0, 10);
  for (const shift of [-2, -1, 0, 1, 2]) {
    const day = zoneDay(zone, addDays(utcDate, shift));
    if (day && day.start <= minute && minute < day.end) return day;
  }
  throw new Error(`no date in ${zone} for minute ${minute}`);
}

/** `count` dates from a date on. */
export function datesFrom(zone: string, first: string, count: number): string[] {
  const dates: string[] = [];
  for (let date = first; dates.length < count; date = zoneDay(zone, date)?.next ?? addDays(date, 1)) {
    if (zoneDay(zone, date)) dates.push(date);
  }
  return dates;
}

/** Every date from the first to the last. */
export function daysBetween(zone: string, first: string, last: string): ZoneDay[] {
  const days: ZoneDay[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) {
    const day = zoneDay(zone, date);
    if (day) days.push(day);
  }
  return days;
}

/** The minute at which a time starts: a date-only one at the first instant of that date. */
export function startMinute(zone: string, time: string): number {
  return hasTime(time) ? minuteOf(time) : existing(zone, time).start;
}

/** The minute at which a time ends: a date-only one at the end of that date. */
export function endMinute(zone: string, time: string): number {
  return hasTime(time) ? minuteOf(time) : existing(zone, time).end;
}

function existing(zone: string, date: string): ZoneDay {
  const day = zoneDay(zone, date);
  if (!day) throw new Error(`${date} does not exist in ${zone}`);
  return day;
}
