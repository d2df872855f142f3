import { describe, expect, test } from 'vitest';
import type { Parameters } from '../../src/policy/parameters.ts';
import { type Asking, answerOf, dayOf, reasonsOf } from '../support/build-answer.ts';
import { coded, infusion, inZone, type Json, patient, recordOf, stay } from '../support/build-record.ts';

const whole = infusion('a1', '2025-03-01', '2025-03-31');
const ADMISSION: Partial<Parameters> = { admissionDay: 'not-billable' };
const DISCHARGE: Partial<Parameters> = { dischargeDay: 'not-billable' };
const NEITHER: Partial<Parameters> = { ...ADMISSION, ...DISCHARGE };

/** Days of March in hospital, in a month infused from its first to its last day. */
function inHospital(encounters: Json | readonly Json[], asking: Asking = {}): number[] {
  const { days } = answerOf(recordOf(whole, ...[encounters].flat()), asking);
  return days.filter(({ reason }) => reason === 'inpatient').map(({ date }) => Number(date.slice(8)));
}

describe('the dates of a stay', () => {
  const fiveToNine = stay('e1', '2025-03-05T23:59:00Z', '2025-03-09T00:01:00Z');

  test.each([
    ['first and last billable', {}, [6, 7, 8]],
    ['first not billable', ADMISSION, [5, 6, 7, 8]],
    ['last not billable', DISCHARGE, [6, 7, 8, 9]],
    ['neither billable', NEITHER, [5, 6, 7, 8, 9]],
  ])('from the 5th at 23:59 to the 9th at 00:01, %s', (_, parameters, dates) => {
    expect(inHospital(fiveToNine, { parameters })).toEqual(dates);
  });

  test.each([
    ['00:00 of the 9th is the end of the 8th', '2025-03-09T00:00:00Z', [6, 7]],
    ['a second later is the 9th', '2025-03-09T00:00:01Z', [6, 7, 8]],
    ['a date-only end is that date', '2025-03-09', [6, 7, 8]],
  ])('%s', (_, end, dates) => {
    expect(inHospital(stay('e1', '2025-03-05', end))).toEqual(dates);
  });

  test.each([
    ['first and last billable', {}, []],
    ['first not billable', ADMISSION, []],
    ['last not billable', DISCHARGE, []],
    ['neither billable', NEITHER, [5]],
  ])('a stay on one date only, %s', (_, parameters, dates) => {
    expect(inHospital(stay('e1', '2025-03-05T01:00:00Z', '2025-03-05T23:00:00Z'), { parameters })).toEqual(dates);
    expect(inHospital(stay('e1', '2025-03-05', '2025-03-05'), { parameters })).toEqual(dates);
  });

  test('two dates have no date between', () => {
    const twoDates = stay('e1', '2025-03-05T10:00:00Z', '2025-03-06T10:00:00Z');

    expect(inHospital(twoDates)).toEqual([]);
    expect(inHospital(twoDates, { parameters: ADMISSION })).toEqual([5]);
    expect(inHospital(twoDates, { parameters: DISCHARGE })).toEqual([6]);
  });

  test('dates are those of the care zone', () => {
    const encounter = stay('e1', '2025-03-05T05:59:00Z', '2025-03-09T05:59:00Z');
    const { days } = answerOf(recordOf(patient(inZone('America/Chicago')), whole, encounter));

    expect(days.filter(({ reason }) => reason === 'inpatient').map(({ date }) => date.slice(8))).toEqual(['05', '06', '07']);
  });
});

