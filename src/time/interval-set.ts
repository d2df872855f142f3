/** Half-open stretches of time, `[start, end)`, united: sorted, apart, never empty. Overlaps count once. */
import type { Instant } from './civil-date.ts';

export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

export interface IntervalSet {
  readonly starts: readonly Instant[];
  readonly ends: readonly Instant[];
  /** Milliseconds in the set before each interval; one entry more than there are intervals. */
  readonly before: readonly number[];
}

export const EMPTY_SET: IntervalSet = { starts: [], ends: [], before: [0] };

/** Unites intervals in any order; those that start at most `bridge` milliseconds after the end of what precedes are joined to it. */
export function unite(intervals: readonly Interval[], bridge = 0): IntervalSet {
  const sorted = [...intervals].sort((a, b) => a.start - b.start);
  const starts: Instant[] = [];
  const ends: Instant[] = [];
  for (const { start, end } of sorted) {
    if (end <= start) continue;
    const last = ends.length - 1;
    const lastEnd = ends[last];
    if (lastEnd === undefined || start > lastEnd + bridge) {
      starts.push(start);
      ends.push(end);
    } else if (end > lastEnd) ends[last] = end;
  }
  const before = [0];
  starts.forEach((start, i) => {
    before.push((before[i] ?? 0) + (ends[i] ?? start) - start);
  });
  return { starts, ends, before };
}

/** Milliseconds of the set inside `[from, to)`. */
export function overlapMs(set: IntervalSet, from: Instant, to: Instant): number {
  let total = 0;
  for (let i = firstEndingAfter(set, from); i < set.starts.length; i += 1) {
    const start = set.starts[i] ?? to;
    if (start >= to) break;
    total += Math.min(set.ends[i] ?? to, to) - Math.max(start, from);
  }
  return total;
}

/** True when some of `[from, to)` is in the set. */
export function touches(set: IntervalSet, from: Instant, to: Instant): boolean {
  const start = set.starts[firstEndingAfter(set, from)];
  return start !== undefined && start < to;
}

/** Index of the first interval that ends after the instant. */
function firstEndingAfter(set: IntervalSet, instant: Instant): number {
  return firstIndex(set.ends.length, (i) => (set.ends[i] ?? 0) > instant);
}

/** The first index of `0..length` at which the answer is yes, given that it stays yes from there on. */
export function firstIndex(length: number, isYes: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isYes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
