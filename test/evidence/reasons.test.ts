import { describe, expect, test } from 'vitest';
import type { AdministrationReason } from '../../src/assessment.ts';
import { reasonOf } from '../support/build-answer.ts';
import { coded, infusion, type Json, RXNORM, SNOMED } from '../support/build-record.ts';

/** What is charted of one infusion, as far as the reasons look at it. */
interface Charted {
  readonly status?: string;
  readonly medication?: Json;
  readonly route?: Json | undefined;
  readonly category?: Json;
  readonly rate?: number | undefined;
  readonly start?: string;
  readonly end?: string | undefined;
  readonly asOf?: string;
}

const START = '2025-03-02T00:00:00Z';
const EVIDENCE: Charted = {
  status: 'completed',
  medication: coded(RXNORM, '7052'),
  route: coded(SNOMED, '47625008'),
  rate: 2,
  start: START,
  end: '2025-03-04T00:00:00Z',
  asOf: '2025-06-01T00:00:00Z',
};

/** Each reason of 1-days.md 1, in its order, with what makes it hold. */
const REASONS: readonly (readonly [AdministrationReason, Charted])[] = [
  ['entered-in-error', { status: 'entered-in-error' }],
  ['not-given', { status: 'not-done' }],
  ['not-pain-medication', { medication: { text: 'vancomycin' } }],
  ['unknown-medication', { medication: coded('http://hl7.org/fhir/sid/ndc', '00409-1134-03') }],
  ['not-parenteral', { route: coded(SNOMED, '26643006') }],
  ['not-home', { category: coded('http://terminology.hl7.org/CodeSystem/medication-admin-category', 'inpatient') }],
  ['zero-rate', { rate: 0 }],
  ['imprecise-time', { start: '2025-03' }],
  ['reversed-period', { end: '2025-03-01T00:00:00Z' }],
  ['still-open', { end: undefined }],
  ['future', { asOf: '2025-02-01T00:00:00Z' }],
  ['empty-period', { end: START }],
  ['not-shown-as-infusion', { rate: undefined, route: undefined }],
];

/** An administration has one status, one medication, one end. */
const EXCLUSIVE: readonly (readonly [AdministrationReason, AdministrationReason])[] = [
  ['entered-in-error', 'not-given'],
  ['not-pain-medication', 'unknown-medication'],
  ['reversed-period', 'still-open'],
  ['reversed-period', 'empty-period'],
  ['still-open', 'empty-period'],
  ['imprecise-time', 'empty-period'],
];

function reasonAgainst(charted: Charted): string | undefined {
  const { status, medication, route, category, rate, start, end, asOf } = { ...EVIDENCE, ...charted };
  const dosage = { ...(route && { route }), ...(rate === undefined ? {} : { rateQuantity: { value: rate, unit: 'mg/h' } }) };
  const more = { status, medicationCodeableConcept: medication, dosage, ...(category && { category }) };
  return reasonOf(infusion('a1', start, end, more), asOf === undefined ? {} : { asOf });
}

test('an infusion with all that is asked is evidence', () => {
  expect(reasonAgainst({})).toBe('evidence');
});

test.each(REASONS)('%s, alone', (reason, charted) => {
  expect(reasonAgainst(charted)).toBe(reason);
});

const PAIRS = REASONS.flatMap(([first, one], i) =>
  REASONS.slice(i + 1)
    .filter(([second]) => !EXCLUSIVE.some(([a, b]) => a === first && b === second))
    .map(([second, other]) => [first, second, { ...other, ...one }] as const),
);

test.each(PAIRS)('%s comes before %s', (first, _, charted) => {
  expect(reasonAgainst(charted)).toBe(first);
});

test('every pair that can hold together is among them', () => {
  expect(PAIRS).toHaveLength(78 - EXCLUSIVE.length);
});

