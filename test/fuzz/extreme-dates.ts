/** Dates and times at and beyond the ends of what FHIR and clocks allow. */
import type { Dice } from '../count/dice.ts';

const DATES = [
  '0001-01-01',
  '0001-01-02',
  '0001',
  '0001-01',
  '9999-12-31',
  '9999-12',
  '9999',
  '9999-12-30',
  '2024-02-29',
  '2025-02-29',
  '2000-02-29',
  '1900-02-29',
  '2025-03-09',
  '2025-11-02',
  '2025-03-30',
  '2025-10-26',
  '2011-12-30',
  '2011-12-29',
  '2011-12-31',
  '1969-12-31',
  '1970-01-01',
  '2001-12-31',
  '2002-01-01',
  '2025-03',
  '2025',
  '2025-12-31',
  '2026-01-01',
  '1993-08-20',
  '1993-08-21',
  '1844-12-31',
  '1867-10-18',
  '1582-10-10',
];
const TIMES = [
  '00:00:00Z',
  '23:59:59Z',
  '23:59:59.999999999Z',
  '24:00:00Z',
  '23:59:60Z',
  '02:30:00-06:00',
  '01:30:00-05:00',
  '00:00:00+14:00',
  '00:00:00-12:00',
  '23:59:59-14:00',
  '12:00:00+13:59',
  '12:00:00+14:01',
  '12:00:00+99:99',
  '12:00:00-00:00',
  '12:00:00.1+05:45',
  '12:00:00.000Z',
  '12:00Z',
  '12:00:00',
  'T',
  '12:00:00z',
  '07:00:00Z',
  '06:00:00Z',
];
const NO_DATES = [
  '0000-01-01',
  '10000-01-01',
  '2025-13-01',
  '2025-00-10',
  '2025-04-31',
  '',
  ' ',
  'soon',
  '2025-3-1',
  '2025-03-01 10:00',
  '-0001-01-01',
  '２０２５-03-01',
];

export function someDate(dice: Dice): string {
  const kind = dice.next();
  if (kind < 0.4) return dice.pick(DATES);
  if (kind < 0.5) return dice.pick(NO_DATES);
  const date = dice.chance(0.5) ? dice.pick(DATES) : new Date(Date.UTC(2025, 0, dice.whole(1, 400))).toISOString().slice(0, 10);
  return kind < 0.8 ? `${date}T${dice.pick(TIMES)}` : date;
}

const STEPS = [1, 60, 3600, 86_400, 59 * 60, 3601, 86_399, 7 * 86_400, 30 * 86_400, 365 * 86_400];

/** A little before or after what was there, in the precision that was there. */
export function nearDate(text: string, dice: Dice): string {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return someDate(dice);
  const moved = instant + dice.pick(STEPS) * 1000 * dice.pick([-1, 1]) * dice.pick([1, 1, 1, 2, 5]);
  const written = Math.abs(moved) < 8e15 ? new Date(moved).toISOString() : text;
  if (!text.includes('T')) return written.slice(0, 10);
  return dice.pick([
    written,
    written.replace(/\.\d+Z/, 'Z'),
    written.replace(/\.\d+Z/, dice.pick(['+00:00', '-06:00', '+05:45', '+14:00', '-12:00'])),
  ]);
}
