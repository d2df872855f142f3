/** Values at and beyond the ends of what FHIR, JSON and clocks allow. */
import type { Dice } from '../count/dice.ts';

/** Must not come back in any issue, and no log may have it. */
export const MARKER = 'Zq7Xmarker';

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
  // An object may have become one that cannot be written as text.
  const plain = typeof value === 'object' ? undefined : value;
  const kinds: (() => unknown)[] = [
    () => null,
    () => true,
    () => false,
    () => 7,
    () => someNumber(dice),
    () => String(plain ?? MARKER).slice(0, 100),
    () => MARKER,
    () => [],
    () => [value],
    () => [null],
    () => [[]],
    () => ({}),
    () => ({ value }),
    () => ({ toString: null, valueOf: null, [MARKER]: MARKER }),
    () => (Array.isArray(value) ? value[0] : Number(plain) || 0),
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
