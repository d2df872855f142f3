/** 1-days.md 6, unbilled and adjacent days: which therapies and dates an answer lists. */
import { describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment.ts';
import { adjudicate, parseInstant } from '../../src/index.ts';
import { DEFAULT_PARAMETERS } from '../../src/policy/parameters.ts';
import { BASELINE } from '../../src/policy/policy.ts';
import { parseDate } from '../../src/time/civil-date.ts';
import { answerOf, readRecords } from '../support/build-answer.ts';
import { bundleOf, claim, coverage, infusion, inZone, type Json, patient, perDiemItem } from '../support/build-record.ts';

const billing = (start: string, end: string, units: number) => claim({ item: [perDiemItem(1, start, end, units)] });
const record = (asked: Json, ...more: readonly Json[]) => bundleOf([patient(), coverage(), asked, ...more]);
const datesOf = ({ days }: Assessment) => days.map(({ date }) => date);

test('a therapy that ends at midnight lists no day after it', () => {
  const answer = answerOf(record(billing('2025-03-02', '2025-03-03', 2), infusion('a1', '2025-03-02T00:00:00Z', '2025-03-05T00:00:00Z')));

  expect(datesOf(answer)).toEqual(['2025-03-02', '2025-03-03', '2025-03-04']);
  expect(answer.adjacentDays).toEqual(['2025-03-04']);
});

test('who bills the last day of a therapy alone sees the days before', () => {
  const answer = answerOf(record(billing('2025-03-05', '2025-03-05', 1), infusion('a1', '2025-03-02T00:00:00Z', '2025-03-05T12:00:00Z')));

  expect(answer.adjacentDays).toEqual(['2025-03-02', '2025-03-03', '2025-03-04']);
});

test('a date that the zone left out is not listed: Samoa, 30 December 2011', () => {
  const asked = claim({ created: '2012-01-10', item: [perDiemItem(1, '2011-12-28', '2011-12-28', 1)] });
  const inSamoa = [patient(inZone('Pacific/Apia')), coverage(), asked];
  const answer = answerOf(bundleOf([...inSamoa, infusion('a1', '2011-12-28', '2012-01-01')]));

  expect(datesOf(answer)).toEqual(['2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01']);
  expect(answer.adjacentDays).toEqual(['2011-12-29', '2011-12-31', '2012-01-01']);
});

test('a day on which the billed therapy ends and another begins is of the billed one too', () => {
  const first = infusion('a1', '2025-03-03T00:00:00Z', '2025-03-05T06:00:00Z');
  const second = infusion('a2', '2025-03-05T18:00:00Z', '2025-03-08T00:00:00Z');
  const answer = answerOf(record(billing('2025-03-03', '2025-03-03', 1), first, second), { parameters: { therapyPauseHours: 0 } });

  expect(answer.adjacentDays).toEqual(['2025-03-04', '2025-03-05']);
});

test('a short infusion that is billed brings no day of the long one that begins as it ends', () => {
  const tenHours = infusion('a1', '2025-03-03T20:00:00Z', '2025-03-04T06:00:00Z');
  const long = infusion('a2', '2025-03-04T18:00:00Z', '2025-03-07T00:00:00Z');
  const answer = answerOf(record(billing('2025-03-03', '2025-03-03', 1), tenHours, long), { parameters: { therapyPauseHours: 0 } });

  expect(answer.days).toMatchObject([
    { date: '2025-03-03', reason: 'under-24-hours' },
    { date: '2025-03-04', supported: true },
  ]);
  expect(answer.adjacentDays).toEqual([]);
});

describe('where the therapy of a date does not reach the billed days by the parameters of that date, the date is not beside them', () => {
  /** Adjacent days when pauses of at most so many hours are taken from the dates on. */
  function adjacent(pauses: Readonly<Record<string, number>>, ...resources: readonly Json[]) {
    const periods = Object.entries(pauses).map(([from, therapyPauseHours]) => ({
      from: parseDate(from) ?? Number.NaN,
      parameters: { ...DEFAULT_PARAMETERS, therapyPauseHours },
    }));
    const [asked] = readRecords(bundleOf([patient(), coverage(), ...resources]));
    if (!asked) throw new Error('not read');
    const options = { asOf: parseInstant('2025-06-01T00:00:00Z') ?? Number.NaN, policies: [{ ...BASELINE, id: 'dated', periods }] };
    return adjudicate(asked, { ...options, policy: 'dated' })[0]?.assessment.adjacentDays;
  }
  const monday = infusion('a1', '2025-03-03T00:00:00Z', '2025-03-05T12:00:00Z');
  const friday = infusion('a2', '2025-03-07T12:00:00Z', '2025-03-10T00:00:00Z'); // 48 hours later

  test('after them', () => {
    expect(adjacent({ '0001-01-01': 72, '2025-03-09': 24 }, billing('2025-03-03', '2025-03-04', 2), monday, friday)).toEqual([
      '2025-03-05',
      '2025-03-06',
      '2025-03-07',
      '2025-03-08',
    ]);
  });

  test('before them', () => {
    expect(adjacent({ '0001-01-01': 24, '2025-03-07': 72 }, billing('2025-03-08', '2025-03-09', 2), monday, friday)).toEqual([
      '2025-03-07',
    ]);
  });

  test('before them, when it ends at the midnight with which they begin', () => {
    const toMidnight = infusion('a1', '2025-03-03T00:00:00Z', '2025-03-05T00:00:00Z');
    const fromNoon = infusion('a2', '2025-03-05T12:00:00Z', '2025-03-08T00:00:00Z');

    expect(adjacent({ '0001-01-01': 0, '2025-03-05': 72 }, billing('2025-03-05', '2025-03-07', 3), toMidnight, fromNoon)).toEqual([]);
  });
});

test('without any administration no day is listed as not billed', () => {
  const { unbilledDays, units } = answerOf(record(billing('2025-03-02', '2025-03-04', 2)));

  expect(unbilledDays).toEqual([]);
  expect(units).toEqual({ submitted: 2, allowed: 0, denied: 0, pended: 2 });
});