describe('which encounters are stays', () => {
  test.each([
    ['IMP', true],
    ['ACUTE', true],
    ['NONAC', true],
    ['EMER', true],
    ['OBSENC', true],
    ['SS', true],
    ['AMB', false],
    ['HH', false],
    ['VR', false],
    ['FLD', false],
    ['PRENC', false],
    ['imp', false],
  ])('class %s: %s', (code, isStay) => {
    expect(inHospital(stay('e1', '2025-03-05', '2025-03-09', { class: { code } })).length > 0).toBe(isStay);
  });

  test.each([
    ['in-progress', true],
    ['onleave', true],
    ['finished', true],
    ['planned', false],
    ['arrived', false],
    ['triaged', false],
    ['cancelled', false],
    ['entered-in-error', false],
    ['unknown', false],
  ])('status %s: %s', (status, isStay) => {
    expect(inHospital(stay('e1', '2025-03-05', '2025-03-09', { status })).length > 0).toBe(isStay);
  });

  test.each([
    ['a day', '2025-03-05', true],
    ['a time', '2025-03-05T00:00:00Z', true],
    ['a month', '2025-03', false],
    ['a year', '2025', false],
    ['none', undefined, false],
  ])('a start of the precision of %s', (_, start, isStay) => {
    expect(inHospital(stay('e1', start, '2025-03-09')).length > 0).toBe(isStay);
  });

  test('another patient’s encounter is none', () => {
    expect(inHospital(stay('e1', '2025-03-05', '2025-03-09', { subject: { reference: 'Patient/p2' } }))).toEqual([]);
  });

  test('one that starts at asOf is none, one that starts a second before is', () => {
    const from = (start: string) => answerOf(recordOf(whole, stay('e1', start, undefined)), { asOf: '2025-03-05T10:00:00Z' }).stays.length;

    expect([from('2025-03-05T10:00:00Z'), from('2025-03-05T09:59:59Z')]).toEqual([0, 1]);
  });

  test('an end before the start is ignored with a note; an end at the start is not', () => {
    const reversed = answerOf(recordOf(whole, stay('e1', '2025-03-05T10:00:00Z', '2025-03-05T09:59:59Z')));
    const empty = answerOf(recordOf(whole, stay('e1', '2025-03-05T10:00:00Z', '2025-03-05T10:00:00Z')));

    expect([reversed.stays.length, reversed.notes]).toEqual([0, ['Encounter/e1 ends before it starts and was not read as a stay.']]);
    expect([empty.stays.length, empty.notes]).toEqual([1, []]);
  });
});

describe('a stay without an end', () => {
  const asOf = '2025-03-10T12:00:00Z';

  test.each(['in-progress', 'onleave'])('%s runs to asOf, whose date is in hospital', (status) => {
    const open = stay('e1', '2025-03-05T10:00:00Z', undefined, { status });

    expect(inHospital(open, { asOf })).toEqual([6, 7, 8, 9, 10]);
    expect(inHospital(open, { asOf, parameters: ADMISSION })).toEqual([5, 6, 7, 8, 9, 10]);
    expect(inHospital(open, { asOf, parameters: DISCHARGE })).toEqual([6, 7, 8, 9, 10]);
  });

  test.each([
    ['both billable', {}, []],
    ['admission not', ADMISSION, [10]],
    ['discharge not', DISCHARGE, []],
    ['neither', NEITHER, [10]],
  ])('one that began on the date of asOf, %s: admissionDay alone decides', (_, parameters, dates) => {
    expect(inHospital(stay('e1', '2025-03-10T01:00:00Z', undefined, { status: 'in-progress' }), { asOf, parameters })).toEqual(dates);
  });

  test('one that ends after asOf is still running and cut there', () => {
    const encounter = stay('e1', '2025-03-05', '2025-03-20');

    expect(inHospital(encounter, { asOf })).toEqual([6, 7, 8, 9, 10]);
    expect(answerOf(recordOf(whole, encounter), { asOf }).stays).toEqual([
      { start: '2025-03-05T00:00:00Z', end: '2025-03-10T12:00:00Z', references: ['Encounter/e1'] },
    ]);
  });

  test('one that ends at asOf has its discharge day', () => {
    expect(inHospital(stay('e1', '2025-03-05', asOf), { asOf })).toEqual([6, 7, 8, 9]);
  });

  test('finished ends at the end of its first date, with a note', () => {
    const { stays, notes } = answerOf(recordOf(whole, stay('e1', '2025-03-05T10:00:00Z', undefined)));

    expect(stays).toEqual([{ start: '2025-03-05T10:00:00Z', end: '2025-03-06T00:00:00Z', references: ['Encounter/e1'] }]);
    expect(notes).toEqual(['Encounter/e1 is finished without an end: it was read as ending with 2025-03-05.']);
  });
});

