/** What else of 1-days.md 1 and 4 only the edges show: the order of what is sent, what is doubtful and when, stays that are still running. */
import { describe, expect, test } from 'vitest';
import type { Administration } from '../../src/evidence/administration.ts';
import { indexSegments } from '../../src/evidence/segment-index.ts';
import { chart } from '../../src/evidence/segments.ts';
import { DEFAULT_PARAMETERS } from '../../src/policy/parameters.ts';
import { answerOf, dayOf } from '../support/build-answer.ts';
import { coded, infusion, type Json, reading, recordOf, SNOMED, stay } from '../support/build-record.ts';

const HOUR = 3_600_000;
const UNKNOWN: Json = { medicationCodeableConcept: coded('http://example.org/drugs', '7') };
const answer = (asOf: string, ...resources: readonly Json[]) => answerOf(recordOf(...resources), { asOf });

describe('readings', () => {
  test('run from one to the next whatever the order in which they are sent', () => {
    const [first, second, third] = ['00', '01', '02'].map((hour) => reading(`r${hour}`, `2025-03-02T${hour}:00:00Z`, 5));
    const { runs } = answer('2025-06-01T00:00:00Z', third as Json, first as Json, second as Json);

    expect(runs).toMatchObject([{ start: '2025-03-02T00:00:00Z', end: '2025-03-02T02:00:00Z' }]);
  });
});

describe('what is doubtful', () => {
  test('is no infusion by mouth, also while it is in progress', () => {
    const byMouth = infusion('a1', '2025-03-02T00:00:00Z', '2025-03-04T00:00:00Z', {
      status: 'in-progress',
      dosage: { route: coded(SNOMED, '26643006') },
    });

    expect(dayOf(answer('2025-06-01T00:00:00Z', byMouth), '2025-03-02')).toBe('no-infusion');
  });

  test.each([
    ['a millisecond before', '2025-03-02T11:59:59.999Z', 'unclear'],
    ['at', '2025-03-02T12:00:00Z', 'no-infusion'],
    ['after', '2025-03-02T13:00:00Z', 'no-infusion'],
  ])('a reading of an unknown drug %s the moment of judgement (%s) leaves its date %s', (_, at, day) => {
    expect(dayOf(answer('2025-03-02T12:00:00Z', reading('r1', at, 5, UNKNOWN)), '2025-03-02')).toBe(day);
  });

  const charted = (start: number, end: number) => {
    const administration = { status: 'completed', medication: 'unknown', effective: 'period', start, end } as Administration;
    return chart([administration], 100 * HOUR, DEFAULT_PARAMETERS).doubtful.map((each) => [each.start, each.end]);
  };

  test('has a length: a period of none, a reversed one and one yet to begin touch nothing', () => {
    expect(charted(10 * HOUR, 10 * HOUR + 1)).toEqual([[10 * HOUR, 10 * HOUR + 1]]);
    expect(charted(10 * HOUR, 10 * HOUR)).toEqual([]);
    expect(charted(10 * HOUR, 9 * HOUR)).toEqual([]);
    expect(charted(100 * HOUR, 101 * HOUR)).toEqual([]);
    expect(charted(99 * HOUR, 101 * HOUR)).toEqual([[99 * HOUR, 100 * HOUR]]);
  });
});

describe('stays within an hour of each other', () => {
  const ended = stay('e2', '2025-03-05T08:00:00Z', '2025-03-06T08:00:00Z');
  const runsOn = stay('e1', '2025-03-06T08:30:00Z', undefined, { status: 'in-progress' });
  const asked = answer('2025-03-08T12:00:00Z', infusion('a1', '2025-03-01', '2025-03-08'), ended, runsOn);

  test('are one stay that names both, by reference', () => {
    expect(asked.stays).toEqual([
      { start: '2025-03-05T08:00:00Z', end: '2025-03-08T12:00:00Z', references: ['Encounter/e1', 'Encounter/e2'] },
    ]);
  });

  test('have no day of discharge while the second runs on', () => {
    expect(['2025-03-05', '2025-03-06', '2025-03-07', '2025-03-08'].map((date) => dayOf(asked, date) ?? 'supported')).toEqual([
      'supported',
      'inpatient',
      'inpatient',
      'inpatient',
    ]);
  });
});

describe('segments by time', () => {
  const segment = (start: number, end: number) => ({ start, end, administration: {} as Administration });
  const [long, short, later] = [segment(0, 10), segment(1, 2), segment(6, 8)];
  const during = indexSegments([later, short, long].flatMap((each) => each ?? []));

  test.each([
    ['before all', -5, 0, []],
    ['from the first moment', -5, 1, [long]],
    ['where one begins', 1, 2, [long, short]],
    ['where one has just ended', 2, 6, [long]],
    ['where another begins', 2, 7, [long, later]],
    ['after the last start', 8, 9, [long]],
    ['where the longest has just ended', 10, 11, []],
  ])('%s: [%i, %i)', (_, from, to, found) => {
    expect(during(from, to)).toEqual(found);
  });
});
