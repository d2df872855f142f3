import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_SET, firstIndex, type Interval, overlapMs, touches, unite } from '../../src/time/interval-set.ts';

/** Small numbers: touching, nested, reversed and empty intervals are all common among them. */
const at = fc.integer({ min: 0, max: 40 });
const interval = fc.record({ start: at, end: at });
const intervals = fc.array(interval, { maxLength: 12 });
const bridge = fc.integer({ min: 0, max: 5 });
const listOf = ({ starts, ends }: ReturnType<typeof unite>): Interval[] => starts.map((start, i) => ({ start, end: ends[i] ?? 0 }));
const covers = (list: readonly Interval[], moment: number) => list.some(({ start, end }) => start <= moment && moment < end);
const MOMENTS = Array.from({ length: 42 }, (_, i) => i);

describe('intervals united', () => {
  test('each moment is in the set when it is in one of the intervals', () => {
    fc.assert(
      fc.property(intervals, (list) => {
        expect(MOMENTS.filter((moment) => covers(listOf(unite(list)), moment))).toEqual(MOMENTS.filter((moment) => covers(list, moment)));
      }),
    );
  });

  test('what comes out is sorted, apart and never empty; apart by more than the bridge', () => {
    fc.assert(
      fc.property(intervals, bridge, (list, gap) => {
        const { starts, ends } = unite(list, gap);
        starts.forEach((start, i) => {
          expect(ends[i]).toBeGreaterThan(start);
          expect(start).toBeGreaterThan((ends[i - 1] ?? Number.NEGATIVE_INFINITY) + gap);
        });
      }),
    );
  });

  test('a bridge fills each gap of at most its length, and nothing else', () => {
    fc.assert(
      fc.property(intervals, bridge, (list, gap) => {
        const plain = listOf(unite(list));
        const filled = plain.flatMap(({ end }, i) => {
          const next = plain[i + 1];
          return next && next.start - end <= gap ? [{ start: end, end: next.start }] : [];
        });
        expect(unite(list, gap)).toEqual(unite([...list, ...filled]));
      }),
    );
  });

  test('the order of the intervals does not matter', () => {
    const shuffled = intervals.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffled, bridge, ([list, other], gap) => {
        expect(unite(other, gap)).toEqual(unite(list, gap));
      }),
    );
  });

  test('uniting twice is uniting once', () => {
    fc.assert(
      fc.property(intervals, bridge, (list, gap) => {
        expect(unite(listOf(unite(list, gap)), gap)).toEqual(unite(list, gap));
      }),
    );
  });

  test('`before` counts what lies before each interval, and all at its end', () => {
    fc.assert(
      fc.property(intervals, (list) => {
        const set = unite(list);
        const counted = [...set.starts, 100].map((moment) => MOMENTS.filter((each) => each < moment && covers(list, each)).length);
        expect(set.before).toEqual(counted);
      }),
    );
  });

  test('nothing united is the empty set', () => {
    expect(unite([])).toEqual(EMPTY_SET);
    expect(unite([{ start: 3, end: 3 }])).toEqual(EMPTY_SET);
  });

  test('touching intervals are one, intervals one apart are two', () => {
    const first = { start: 1, end: 3 };

    expect(listOf(unite([first, { start: 3, end: 5 }]))).toEqual([{ start: 1, end: 5 }]);
    expect(listOf(unite([first, { start: 4, end: 5 }]))).toHaveLength(2);
  });
});

describe('asking a set', () => {
  test('overlapMs counts the moments of the window that are in the set', () => {
    fc.assert(
      fc.property(intervals, at, at, (list, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const counted = MOMENTS.filter((moment) => from <= moment && moment < to && covers(list, moment)).length;
        expect(overlapMs(unite(list), from, to)).toBe(counted);
      }),
    );
  });

  test('touches says whether there are any', () => {
    fc.assert(
      fc.property(intervals, at, at, (list, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(from < to);
        expect(touches(unite(list), from, to)).toBe(overlapMs(unite(list), from, to) > 0);
      }),
    );
  });

  test('firstIndex finds where the answer turns to yes', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(35), (length, turn) => {
        expect(firstIndex(length, (index) => index >= turn)).toBe(Math.min(length, turn));
      }),
    );
  });
});
