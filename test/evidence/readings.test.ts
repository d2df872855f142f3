import { describe, expect, test } from 'vitest';
import type { Parameters } from '../../src/policy/parameters.ts';
import { answerOf, dayOf, reasonsOf } from '../support/build-answer.ts';
import { coded, type Json, RXNORM, reading, recordOf } from '../support/build-record.ts';

const at = (time: string, day = 2) => `2025-03-0${day}T${time}${time.length === 5 ? ':00' : ''}Z`;
const bag = (dose: number, rate: number): Json => ({
  dosage: { dose: { value: dose, unit: 'mL' }, rateQuantity: { value: rate, unit: 'mL/h' } },
});

/** Runs as `start end` by the clock, and the answer to each reading. */
function charted(readings: readonly Json[], parameters: Partial<Parameters> = {}, asOf = '2025-06-01T00:00:00Z') {
  const answer = answerOf(recordOf(...readings), { asOf, parameters: { mergeGapMinutes: 0, ...parameters } });
  return { runs: answer.runs.map(({ start, end }) => `${start.slice(8, 16)} ${end.slice(8, 16)}`), reasons: reasonsOf(answer) };
}

describe('from one reading to the next', () => {
  test.each([
    ['two hours later', '02:00', ['02T00:00 02T02:00'], { r1: 'evidence', r2: 'evidence' }],
    ['two hours and a second later', '02:00:01', [], { r1: 'isolated-reading', r2: 'isolated-reading' }],
  ])('a reading %s', (_, later, runs, reasons) => {
    expect(charted([reading('r1', at('00:00'), 5), reading('r2', at(later), 5)])).toEqual({ runs, reasons });
  });

  test('the policy says how far apart', () => {
    const readings = [reading('r1', at('00:00'), 5), reading('r2', at('03:00'), 5)];

    expect(charted(readings, { readingGapMinutes: 180 }).runs).toEqual(['02T00:00 02T03:00']);
    expect(charted(readings, { readingGapMinutes: 179 }).runs).toEqual([]);
  });

  test('a series ends with its last reading, which is evidence by ending the one before', () => {
    const hours = ['00:00', '01:00', '02:00', '05:00', '06:00'].map((hour, i) => reading(`r${i}`, at(hour), 5));

    expect(charted(hours)).toEqual({
      runs: ['02T00:00 02T02:00', '02T05:00 02T06:00'],
      reasons: { r0: 'evidence', r1: 'evidence', r2: 'evidence', r3: 'evidence', r4: 'evidence' },
    });
  });

  test('a reading with rate 0 ends a segment and is not evidence itself', () => {
    expect(charted([reading('r1', at('00:00'), 5), reading('r2', at('01:00'), 0), reading('r3', at('02:00'), 5)])).toEqual({
      runs: ['02T00:00 02T01:00'],
      reasons: { r1: 'evidence', r2: 'zero-rate', r3: 'isolated-reading' },
    });
  });

  test.each(['on-hold', 'stopped'])('status %s counts as rate 0, with or without a rate', (status) => {
    const held = [undefined, 5].map((rate) =>
      charted([reading('r1', at('00:00'), 5), reading('r2', at('01:00'), rate, { status }), reading('r3', at('02:00'), 5)]),
    );

    expect(held[0]).toEqual({ runs: ['02T00:00 02T01:00'], reasons: { r1: 'evidence', r2: 'zero-rate', r3: 'isolated-reading' } });
    expect(held[1]).toEqual(held[0]);
  });

  test('a reading without a rate is no part of the series', () => {
    expect(charted([reading('r1', at('00:00'), 5), reading('r2', at('01:00'), undefined), reading('r3', at('02:00'), 5)])).toEqual({
      runs: ['02T00:00 02T02:00'],
      reasons: { r1: 'evidence', r2: 'no-rate', r3: 'evidence' },
    });
  });

  test('readings that fail one of checks 1 to 6, 8 and 11 are no part of the series', () => {
    const wrong: readonly (readonly [string, Json])[] = [
      ['entered-in-error', { status: 'entered-in-error' }],
      ['not-given', { status: 'not-done' }],
      ['not-pain-medication', { medicationCodeableConcept: { text: 'vancomycin' } }],
      ['not-home', { category: coded(undefined, 'inpatient') }],
      ['imprecise-time', { effectiveDateTime: '2025-03-02' }],
      ['imprecise-time', { effectiveDateTime: '2025-03' }],
    ];
    for (const [reason, more] of wrong) {
      const { runs, reasons } = charted([
        reading('r1', at('00:00'), 5),
        reading('r2', at('01:00'), 5, more),
        reading('r3', at('02:00'), 5),
      ]);
      expect([reason, runs, reasons]).toEqual([reason, ['02T00:00 02T02:00'], { r1: 'evidence', r2: reason, r3: 'evidence' }]);
    }
  });

  test('a reading at asOf is in the future, one a second before is not', () => {
    const readings = [reading('r1', at('00:00'), 5), reading('r2', at('01:00'), 5)];

    expect(charted(readings, {}, at('01:00')).reasons).toEqual({ r1: 'isolated-reading', r2: 'future' });
    expect(charted(readings, {}, at('01:00:01')).reasons).toEqual({ r1: 'evidence', r2: 'evidence' });
  });
});