describe('both sides of each reason', () => {
  test.each([
    ['completed', 'evidence'],
    ['in-progress', 'evidence'],
    ['on-hold', 'evidence'],
    ['stopped', 'evidence'],
    ['not-done', 'not-given'],
    ['unknown', 'not-given'],
    ['entered-in-error', 'entered-in-error'],
  ])('status %s: %s', (status, reason) => {
    expect(reasonAgainst({ status })).toBe(reason);
  });

  test.each([
    ['inpatient', 'not-home'],
    ['outpatient', 'evidence'],
    ['community', 'evidence'],
    ['patientspecified', 'evidence'],
  ])('category %s: %s', (code, reason) => {
    expect(reasonAgainst({ category: coded(undefined, code) })).toBe(reason);
  });

  test.each([
    [-1, 'zero-rate'],
    [0, 'zero-rate'],
    [0.001, 'evidence'],
  ])('rate %d: %s', (rate, reason) => {
    expect(reasonAgainst({ rate })).toBe(reason);
  });

  test.each([
    ['start with a time', { start: START }, 'evidence'],
    ['start on a day', { start: '2025-03-02' }, 'evidence'],
    ['start in a month', { start: '2025-03' }, 'imprecise-time'],
    ['start in a year', { start: '2025' }, 'imprecise-time'],
    ['end on a day', { end: '2025-03-03' }, 'evidence'],
    ['end in a month', { end: '2025-03' }, 'imprecise-time'],
    ['end in a year', { end: '2025' }, 'imprecise-time'],
    ['end a second before the start', { end: '2025-03-01T23:59:59Z' }, 'reversed-period'],
    ['end at the start', { end: START }, 'empty-period'],
    ['end a second after the start', { end: '2025-03-02T00:00:01Z' }, 'evidence'],
    ['end on the day of the start: that whole day', { start: '2025-03-02', end: '2025-03-02' }, 'evidence'],
    ['end on the day before the start', { start: '2025-03-02T00:00:01Z', end: '2025-03-01' }, 'reversed-period'],
    ['no end, completed', { end: undefined }, 'still-open'],
    ['no end, on hold', { end: undefined, status: 'on-hold' }, 'still-open'],
    ['no end, in progress', { end: undefined, status: 'in-progress' }, 'evidence'],
    ['starts at asOf', { asOf: START }, 'future'],
    ['starts a second before asOf', { asOf: '2025-03-02T00:00:01Z' }, 'evidence'],
  ] as const)('%s', (_, charted, reason) => {
    expect(reasonAgainst(charted)).toBe(reason);
  });

  test('no start is imprecise', () => {
    expect(reasonOf(infusion('a1', undefined, '2025-03-04T00:00:00Z'))).toBe('imprecise-time');
  });

  test('no effective[x] is imprecise', () => {
    const { effectivePeriod: _, ...rest } = infusion('a1', undefined, undefined);

    expect(reasonOf(rest)).toBe('imprecise-time');
  });

  test.each([
    ['nothing', {}, 'not-shown-as-infusion'],
    ['a rate', { dosage: { rateQuantity: { value: 1, unit: 'mg/h' } } }, 'evidence'],
    ['a rate of no unit', { dosage: { rateQuantity: { value: 1 } } }, 'evidence'],
    ['a duration for a rate', { dosage: { rateQuantity: { value: 30, unit: 'min' } } }, 'not-shown-as-infusion'],
    ['a ratio', { dosage: { rateRatio: { numerator: { value: 1, unit: 'mg' }, denominator: { value: 1, unit: 'h' } } } }, 'evidence'],
    ['an infusion route', { dosage: { route: { text: 'IV' } } }, 'evidence'],
    ['a dose', { dosage: { dose: { value: 48, unit: 'mg' } } }, 'not-shown-as-infusion'],
    ['a device, also one that leads nowhere', { device: [{ reference: 'Device/d1' }] }, 'evidence'],
    ['an empty list of devices', { device: [] }, 'not-shown-as-infusion'],
    ['"pump" in the dosage', { dosage: { text: 'by ambulatory pump' } }, 'evidence'],
    ['"Continuous" in the method', { dosage: { method: { text: 'Continuous' } } }, 'evidence'],
    ['"drip" in the display of the method', { dosage: { method: coded(SNOMED, '1', { display: 'Drip (procedure)' }) } }, 'evidence'],
    ['"infusion" in the medication', { medicationCodeableConcept: { text: 'Morphine infusion' } }, 'evidence'],
    ['"PCA" in the medication', { medicationCodeableConcept: { text: 'Morphine PCA' } }, 'evidence'],
    ['"elastomeric" in the dosage', { dosage: { text: 'elastomeric ball' } }, 'evidence'],
    ['"CADD" before a hyphen', { dosage: { text: 'CADD-Solis' } }, 'evidence'],
    ['"pumps", another word', { dosage: { text: 'heart pumps well' } }, 'not-shown-as-infusion'],
    ['"reinfusion", another word', { dosage: { text: 'reinfusion' } }, 'not-shown-as-infusion'],
    ['an injection', { dosage: { method: { text: 'injection' } } }, 'not-shown-as-infusion'],
    ['"pump" in the route only', { dosage: { route: {} }, note: [{ text: 'pump' }] }, 'not-shown-as-infusion'],
  ])('what shows an infusion: %s', (_, more, reason) => {
    const { dosage: __, ...bare } = infusion('a1', START, '2025-03-04T00:00:00Z');

    expect(reasonOf({ ...bare, ...more })).toBe(reason);
  });
});
