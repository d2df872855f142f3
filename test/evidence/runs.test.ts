/** 1-days.md 2 to 4: segments to runs, runs to therapies, therapies to dates; each limit from both sides. */
import { describe, expect, test } from 'vitest';
import type { DayCounting } from '../../src/assessment.ts';
import type { Parameters } from '../../src/policy/parameters.ts';
import { answerOf, dayOf } from '../support/build-answer.ts';
import { dateOf, textOf } from '../support/build-chains.ts';
import { claim, infusion, inZone, patient, perDiemItem, recordOf } from '../support/build-record.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const MONDAY = Date.UTC(2025, 2, 3) / 1000;

/** Infusions of these lengths with these gaps between them, in seconds: length, gap, length, … from a Monday at 00:00. */
function answerTo(links: readonly number[], parameters: Partial<Parameters> = {}, from = MONDAY) {
  let at = from;
  const infusions = links.flatMap((seconds, i) => {
    const start = at;
    at += seconds;
    return i % 2 === 0 ? [infusion(`a${i}`, textOf(start), textOf(at))] : [];
  });
  return answerOf(recordOf(...infusions), { parameters });
}
const runsOf = (links: readonly number[], parameters: Partial<Parameters> = {}) => answerTo(links, parameters).runs;

describe('segments join a run', () => {
  test.each([
    ['59 minutes after', 59 * MINUTE, 1],
    ['60 minutes after', 60 * MINUTE, 1],
    ['60 minutes and a second after', 60 * MINUTE + 1, 2],
    ['at once', 0, 1],
    ['before the end', -2 * HOUR, 1],
  ])('%s', (_, gap, count) => {
    expect(runsOf([5 * HOUR, gap, 5 * HOUR])).toHaveLength(count);
  });

  test('the policy says how long after', () => {
    expect(runsOf([5 * HOUR, 30 * MINUTE, 5 * HOUR], { mergeGapMinutes: 30 })).toHaveLength(1);
    expect(runsOf([5 * HOUR, 30 * MINUTE, 5 * HOUR], { mergeGapMinutes: 29 })).toHaveLength(2);
    expect(runsOf([5 * HOUR, 0, 5 * HOUR], { mergeGapMinutes: 0 })).toHaveLength(1);
    expect(runsOf([5 * HOUR, 1, 5 * HOUR], { mergeGapMinutes: 0 })).toHaveLength(2);
  });

  test('the gap is counted from the latest end, not from the last segment’s', () => {
    expect(runsOf([10 * HOUR, -9 * HOUR, HOUR, 8 * HOUR + 30 * MINUTE, HOUR])).toHaveLength(1);
  });

  test('overlaps are united, never summed', () => {
    expect(runsOf([10 * HOUR, -5 * HOUR, 10 * HOUR])).toMatchObject([{ spanMinutes: 900, infusedMinutes: 900 }]);
  });

  test('what is not infused is in the span alone', () => {
    expect(runsOf([10 * HOUR, HOUR, 10 * HOUR])).toMatchObject([{ spanMinutes: 1260, infusedMinutes: 1200 }]);
  });
});

