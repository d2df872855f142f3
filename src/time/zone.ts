/**
 * Civil dates of an IANA time zone, read off `Intl` once and then looked up: weeks whose two ends have one offset hold one
 * offset, others are searched for their change. A date begins at its first instant in the zone, whatever the clocks do later,
 * and dates that the zone left out (Samoa, 30 December 2011) do not exist.
 */
import { type CivilDate, DAY_MS, FIRST_DATE, HOUR_MS, type Instant, LAST_DATE, MINUTE_MS } from './civil-date.ts';

export interface Zone {
  readonly name: string;
  /** First instant of the date, or of the next one that exists. */
  startOf(date: CivilDate): Instant;
  /** The date that has begun last at the instant. */
  dateOf(instant: Instant): CivilDate;
  exists(date: CivilDate): boolean;
  /** What the clock shows less the time in UTC, in milliseconds. */
  offsetAt(instant: Instant): number;
}

interface Week {
  readonly before: number;
  /** Where the offset changes; the week's end when it does not. */
  readonly change: Instant;
  readonly after: number;
}

const WEEK_MS = 7 * DAY_MS;
/** No zone was ever further from UTC: Manila's local mean time, 15 h 56 min, is the record. */
const MOST_OFFSET = 16 * HOUR_MS;
/** Bounds what one warm process keeps when hostile input names many zones or years. */
const ZONES_KEPT = 64;
const WEEKS_KEPT = 8192;

const zones = new Map<string, Zone>();

/** The zone of that IANA name, or undefined when there is none. Offsets such as `+05:00` are not zones. */
export function zoneNamed(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known) return known;
  const offsetAt = offsetReader(name);
  if (!offsetAt) return undefined;
  if (zones.size >= ZONES_KEPT) zones.clear();
  const zone = zoneOf(name, offsetAt);
  zones.set(name, zone);
  return zone;
}

/** A zone that never changes its clocks, for questions of the kind "would the answer differ elsewhere". */
export function fixedZone(offsetHours: number): Zone {
  return zoneOf(`UTC${offsetHours < 0 ? '-' : '+'}${Math.abs(offsetHours)}`, () => offsetHours * HOUR_MS);
}

export const UTC: Zone = zoneOf('UTC', () => 0);

/** The date `count` dates after another, of those that exist in the zone. Clock changes are hours, a date left out is 24 of them. */
export function dateAfter(zone: Zone, date: CivilDate, count: number): CivilDate {
  const found = date + count + (count - datesBetween(zone, date, date + count));
  return zone.exists(found) ? found : found + 1;
}

/** How many dates that exist lie between two dates, the first counted. */
export const datesBetween = (zone: Zone, from: CivilDate, to: CivilDate): number =>
  Math.round((zone.startOf(to) - zone.startOf(from)) / DAY_MS);

function offsetReader(name: string): ((instant: Instant) => number) | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return undefined;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    return (instant) => {
      const text = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
      const match = /^GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
      if (!match) return 0;
      const size = Number(match[2]) * HOUR_MS + Number(match[3]) * MINUTE_MS + Number(match[4] ?? 0) * 1000;
      return match[1] === '-' ? -size : size;
    };
  } catch {
    return undefined;
  }
}

function zoneOf(name: string, offsetAt: (instant: Instant) => number): Zone {
  const weeks = new Map<number, Week>();
  const starts = new Map<CivilDate, Instant>();

  function week(number: number): Week {
    const known = weeks.get(number);
    if (known) return known;
    const start = number * WEEK_MS;
    const end = start + WEEK_MS;
    const before = offsetAt(start);
    const after = offsetAt(end);
    let change = end;
    if (before !== after) {
      let low = start;
      while (change - low > 1000) {
        const middle = Math.floor((low + change) / 2000) * 1000;
        if (offsetAt(middle) === before) low = middle;
        else change = middle;
      }
    }
    const found = { before, change, after };
    if (weeks.size >= WEEKS_KEPT) weeks.clear();
    weeks.set(number, found);
    return found;
  }

  function offset(instant: Instant): number {
    const found = week(Math.floor(instant / WEEK_MS));
    return instant < found.change ? found.before : found.after;
  }

  function startOf(date: CivilDate): Instant {
    const known = starts.get(date);
    if (known !== undefined) return known;
    const start = findStart(date);
    if (starts.size >= WEEKS_KEPT) starts.clear();
    starts.set(date, start);
    return start;
  }

  function findStart(date: CivilDate): Instant {
    const midnight = date * DAY_MS;
    let from = midnight - MOST_OFFSET;
    let inForce = offset(from);
    // Over at most three weeks: the span of all offsets touches two, and a change may sit on their border.
    for (let i = 0; i < 3; i += 1) {
      const start = midnight - inForce;
      const found = week(Math.floor(from / WEEK_MS));
      const change = from < found.change ? found.change : (Math.floor(from / WEEK_MS) + 1) * WEEK_MS;
      if (start < change) return Math.max(start, from);
      inForce = offset(change);
      if (change + inForce >= midnight) return change;
      from = change;
    }
    return midnight - inForce;
  }

  return {
    name,
    startOf,
    dateOf(instant) {
      const local = Math.floor((instant + offset(instant)) / DAY_MS);
      const date = startOf(local + 1) <= instant ? local + 1 : local;
      // An instant that an offset takes beyond the dates of FHIR counts with the first or the last.
      return date < FIRST_DATE ? FIRST_DATE : date > LAST_DATE ? LAST_DATE : date;
    },
    exists: (date) => startOf(date) < startOf(date + 1),
    offsetAt: offset,
  };
}
