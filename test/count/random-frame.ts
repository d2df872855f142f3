/** Where and when a random record plays: a zone, some dates around an edge of its calendar, and the parameters. */
import type { Dice } from './dice.ts';
import { type CountParameters, SPEC_DEFAULTS } from './record.ts';
import { addDays, daysBetween, zoneDay } from './zone-days.ts';

/** Dates on which the clocks change, most of them around midnight, or which a zone left out. */
const CLOCK_CHANGES: readonly (readonly [zone: string, ...dates: string[]])[] = [
  ['America/Chicago', '2025-03-09', '2025-11-02', '2024-03-10'],
  ['America/Santiago', '2025-04-06', '2025-09-07', '2024-09-08'],
  ['America/Havana', '2025-03-09', '2025-11-02'],
  ['Asia/Beirut', '2025-03-30', '2025-10-26', '2024-03-31'],
  ['Africa/Cairo', '2024-04-26', '2024-11-01', '2025-04-25', '2025-10-31'],
  ['Australia/Lord_Howe', '2025-04-06', '2025-10-05'],
  ['Africa/Casablanca', '2025-02-23', '2025-04-06'],
  ['Pacific/Apia', '2011-12-31', '2011-12-29', '2011-09-24', '2012-04-01'],
  ['Pacific/Kwajalein', '1993-08-22', '1993-08-20'],
  ['Asia/Kolkata', '2024-02-29', '2025-03-15'],
  ['America/St_Johns', '2010-11-07', '2010-03-14', '2025-11-02'],
  ['America/Scoresbysund', '2024-03-31', '2024-10-27'],
  ['Atlantic/Azores', '2025-03-30', '2025-10-26'],
  ['America/Asuncion', '2023-10-01', '2024-03-24'],
  ['Asia/Gaza', '2015-03-28', '2019-03-29'],
  ['Antarctica/Troll', '2025-03-30', '2025-10-26'],
  ['Pacific/Honolulu', '2024-12-31'],
  ['Europe/London', '2025-03-30', '2025-10-26'],
  ['UTC', '2024-02-29', '2024-12-31'],
];
const ANY_ZONE = ['2024-02-29', '2023-12-31', '2025-02-28', '2025-06-15', '2000-02-29'];

export interface Frame {
  readonly zone: string;
  readonly first: string;
  readonly last: string;
  /** The first instants of the dates from before the first to after the last, in minutes. */
  readonly midnights: readonly number[];
}

export function randomFrame(dice: Dice): Frame {
  const [zone, ...changes] = dice.pick(CLOCK_CHANGES);
  const anchor = dice.pick(dice.chance(0.2) ? ANY_ZONE : changes);
  const first = existing(zone, addDays(anchor, -dice.whole(0, 6)));
  const last = existing(zone, addDays(first, dice.chance(0.1) ? dice.whole(0, 3) : dice.whole(7, 15)));
  const midnights = daysBetween(zone, addDays(first, -2), addDays(last, 2)).map((day) => day.start);
  return { zone, first, last, midnights };
}

const existing = (zone: string, date: string): string => (zoneDay(zone, date) ? date : addDays(date, 1));

export function randomParameters(dice: Dice): CountParameters {
  if (dice.chance(0.55)) return SPEC_DEFAULTS;
  const share = dice.pick([0.15, 0.5, 0.9]);
  const maybe = <T>(standard: T, choices: readonly T[]): T => (dice.chance(share) ? dice.pick(choices) : standard);
  const d = SPEC_DEFAULTS;
  return {
    ...d,
    continuousHours: maybe(d.continuousHours, [1, 2, 12, 23, 24, 25, 36, 48, 72]),
    minimumInfusedFraction: maybe(d.minimumInfusedFraction, [0, 0.07, 0.29, 0.5, 0.57, 0.58, 0.7, 0.75, 0.8, 0.95, 0.99, 1]),
    mergeGapMinutes: maybe(d.mergeGapMinutes, [0, 1, 15, 30, 59, 61, 120, 240, 1440]),
    readingGapMinutes: maybe(d.readingGapMinutes, [0, 1, 60, 119, 121, 240, 1440]),
    durationFromDose: maybe(d.durationFromDose, [false]),
    therapyPauseHours: maybe(d.therapyPauseHours, [0, 1, 2, 24, 48, 73, 96, 168]),
    openInfusionDays: maybe(d.openInfusionDays, [1, 2, 3, 7, 30]),
    admissionDay: maybe(d.admissionDay, ['billable', 'not-billable']),
    dischargeDay: maybe(d.dischargeDay, ['billable', 'not-billable']),
  };
}
