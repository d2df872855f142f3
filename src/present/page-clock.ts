/** What the clock on the wall shows in the care zone, and where it is changed. */
import { remember } from '../remember.ts';
import { formatInstant, HOUR_MS, type Instant } from '../time/civil-date.ts';
import { UTC, zoneNamed } from '../time/zone.ts';

export interface Clock {
  /** `08:00`. */
  time(instant: Instant): string;
  /** `2025-03-03 08:00`; near a change of clocks with the zone's short name, for then an hour may come twice. */
  dateTime(instant: Instant): string;
  /** The first change of clocks in `[start, end)`. */
  changeWithin(start: Instant, end: Instant): ClockChange | undefined;
  /** What the clock shows less the time in UTC, in milliseconds. */
  offsetAt(instant: Instant): number;
}

export interface ClockChange {
  readonly at: Instant;
  /** What the clock would show, and what it is set to: `02:00`, `03:00`. */
  readonly from: string;
  readonly to: string;
}

export function clockOf(zone: string): Clock {
  const { offsetAt } = zoneNamed(zone) ?? UTC;
  const shown = (instant: Instant, offset: number): string =>
    formatInstant(instant + offset)
      .slice(0, 16)
      .replace('T', ' ');
  const time = (instant: Instant, offset = offsetAt(instant)): string => shown(instant, offset).slice(11);

  function changeWithin(start: Instant, end: Instant): ClockChange | undefined {
    const before = offsetAt(start - 1);
    if (before === offsetAt(end - 1)) return undefined;
    let [low, high] = [start - 1, end - 1];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    return { at: high, from: time(high, before), to: time(high) };
  }

  return {
    time: (instant) => time(instant),
    dateTime(instant) {
      const isNearChange = offsetAt(instant - 3 * HOUR_MS) !== offsetAt(instant + 3 * HOUR_MS);
      return shown(instant, offsetAt(instant)) + (isNearChange ? ` ${shortName(zone, instant)}` : '');
    },
    changeWithin,
    offsetAt,
  };
}

/** Making one takes longer than a hundred uses of it. */
const shortNames = remember((zone: string) => new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' }));

const shortName = (zone: string, instant: Instant): string =>
  shortNames(zone)
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';
