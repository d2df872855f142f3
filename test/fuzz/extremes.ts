/** Values at and beyond the ends of what FHIR, JSON and clocks allow. */
import type { Dice } from '../count/dice.ts';

/** Must not come back in any issue, and no log may have it. */
export const MARKER = 'Zq7Xmarker';

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

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  2,
  0.5,
  1.5,
  0.1 + 0.2,
  1e-308,
  5e-324,
  1e308,
  -1e308,
  1e15,
  1e15 + 1,
  1e16,
  2 ** 53,
  2 ** 53 - 1,
  2 ** 53 + 2,
  2 ** 31,
  2 ** 31 - 1,
  -(2 ** 31),
  999,
  1000,
  365,
  366,
  367,
  31,
  1e6,
  1e9,
  99.995,
  0.005,
  1e21,
  1e-7,
  123456789.123456,
  4.35,
  1.005,
  Number.POSITIVE_INFINITY,
  24,
  1440,
  10_000,
];
export const someNumber = (dice: Dice): number => dice.pick(NUMBERS);
export const nearNumber = (value: number, dice: Dice): number =>
  dice.pick([value + 1, value - 1, value * 2, value / 2, value + 0.5, -value, value * 1000, value / 1000, dice.whole(0, 40)]);

export const ZONES: readonly string[] = [
  ...Intl.supportedValuesOf('timeZone'),
  'UTC',
  'GMT',
  'US/Central',
  'America/Buenos_Aires',
  'EST5EDT',
  'Etc/GMT+12',
  'Etc/GMT-14',
];
const NO_ZONES = ['Mars/Olympus', '', ' ', '+05:00', 'utc', 'america/chicago', '__proto__', 'America/', 'A'.repeat(300), MARKER];
export const someZone = (dice: Dice): string => (dice.chance(0.85) ? dice.pick(ZONES) : dice.pick(NO_ZONES));

const TEXTS = [
  '',
  ' ',
  '\t',
  '\n',
  '\u0000',
  '\u0007bell',
  '\ud800',
  'x\udfff',
  '\u2028',
  '\ufeff',
  '\u200b',
  '‮abc',
  'é',
  'é',
  '𝟙𝟚',
  '🩺'.repeat(20),
  `${MARKER} Roe`,
  MARKER,
  'x'.repeat(5000),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'NaN',
  '0',
  '-1',
  '1e999',
  '<script>alert(1)</script>',
  "'; --",
  '%s%n',
  '${x}',
  '{{x}}',
  '#',
  '/',
  '//',
  '?a=b',
  'S9326',
  's9326',
  ' S9326 ',
  'S 9326',
];
export const someText = (dice: Dice): string => dice.pick(TEXTS);

const REFERENCES = [
  '#',
  '#x',
  '#bag',
  'Patient/p1',
  'Patient/p2',
  'Claim/c1',
  'Claim/c1/_history/2',
  'Patient/p1/_history/1',
  'https://example.org/fhir/Patient/p1',
  'http://other.example/fhir/Patient/p1',
  'https://example.org/fhir/Claim/c1',
  'urn:uuid:00000000-0000-4000-8000-000000000000',
  'urn:oid:1.2.3',
  'Patient/missing',
  'Coverage/v1',
  'Coverage/cov1',
  'Medication/m1',
  'Patient?identifier=1|2',
  'Patient/',
  '/Patient/p1',
  'patient/p1',
  'Patient',
  'Bundle/b',
  '',
  ' ',
  'Patient/p1#x',
  `Patient/${MARKER}`,
  '../Patient/p1',
  'Patient/ p1',
  'mailto:x@example.org',
  'http://[',
  'Encounter/e1',
];
export const someReference = (dice: Dice): string => dice.pick(REFERENCES);

export const ODD_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '',
  '_status',
  'resourceType',
  'entry',
  'a.b',
  '0',
  MARKER,
  'toJSON',
  'length',
  'then',
  '\ud800',
];

/** A value of another JSON type. */
export function retyped(value: unknown, dice: Dice): unknown {
  const kinds: (() => unknown)[] = [
    () => null,
    () => true,
    () => false,
    () => 7,
    () => someNumber(dice),
    () => String(value ?? MARKER).slice(0, 100),
    () => MARKER,
    () => [],
    () => [value],
    () => [null],
    () => [[]],
    () => ({}),
    () => ({ value }),
    () => ({ toString: null, valueOf: null, [MARKER]: MARKER }),
    () => (Array.isArray(value) ? value[0] : Number(value) || 0),
    () => (typeof value === 'string' ? [...value].slice(0, 5) : 'x'),
    () => deep(dice.pick([50, 300, 3000]), dice),
  ];
  return dice.pick(kinds)();
}

function deep(levels: number, dice: Dice): unknown {
  const wrap = dice.pick<(inner: unknown) => unknown>([
    (x) => [x],
    (x) => ({ extension: [x] }),
    (x) => ({ contained: [x], resource: x }),
    (x) => ({ coding: x }),
  ]);
  let value: unknown = MARKER;
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}