describe('stays that are united', () => {
  const first = stay('e1', '2025-03-05T10:00:00Z', '2025-03-07T12:00:00Z');
  const followed = (start: string) => [first, stay('e2', start, '2025-03-09T10:00:00Z', { class: { code: 'EMER' } })];

  test.each([
    ['overlapping', '2025-03-07T11:00:00Z', [6, 7, 8]],
    ['touching', '2025-03-07T12:00:00Z', [6, 7, 8]],
    ['60 minutes apart', '2025-03-07T13:00:00Z', [6, 7, 8]],
    ['a second more apart', '2025-03-07T13:00:01Z', [6, 8]],
  ])('%s', (_, start, dates) => {
    expect(inHospital(followed(start))).toEqual(dates);
  });

  test('the policy says how far apart', () => {
    expect(inHospital(followed('2025-03-07T14:00:00Z'), { parameters: { mergeGapMinutes: 120 } })).toEqual([6, 7, 8]);
    expect(inHospital(followed('2025-03-07T13:00:00Z'), { parameters: { mergeGapMinutes: 59 } })).toEqual([6, 8]);
  });

  test('one inside another changes nothing but the references', () => {
    const { stays } = answerOf(recordOf(whole, stay('e2', '2025-03-06', '2025-03-06'), stay('e1', '2025-03-05', '2025-03-09')));

    expect(stays).toEqual([{ start: '2025-03-05T00:00:00Z', end: '2025-03-10T00:00:00Z', references: ['Encounter/e1', 'Encounter/e2'] }]);
  });
});

describe('what a stay does to what is infused', () => {
  test('a date in hospital is inpatient though infused; the first and the last are supported', () => {
    const answer = answerOf(recordOf(whole, stay('e1', '2025-03-05', '2025-03-07')));

    expect(['2025-03-05', '2025-03-06', '2025-03-07'].map((date) => dayOf(answer, date))).toEqual(['supported', 'inpatient', 'supported']);
  });

  test.each([
    ['72 hours besides the stay are one therapy', '2025-03-14T12:00:00Z', [1, 1]],
    ['a second more makes two', '2025-03-14T12:00:01Z', [1, 2]],
  ])('%s', (_, start, therapies) => {
    const runs = [infusion('a1', '2025-03-03T00:00:00Z', '2025-03-06T00:00:00Z'), infusion('a2', start, '2025-03-20T00:00:00Z')];
    const { runs: found } = answerOf(recordOf(...runs, stay('e1', '2025-03-07T00:00:00Z', '2025-03-12T12:00:00Z')));

    expect(found.map(({ therapy }) => therapy)).toEqual(therapies);
  });

  test.each([
    ['a stay class, whatever its status or time', { class: { code: 'IMP' }, status: 'planned', period: {} }, 'not-home'],
    ['a home visit', { class: { code: 'HH' } }, 'evidence'],
  ])('an administration in the context of %s', (_, more, reason) => {
    const given = { ...whole, context: { reference: 'Encounter/e1' } };

    expect(reasonsOf(answerOf(recordOf(given, stay('e1', '2025-01-05', '2025-01-06', more)))).a1).toBe(reason);
    expect(reasonsOf(answerOf(recordOf(given))).a1).toBe('evidence');
  });

  test('a category in any system with the code inpatient is not home', () => {
    expect(reasonsOf(answerOf(recordOf({ ...whole, category: coded('http://local', 'inpatient') }))).a1).toBe('not-home');
  });
});
