/** Lines of random claims from 22 September 2024 on, with what billers get wrong. */
import fc from 'fast-check';
import { coded, HCPCS, type Json, perDiemItem } from '../support/build-record.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2024, 8, 22, 7);
export const at = (hours: number): string => new Date(START + hours * HOUR).toISOString();
export const on = (day: number): string => at(day * 24).slice(0, 10);
export const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
export const whole = (min: number, max: number) => fc.integer({ min, max });
const stated = (json: Json): Json => Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));

const modifiers = fc.subarray(['SH', 'SJ', 'SS', '59']).filter((list) => list.length < 3);
const price = fc.constantFrom({}, { unitPrice: 75.5, net: true }, { net: true }, { unitPrice: 33.33 });

export const perDiemLine = fc.record({
  first: whole(0, 18),
  days: fc.oneof(fc.constant(1), whole(1, 24)),
  units: fc.oneof(
    { weight: 4, arbitrary: fc.constant('days') },
    { weight: 3, arbitrary: whole(1, 26) },
    { weight: 1, arbitrary: fc.constantFrom(undefined, 0, 2.5) },
  ),
  modifiers: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: modifiers }),
  place: fc.oneof({ weight: 9, arbitrary: fc.constant('12') }, { weight: 1, arbitrary: fc.constantFrom(undefined, '11', '49', '21') }),
  diagnoses: fc.constantFrom([1], [1], undefined, [1, 7], [9]),
  dates: fc.constantFrom('span', 'span', 'span', 'span', 'none', 'month', 'instants'),
  price,
});

const CODES = [
  'A4222',
  'E0781',
  'S5498',
  'S9325',
  'S9327',
  'S9810',
  'S9500',
  'S9338',
  'J1170',
  'J1170',
  'J2001',
  'J1171',
  'J2270',
  'J3490',
  '99601',
  '99602',
  'S9123',
];
export const otherLine = fc.record({
  code: fc.constantFrom(...CODES),
  first: whole(0, 18),
  days: whole(1, 20),
  units: fc.oneof(fc.constant('days'), whole(1, 40)),
  modifiers: fc.constantFrom([], [], ['SH'], ['SJ']),
  price,
});

interface Line {
  readonly first: number;
  readonly days: number;
  readonly units: string | number | undefined;
  readonly modifiers: readonly string[];
  readonly price: { unitPrice?: number; net?: boolean };
}

export function itemOf(sequence: number, code: string, line: Line, more: Json): Json {
  const units = line.units === 'days' ? line.days : (line.units as number | undefined);
  const dollars = (value: number) => ({ value: Math.round(value * 100) / 100, currency: 'USD' });
  const { unitPrice, net } = line.price;
  return stated({
    ...perDiemItem(sequence, on(line.first), on(line.first + line.days - 1), 1),
    productOrService: coded(HCPCS, code),
    quantity: units === undefined ? undefined : { value: units },
    modifier: line.modifiers.length > 0 ? line.modifiers.map((each) => coded(HCPCS, each)) : undefined,
    unitPrice: unitPrice === undefined ? undefined : dollars(unitPrice),
    net: net ? dollars((unitPrice ?? 61.7) * (units ?? 1)) : undefined,
    ...more,
  });
}

export const perDiemOf = (
  sequence: number,
  line: Line & { place: string | undefined; diagnoses: readonly number[] | undefined; dates: string },
): Json =>
  itemOf(sequence, 'S9326', line, {
    locationCodeableConcept: line.place === undefined ? undefined : { coding: [{ code: line.place }] },
    diagnosisSequence: line.diagnoses,
    ...(line.dates === 'none' && { servicedPeriod: undefined }),
    ...(line.dates === 'month' && { servicedPeriod: { start: '2024-10', end: '2024-10' } }),
    ...(line.dates === 'instants' && { servicedPeriod: { start: at(line.first * 24), end: at((line.first + line.days - 1) * 24) } }),
  });
