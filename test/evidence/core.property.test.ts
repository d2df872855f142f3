/** 1-days.md 2: the core of a run, against the same said slowly: every stretch is tried. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toRuns } from '../../src/evidence/runs.ts';
import { DEFAULT_PARAMETERS } from '../../src/policy/parameters.ts';
import { type Interval, type IntervalSet, overlapMs, unite } from '../../src/time/interval-set.ts';

const HOUR = 3_600_000;
/** Infusions and pauses of whole hours: runs of many pieces, two runs and more, and stretches of equal length are all common. */
const infused = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom(1, 1, 2, 3, 3, 4, 5, 9)), { minLength: 1, maxLength: 12 })
  .map((links) => {
    let at = 1000 * HOUR;
    return unite(
      links.map(([length, pause]) => {
        const start = at;
        at += (length + pause) * HOUR;
        return { start, end: start + length * HOUR };
      }),
    );
  });

/** The longest stretch from a start to an end inside the run that lasts 24 hours and is infused for the fraction; the earliest of equals. */
function slowCore(set: IntervalSet, run: Interval, tenths: number): Interval | undefined {
  const starts = set.starts.filter((start) => run.start <= start && start < run.end);
  const ends = set.ends.filter((end) => run.start < end && end <= run.end);
  return starts
    .flatMap((start) => ends.filter((end) => end - start >= 24 * HOUR).map((end) => ({ start, end })))
    .filter(({ start, end }) => overlapMs(set, start, end) * 10 >= (end - start) * tenths)
    .sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)[0];
}

test('each run has the core that trying every stretch finds, and the time that was infused in it', () => {
  fc.assert(
    fc.property(infused, fc.integer({ min: 0, max: 10 }), (set, tenths) => {
      const runs = toRuns(set, { ...DEFAULT_PARAMETERS, mergeGapMinutes: 240, minimumInfusedFraction: tenths / 10 });
      for (const run of runs) {
        expect(run.core).toEqual(slowCore(set, run, tenths));
        expect(run.infusedMs).toBe(overlapMs(set, run.start, run.end));
      }
    }),
    { numRuns: 500 },
  );
});