describe('the running time', () => {
  test('a bag of 20 hours runs to its end when no reading follows', () => {
    expect(charted([reading('r1', at('00:00'), undefined, bag(100, 5))])).toEqual({
      runs: ['02T00:00 02T20:00'],
      reasons: { r1: 'evidence' },
    });
  });
  test('it reaches to a reading within it, and no further', () => {
    const next = reading('r2', at('20:00'), 5);
    const { runs, reasons } = charted([reading('r1', at('00:00'), undefined, bag(100, 5)), next]);

    expect([runs, reasons.r2]).toEqual([['02T00:00 02T20:00'], 'evidence']);
  });
  test('a reading a second after its end is on its own', () => {
    const { runs, reasons } = charted([reading('r1', at('00:00'), undefined, bag(100, 5)), reading('r2', at('20:00:01'), 5)]);

    expect([runs, reasons.r2]).toEqual([['02T00:00 02T20:00'], 'isolated-reading']);
  });
  test('a reading within two hours ends a shorter bag later than its own end', () => {
    const { runs } = charted([reading('r1', at('00:00'), undefined, bag(5, 5)), reading('r2', at('02:00'), 5)]);

    expect(runs).toEqual(['02T00:00 02T02:00']);
  });
  test('the policy may leave it out', () => {
    expect(charted([reading('r1', at('00:00'), undefined, bag(100, 5))], { durationFromDose: false })).toEqual({
      runs: [],
      reasons: { r1: 'isolated-reading' },
    });
  });
  test('what lies after asOf is cut off', () => {
    expect(charted([reading('r1', at('00:00'), undefined, bag(100, 5))], {}, at('10:00')).runs).toEqual(['02T00:00 02T10:00']);
  });
});

describe('readings at one instant are one', () => {
  test('with the highest rate', () => {
    expect(charted([reading('r1', at('00:00'), 0), reading('r2', at('00:00'), 5), reading('r3', at('01:00'), 0)])).toEqual({
      runs: ['02T00:00 02T01:00'],
      reasons: { r1: 'evidence', r2: 'evidence', r3: 'zero-rate' },
    });
  });
  test('of equal rates with the longest running time', () => {
    const readings = [reading('r1', at('00:00'), undefined, bag(100, 5)), reading('r2', at('00:00'), undefined, bag(50, 5))];

    expect(charted(readings).runs).toEqual(['02T00:00 02T20:00']);
    expect(charted([...readings].reverse()).runs).toEqual(['02T00:00 02T20:00']);
  });
  test('a longer bag at a lower rate does not count', () => {
    const readings = [reading('r1', at('00:00'), undefined, bag(100, 5)), reading('r2', at('00:00'), undefined, bag(60, 6))];

    expect(charted(readings).runs).toEqual(['02T00:00 02T10:00']);
  });
  test('the same instant may be written with another offset', () => {
    const { reasons } = charted([reading('r1', at('00:00'), 5), reading('r2', '2025-03-01T18:00:00-06:00', 5)]);

    expect(reasons).toEqual({ r1: 'isolated-reading', r2: 'isolated-reading' });
  });
});

