/** Segments by time, so that asking which of ten thousand touch a date does not look at them all. */
import type { Instant } from '../time/civil-date.ts';
import { firstIndex } from '../time/interval-set.ts';
import type { Segment } from './administration.ts';

/** Gives the segments that have some of `[from, to)`. */
export type SegmentsDuring = (from: Instant, to: Instant) => readonly Segment[];

export function indexSegments(segments: readonly Segment[]): SegmentsDuring {
  const sorted = [...segments].sort((a, b) => a.start - b.start);
  // The latest end so far never falls, so the first segment that may still run can be searched.
  const latestEnd: Instant[] = [];
  for (const { end } of sorted) latestEnd.push(Math.max(end, latestEnd.at(-1) ?? end));
  return (from, to) => {
    const found: Segment[] = [];
    for (let i = firstIndex(sorted.length, (n) => (latestEnd[n] ?? 0) > from); i < sorted.length; i += 1) {
      const segment = sorted[i];
      if (!segment || segment.start >= to) break;
      if (segment.end > from) found.push(segment);
    }
    return found;
  };
}
