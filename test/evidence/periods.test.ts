import { describe, expect, test } from 'vitest';
import { answerOf, dayOf } from '../support/build-answer.ts';
import { infusion, inZone, patient, recordOf } from '../support/build-record.ts';

/** Start and end of the only run. */
function runOf(
  start: string,
  end: string | undefined,
  { asOf = '2025-06-01T00:00:00Z', zone = 'UTC', status = 'completed', open = 31 } = {},
) {
  const record = recordOf(patient(inZone(zone)), infusion('a1', start, end, { status }));
  const { runs } = answerOf(record, { asOf, parameters: { openInfusionDays: open } });
  expect(runs).toHaveLength(1);
  return [runs[0]?.start, runs[0]?.end];
}

describe('what a period means', () => {
  test.each([
    ['times, as they are', '2025-03-02T01:02:03Z', '2025-03-04T05:06:07Z', ['2025-03-02T01:02:03Z', '2025-03-04T05:06:07Z']],
    [
      'dates, from the first instant of the one to the end of the other',
      '2025-03-01',
      '2025-03-05',
      ['2025-03-01T00:00:00Z', '2025-03-06T00:00:00Z'],
    ],
    ['one date, that date', '2025-03-05', '2025-03-05', ['2025-03-05T00:00:00Z', '2025-03-06T00:00:00Z']],
    ['a date and a time', '2025-03-01', '2025-03-05T12:00:00Z', ['2025-03-01T00:00:00Z', '2025-03-05T12:00:00Z']],
    ['a time and a date', '2025-03-01T12:00:00Z', '2025-03-05', ['2025-03-01T12:00:00Z', '2025-03-06T00:00:00Z']],
  ])('%s', (_, start, end, run) => {
    expect(runOf(start, end)).toEqual(run);
  });

  test('dates are those of the care zone, also when a clock changes on one', () => {
    expect(runOf('2025-03-09', '2025-03-09', { zone: 'America/Chicago' })).toEqual(['2025-03-09T06:00:00Z', '2025-03-10T05:00:00Z']);
  });

  test('in Samoa a period to the missing date ends with the one before it', () => {
    const run = runOf('2011-12-28', '2011-12-30', { zone: 'Pacific/Apia' });

    expect(run).toEqual(['2011-12-28T10:00:00Z', '2011-12-30T10:00:00Z']);
  });
});

describe('a period without an end, in progress', () => {
  const start = '2025-03-02T00:00:00Z';
  const status = 'in-progress';

  test('runs to asOf', () => {
    expect(runOf(start, undefined, { status, asOf: '2025-03-05T10:00:00Z' })).toEqual([start, '2025-03-05T10:00:00Z']);
  });
  test('runs to asOf when that is 31 days later to the second', () => {
    expect(runOf(start, undefined, { status, asOf: '2025-04-02T00:00:00Z' })).toEqual([start, '2025-04-02T00:00:00Z']);
  });
  test('ends 31 days after its start when asOf is a second later', () => {
    expect(runOf(start, undefined, { status, asOf: '2025-04-02T00:00:01Z' })).toEqual([start, '2025-04-02T00:00:00Z']);
  });
  test('ends after as many days as the policy says', () => {
    expect(runOf(start, undefined, { status, open: 2 })).toEqual([start, '2025-03-04T00:00:00Z']);
  });
  test('31 days are elapsed time, not dates, over a clock change', () => {
    const run = runOf('2025-03-02T06:00:00Z', undefined, { status, zone: 'America/Chicago' });

    expect(run).toEqual(['2025-03-02T06:00:00Z', '2025-04-02T06:00:00Z']);
  });
});

describe('what lies after asOf', () => {
  test('is cut off a period with an end', () => {
    expect(runOf('2025-03-02', '2025-03-20', { asOf: '2025-03-05T10:00:00Z' })).toEqual(['2025-03-02T00:00:00Z', '2025-03-05T10:00:00Z']);
  });
  test('is not cut when the end is asOf', () => {
    expect(runOf('2025-03-02', '2025-03-04', { asOf: '2025-03-05T00:00:00Z' })).toEqual(['2025-03-02T00:00:00Z', '2025-03-05T00:00:00Z']);
  });
});

describe('the dates that a period touches', () => {
  const supported = (start: string, end: string, zone = 'UTC') => {
    const answer = answerOf(recordOf(patient(inZone(zone)), infusion('a1', start, end)));
    return answer.days.filter((day) => day.supported).map(({ date }) => date.slice(5));
  };

  test.each([
    ['an end at 00:00 adds no day', '2025-03-03T00:00:00Z', '2025-03-05T00:00:00Z', 'UTC', ['03-03', '03-04']],
    ['an end a second later does', '2025-03-03T00:00:00Z', '2025-03-05T00:00:01Z', 'UTC', ['03-03', '03-04', '03-05']],
    ['a start a second before 00:00 does', '2025-03-02T23:59:59Z', '2025-03-05T00:00:00Z', 'UTC', ['03-02', '03-03', '03-04']],
    ['midnight is that of the care zone', '2025-03-03T06:00:00Z', '2025-03-05T06:00:00Z', 'America/Chicago', ['03-03', '03-04']],
    [
      'a day of 23 hours is a day',
      '2025-03-08T07:00:00-06:00',
      '2025-03-10T01:00:00-05:00',
      'America/Chicago',
      ['03-08', '03-09', '03-10'],
    ],
  ])('%s', (_, start, end, zone, dates) => {
    expect(supported(start, end, zone)).toEqual(dates);
  });

  test('minutes are whole, rounded down', () => {
    const { days, runs } = answerOf(recordOf(infusion('a1', '2025-03-03T23:00:00Z', '2025-03-05T00:00:59Z')));

    expect(days.slice(2, 5).map(({ infusedMinutes }) => infusedMinutes)).toEqual([60, 1440, 0]);
    expect(runs[0]).toMatchObject({ spanMinutes: 1500, infusedMinutes: 1500, continuous: true });
  });
});

describe('doubtful periods make their dates unclear', () => {
  const dayAfter = (more: object, date: string, asOf = '2025-06-01T00:00:00Z') =>
    dayOf(answerOf(recordOf(infusion('a1', '2025-03-03T12:00:00Z', '2025-03-05T12:00:00Z', { ...more })), { asOf }), date);
  const unknown = { medicationCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '1' }] } };

  test.each([
    ['2025-03-02', 'no-infusion'],
    ['2025-03-03', 'unclear'],
    ['2025-03-05', 'unclear'],
    ['2025-03-06', 'no-infusion'],
  ])('an unknown medication: %s is %s', (date, answer) => {
    expect(dayAfter(unknown, date)).toBe(answer);
  });
  test('a medication that is none of pain leaves no doubt', () => {
    expect(dayAfter({ medicationCodeableConcept: { text: 'vancomycin' } }, '2025-03-04')).toBe('no-infusion');
  });
  test.each([
    ['2025-03-08', '2025-03-10T00:00:00Z', 'unclear'],
    ['2025-03-10', '2025-03-10T00:00:00Z', 'no-infusion'],
    ['2025-03-31', '2025-06-01T00:00:00Z', 'unclear'],
  ])('one without an end, not in progress: %s as of %s is %s', (date, asOf, answer) => {
    expect(dayAfter({ effectivePeriod: { start: '2025-03-03T12:00:00Z' } }, date, asOf)).toBe(answer);
  });
});
