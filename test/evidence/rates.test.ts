import { describe, expect, test } from 'vitest';
import { answerOf } from '../support/build-answer.ts';
import { type Json, reading, recordOf } from '../support/build-record.ts';

const AT = '2025-03-02T00:00:00Z';

/** Hours that one reading with this dosage runs on its own; undefined when it runs for none. */
function hoursOf(dosage: Json): number | undefined {
  const { runs } = answerOf(recordOf(reading('r1', AT, undefined, { dosage })));
  return runs[0] && runs[0].spanMinutes / 60;
}
const quantity = (value: number, unit: string) => ({ value, unit });
const ofRate = (dose: readonly [number, string], rate: readonly [number, string]) =>
  hoursOf({ dose: quantity(...dose), rateQuantity: quantity(...rate) });

describe('the running time is dose ÷ rate', () => {
  test.each([
    [[100, 'mL'], [5, 'mL/h'], 20],
    [[100, 'mL'], [5, 'mL/hr'], 20],
    [[100, 'mL'], [5, 'mL/hour'], 20],
    [[100, 'mL'], [240, 'mL/d'], 10],
    [[100, 'mL'], [240, 'mL/day'], 10],
    [[120, 'mL'], [0.1, 'mL/min'], 20],
    [[100, 'ml'], [5, 'mL/h'], 20],
    [[100, 'ML'], [5, 'ml/H'], 20],
    [[100, ' mL '], [5, ' mL / h '], 20],
    [[50, 'mg'], [2.5, 'mg/h'], 20],
    [[50, 'mcg'], [2.5, 'ug/h'], 20],
    [[50, 'ug'], [2.5, 'mcg/hr'], 20],
    [[50, '\u00b5g'], [2.5, 'mcg/h'], 20],
    [[50, '\u03bcg'], [2.5, '\u00b5g/h'], 20],
    [[1, 'mL'], [3, 'mL/h'], 20 / 60],
  ] as const)('%j at %j: %d hours', (dose, rate, hours) => {
    expect(ofRate(dose, rate)).toBe(hours);
  });

  test.each([
    [
      [100, 'mg'],
      [5, 'mL/h'],
    ],
    [
      [100, 'mg'],
      [5, 'ug/h'],
    ],
    [
      [100, 'mL'],
      [5, 'mL'],
    ],
    [
      [100, 'mL'],
      [5, 'mL/week'],
    ],
    [
      [100, 'mL'],
      [5, 'mL/s'],
    ],
    [
      [100, 'mL'],
      [5, 'mL/'],
    ],
    [
      [100, 'mL'],
      [5, '/h'],
    ],
    [
      [100, 'mg'],
      [5, 'mg/kg/h'],
    ],
    [
      [100, 'mL'],
      [5, 'h'],
    ],
    [
      [0, 'mL'],
      [5, 'mL/h'],
    ],
    [
      [-1, 'mL'],
      [5, 'mL/h'],
    ],
  ] as const)('%j at %j: none', (dose, rate) => {
    expect(ofRate(dose, rate)).toBeUndefined();
  });

  test('the code of a quantity will do where the unit is a phrase, and the other way round', () => {
    const dose = { value: 100, unit: 'milliliters', code: 'mL' };

    expect(hoursOf({ dose, rateQuantity: { value: 5, unit: 'milliliters per hour', code: 'mL/h' } })).toBe(20);
    expect(hoursOf({ dose: { value: 100, unit: 'mL', code: 'x' }, rateQuantity: { value: 5, unit: 'mL/h', code: 'y' } })).toBe(20);
    expect(hoursOf({ dose: { value: 100 }, rateQuantity: { value: 5 } })).toBeUndefined();
  });

  test('two codes of one amount are the same whatever the phrases say', () => {
    const dose = { value: 50, unit: 'microgram', code: 'ug' };

    expect(hoursOf({ dose, rateQuantity: { value: 2.5, unit: 'mcg/hr', code: 'ug/h' } })).toBe(20);
  });
});

describe('a rate as a ratio', () => {
  const ratio = (amount: Json, time: Json | undefined) => ({
    dose: quantity(100, 'mL'),
    rateRatio: { numerator: amount, ...(time && { denominator: time }) },
  });

  test.each([
    ['5 mL in 1 h', ratio(quantity(5, 'mL'), quantity(1, 'h')), 20],
    ['10 mL in 2 h', ratio(quantity(10, 'mL'), quantity(2, 'h')), 20],
    ['240 mL in 1 day', ratio(quantity(240, 'mL'), quantity(1, 'd')), 10],
    ['1 mL in 12 min', ratio(quantity(1, 'mL'), quantity(12, 'min')), 20],
    ['5 mL per hour without a number', ratio(quantity(5, 'mL'), { unit: 'hour' }), 20],
    ['5 mL and nothing', ratio(quantity(5, 'mL'), undefined), undefined],
    ['5 mL in 0 h', ratio(quantity(5, 'mL'), quantity(0, 'h')), undefined],
    ['5 mL in −1 h', ratio(quantity(5, 'mL'), quantity(-1, 'h')), undefined],
    ['5 mg in 1 h for a dose in mL', ratio(quantity(5, 'mg'), quantity(1, 'h')), undefined],
  ] as const)('%s', (_, dosage, hours) => {
    expect(hoursOf(dosage)).toBe(hours);
  });
});

describe('a reading states a rate, or it does not', () => {
  const reasonOfRate = (dosage: Json) => answerOf(recordOf(reading('r1', AT, undefined, { dosage }))).administrations[0]?.reason;

  test.each([
    ['a quantity', { rateQuantity: quantity(5, 'mL/h') }, 'isolated-reading'],
    ['a quantity without a unit', { rateQuantity: { value: 5 } }, 'isolated-reading'],
    ['a quantity of time: a duration', { rateQuantity: quantity(30, 'min') }, 'no-rate'],
    ['a quantity of hours', { rateQuantity: quantity(2, 'h') }, 'no-rate'],
    ['a quantity without a value', { rateQuantity: { unit: 'mL/h' } }, 'no-rate'],
    ['a ratio', { rateRatio: { numerator: quantity(5, 'mL'), denominator: quantity(1, 'h') } }, 'isolated-reading'],
    ['a ratio without a numerator', { rateRatio: { denominator: quantity(1, 'h') } }, 'no-rate'],
    ['zero', { rateQuantity: quantity(0, 'mL/h') }, 'zero-rate'],
    ['less', { rateQuantity: quantity(-1, 'mL/h') }, 'zero-rate'],
    ['a dose alone', { dose: quantity(5, 'mg') }, 'no-rate'],
    ['nothing', {}, 'no-rate'],
  ])('%s', (_, dosage, reason) => {
    expect(reasonOfRate(dosage)).toBe(reason);
  });
});

describe('numbers beyond all bags', () => {
  test.each([
    ['a dose of 1e308', 1e308, 1],
    ['a rate of 1e-308', 100, 1e-308],
    ['both', 1e308, 1e-308],
  ])('%s runs to asOf', (_, dose, rate) => {
    const dosage = { dose: quantity(dose, 'mL'), rateQuantity: quantity(rate, 'mL/h') };
    const { runs } = answerOf(recordOf(reading('r1', AT, undefined, { dosage })), { asOf: '2025-03-20T00:00:00Z' });

    expect(runs.map(({ end }) => end)).toEqual(['2025-03-20T00:00:00Z']);
  });

  test('a rate of 1e308 empties the bag at once', () => {
    expect(ofRate([100, 'mL'], [1e308, 'mL/h'])).toBeUndefined();
  });
});
