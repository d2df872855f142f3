/** 1-days.md 6, unbilled and adjacent days: which therapies and dates an answer lists. */
import { expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment.ts';
import { adjudicate, parseInstant } from '../../src/index.ts';
import { DEFAULT_PARAMETERS, type Parameters } from '../../src/policy/parameters.ts';
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

test('where the therapy of a date does not reach the billed days by the parameters of that date, the date is not beside them', () => {
  const first = infusion('a1', '2025-03-03T00:00:00Z', '2025-03-05T12:00:00Z');
  const second = infusion('a2', '2025-03-07T12:00:00Z', '2025-03-10T00:00:00Z'); // 48 hours later
  const from = (date: string, therapyPauseHours: number) => ({
    from: parseDate(date) ?? Number.NaN,
    parameters: { ...DEFAULT_PARAMETERS, therapyPauseHours } satisfies Parameters,
  });
  const policy = { ...BASELINE, id: 'dated', periods: [from('0001-01-01', 72), from('2025-03-09', 24)] };
  const [asked] = readRecords(record(billing('2025-03-03', '2025-03-04', 2), first, second));
  if (!asked) throw new Error('not read');
  const [judgement] = adjudicate(asked, { asOf: parseInstant('2025-06-01T00:00:00Z') ?? 0, policies: [policy], policy: 'dated' });

  expect(judgement?.assessment.days.filter(({ supported }) => supported)).toHaveLength(7);
  expect(judgement?.assessment.adjacentDays).toEqual(['2025-03-05', '2025-03-06', '2025-03-07', '2025-03-08']);
});

test('without any administration no day is listed as not billed', () => {
  const { unbilledDays, units } = answerOf(record(billing('2025-03-02', '2025-03-04', 2)));

  expect(unbilledDays).toEqual([]);
  expect(units).toEqual({ submitted: 2, allowed: 0, denied: 0, pended: 2 });
});