describe('a run is continuous', () => {
  const isContinuous = (links: readonly number[], parameters: Partial<Parameters> = {}) => {
    const runs = runsOf(links, parameters);
    expect(runs).toHaveLength(1);
    return runs[0]?.continuous;
  };

  test.each([
    ['of 24 hours', [24 * HOUR], true],
    ['of a second less', [24 * HOUR - 1], false],
    ['of two halves with a pause between that makes 24 hours', [12 * HOUR, 60 * MINUTE, 11 * HOUR], true],
    ['of two halves and a second less', [12 * HOUR, 60 * MINUTE, 11 * HOUR - 1], false],
  ])('%s: %s', (_, links, answer) => {
    expect(isContinuous(links)).toBe(answer);
  });

  test('infused for exactly nine tenths of its 24 hours, and for a second less', () => {
    const gap = 48 * MINUTE;
    const part = 324 * MINUTE;

    expect(isContinuous([part, gap, part, gap, part, gap, part])).toBe(true);
    expect(isContinuous([part, gap, part, gap + 1, part - 1, gap, part])).toBe(false);
  });

  test('the shares of the policy', () => {
    const half = Array.from({ length: 13 }, () => [HOUR, HOUR])
      .flat()
      .slice(0, -1);

    expect([0.9, 0.53, 0.52, 0.5, 0].map((minimumInfusedFraction) => isContinuous(half, { minimumInfusedFraction }))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(isContinuous([24 * HOUR], { minimumInfusedFraction: 1 })).toBe(true);
    expect(isContinuous([12 * HOUR, 1, 12 * HOUR], { minimumInfusedFraction: 1 })).toBe(false);
  });

  test('demand boluses after a long infusion take nothing away', () => {
    const boluses = Array.from({ length: 40 }, () => [59 * MINUTE, MINUTE]).flat(); // 59 minutes of pause, one of infusion

    expect(isContinuous([24 * HOUR, ...boluses])).toBe(true);
    expect(isContinuous([20 * HOUR, ...boluses])).toBe(false);
  });

  test('as many hours as the policy says', () => {
    expect([47, 48, 49].map((continuousHours) => isContinuous([48 * HOUR], { continuousHours }))).toEqual([true, true, false]);
  });
});

describe('runs are one therapy', () => {
  const therapies = (gap: number, parameters: Partial<Parameters> = {}) =>
    runsOf([24 * HOUR, gap, 24 * HOUR], parameters).map(({ therapy }) => therapy);

  test.each([
    ['72 hours apart', 72 * HOUR, [1, 1]],
    ['72 hours and a second apart', 72 * HOUR + 1, [1, 2]],
  ])('%s', (_, gap, numbers) => {
    expect(therapies(gap)).toEqual(numbers);
  });

  test('as the policy says', () => {
    expect(therapies(2 * HOUR, { therapyPauseHours: 2 })).toEqual([1, 1]);
    expect(therapies(2 * HOUR + 1, { therapyPauseHours: 2 })).toEqual([1, 2]);
    expect(therapies(2 * HOUR, { therapyPauseHours: 0 })).toEqual([1, 2]);
  });

  test('one continuous run makes all of the therapy continuous', () => {
    const { days } = answerTo([2 * HOUR, 60 * HOUR, 24 * HOUR, 60 * HOUR, 2 * HOUR]);

    expect(days.filter(({ supported }) => supported).map(({ date }) => Number(date.slice(8)))).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('dates by each way of counting', () => {
  /** What is answered from Monday the 3rd on, a letter a date. */
  const letters = (links: readonly number[], dayCounting: DayCounting, from = MONDAY) => {
    const answer = answerTo(links, { dayCounting }, from);
    const words: Record<string, string> = { supported: 'S', paused: 'p', 'not-counted': 'n', 'under-24-hours': 'u', 'no-infusion': '-' };
    return [0, 1, 2, 3, 4].map((i) => words[dayOf(answer, dateOf(MONDAY + i * 24 * HOUR)) ?? '']).join('');
  };
  const NOON = MONDAY + 12 * HOUR;

  test.each<readonly [string, readonly number[], readonly [string, string, string], number]>([
    ['24 hours from midnight', [24 * HOUR], ['S----', 'S----', 'S----'], MONDAY],
    ['a second more', [24 * HOUR + 1], ['SS---', 'SS---', 'Sn---'], MONDAY],
    ['24 hours from noon', [24 * HOUR], ['SS---', 'SS---', 'Sn---'], NOON],
    ['48 hours from noon', [48 * HOUR], ['SSS--', 'SSS--', 'SSn--'], NOON],
    ['a second less than 48', [48 * HOUR - 1], ['SSS--', 'SSS--', 'Snn--'], NOON],
    ['a second less than 24', [24 * HOUR - 1], ['u----', 'u----', 'u----'], MONDAY],
    ['a day, a day without, a day', [24 * HOUR, 24 * HOUR, 24 * HOUR], ['SSS--', 'SpS--', 'SpS--'], MONDAY],
  ])('%s', (_, links, [access, infused, elapsed], from) => {
    expect(['access-days', 'infusion-days', 'elapsed-24h'].map((way) => letters(links, way as DayCounting, from))).toEqual([
      access,
      infused,
      elapsed,
    ]);
  });

  test('elapsed days pass over the date that Samoa left out', () => {
    const item = [perDiemItem(1, '2011-12-28', '2012-01-02', 5)];
    const record = recordOf(patient(inZone('Pacific/Apia')), claim({ item }), infusion('a1', '2011-12-29', '2011-12-31'));
    const { days } = answerOf(record, { parameters: { dayCounting: 'elapsed-24h' } });

    expect(days.map(({ date, supported }) => `${date.slice(5)} ${supported}`)).toEqual([
      '12-28 false',
      '12-29 true',
      '12-31 true',
      '01-01 false',
      '01-02 false',
    ]);
  });
});