describe('each medication has a series of its own', () => {
  const of = (id: string, hour: string, medication: Json): Json => {
    const { medicationCodeableConcept: _, ...rest } = reading(id, at(hour), 5);
    return { ...rest, ...medication };
  };
  const morphine = coded(RXNORM, '7052');
  const isOneSeries = (a: Json, b: Json, ...others: readonly Json[]) =>
    charted([of('r1', '00:00', a), of('r2', '01:00', b), ...others]).runs.length === 1;
  const concept = (medicationCodeableConcept: Json) => ({ medicationCodeableConcept });
  const reference = (medicationReference: Json) => ({ medicationReference });

  test.each([
    ['one code', concept(morphine), concept({ ...morphine, text: 'other words' }), true],
    ['two codes', concept(morphine), concept(coded(RXNORM, '4337')), false],
    [
      'one code in two systems',
      concept({ ...morphine, text: 'morphine' }),
      concept({ ...coded('http://a', '7052'), text: 'morphine' }),
      false,
    ],
    ['one text, in other case and spacing', concept({ text: 'Morphine 1 mg/mL' }), concept({ text: ' morphine  1 MG/ML ' }), true],
    ['two texts', concept({ text: 'Morphine 1 mg/mL' }), concept({ text: 'Morphine 2 mg/mL' }), false],
    ['a code and the same text', concept({ ...morphine, text: 'morphine' }), concept({ text: 'morphine' }), false],
    ['one reference', reference({ reference: 'Medication/m1' }), reference({ reference: 'Medication/m1' }), true],
    ['a Medication and its own code', reference({ reference: 'Medication/m1' }), concept(coded(RXNORM, '1815')), true],
    ['two Medications of one code', reference({ reference: 'Medication/m1' }), reference({ reference: 'Medication/m2' }), true],
    ['a Medication and another code', reference({ reference: 'Medication/m1' }), concept(morphine), false],
    [
      'the first coding that has a code',
      concept({ coding: [{ display: 'x' }, { system: RXNORM, code: '7052' }] }),
      concept(morphine),
      true,
    ],
  ])('%s', (_, a, b, isOne) => {
    const medications = ['m1', 'm2'].map((id) => ({ resourceType: 'Medication', id, code: coded(RXNORM, '1815') }));

    expect(isOneSeries(a, b, ...medications)).toBe(isOne);
  });

  test('two series of two medications run side by side', () => {
    const other = coded(RXNORM, '4337');
    const { runs } = charted([
      of('a1', '00:00', concept(morphine)),
      of('a2', '02:00', concept(morphine)),
      of('b1', '01:00', concept(other)),
      of('b2', '03:00', concept(other)),
    ]);

    expect(runs).toEqual(['02T00:00 02T03:00']);
  });
});

describe('doubtful readings', () => {
  test.each([
    ['an isolated reading', reading('r1', at('12:00'), 5), 'unclear'],
    ['a start note: no rate, in progress', reading('r1', at('12:00'), undefined, { status: 'in-progress' }), 'unclear'],
    ['no rate, completed', reading('r1', at('12:00'), undefined), 'no-infusion'],
    ['rate 0', reading('r1', at('12:00'), 0), 'no-infusion'],
    ['an unknown medication', reading('r1', at('12:00'), 5, { medicationCodeableConcept: coded('http://a', '1') }), 'unclear'],
    ['an isolated reading in the last second', reading('r1', at('23:59:59'), 5), 'unclear'],
  ])('%s makes its own date %s', (_, one, answer) => {
    const assessment = answerOf(recordOf(one));

    expect(['2025-03-01', '2025-03-02', '2025-03-03'].map((date) => dayOf(assessment, date))).toEqual([
      'no-infusion',
      answer,
      'no-infusion',
    ]);
  });
});
