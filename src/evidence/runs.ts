/** 1-days.md 2 and 3: infused time → runs → therapies. */
import type { Parameters } from '../policy/parameters.ts';
import { HOUR_MS, MINUTE_MS } from '../time/civil-date.ts';
import { firstIndex, type Interval, type IntervalSet, overlapMs } from '../time/interval-set.ts';

export interface Run extends Interval {
  readonly infusedMs: number;
  /** The longest stretch that is long enough and infused enough, the earliest of equals; absent when the run is not continuous. */
  readonly core?: Interval;
}

export interface Therapy extends Interval {
  readonly runs: readonly Run[];
  readonly continuous: boolean;
}

/** Runs of infused time with pauses of at most `mergeGapMinutes`, exactly that included. */
export function toRuns(infused: IntervalSet, parameters: Parameters): Run[] {
  const runs: Run[] = [];
  const gap = parameters.mergeGapMinutes * MINUTE_MS;
  let first = 0;
  for (let i = 0; i < infused.starts.length; i += 1) {
    const next = infused.starts[i + 1];
    if (next !== undefined && next <= (infused.ends[i] ?? 0) + gap) continue;
    runs.push(runOf(infused, first, i, parameters));
    first = i + 1;
  }
  return runs;
}

function runOf(infused: IntervalSet, first: number, last: number, parameters: Parameters): Run {
  const run = {
    start: infused.starts[first] ?? 0,
    end: infused.ends[last] ?? 0,
    infusedMs: (infused.before[last + 1] ?? 0) - (infused.before[first] ?? 0),
  };
  const core = coreOf(infused, first, last, parameters);
  return core ? { ...run, core } : run;
}

/**
 * The longest stretch, from the start of one interval to the end of one, infused for at least the fraction of its own length.
 * A stretch from i to j is infused enough when surplus(end of j) ≥ surplus(start of i), where surplus(t) = infused before t −
 * fraction × t. So for each end only starts that are lower than all before them can be the first that fits.
 * A stretch that begins or ends inside united time is never longer than the one that takes in the whole of it.
 */
function coreOf(infused: IntervalSet, first: number, last: number, parameters: Parameters): Interval | undefined {
  const { numerator, denominator } = asRatio(parameters.minimumInfusedFraction);
  const origin = infused.starts[first] ?? 0;
  const surplus = (infusedBefore: number, at: number) =>
    (infusedBefore - (infused.before[first] ?? 0)) * denominator - (at - origin) * numerator;
  const candidates: { index: number; surplus: number }[] = [];
  let best: Interval | undefined;
  for (let j = first; j <= last; j += 1) {
    const start = infused.starts[j] ?? 0;
    const end = infused.ends[j] ?? 0;
    const atStart = surplus(infused.before[j] ?? 0, start);
    const lowest = candidates.at(-1);
    if (!lowest || atStart < lowest.surplus) candidates.push({ index: j, surplus: atStart });
    const atEnd = surplus(infused.before[j + 1] ?? 0, end);
    const fitting = candidates[firstIndex(candidates.length, (i) => (candidates[i]?.surplus ?? 0) <= atEnd)];
    if (!fitting) continue;
    const from = infused.starts[fitting.index] ?? 0;
    if (!best || end - from > best.end - best.start) best = { start: from, end };
  }
  return best && best.end - best.start >= parameters.continuousHours * HOUR_MS ? best : undefined;
}

/** A decimal fraction as whole numbers, so that exactly 0.9 of a stretch is enough. */
function asRatio(fraction: number): { numerator: number; denominator: number } {
  const denominator = 10 ** (String(fraction).split('.')[1]?.length ?? 0);
  return { numerator: Math.round(fraction * denominator), denominator };
}

/** Therapies: runs with pauses of at most `therapyPauseHours`, less what of the pause lies inside stays. */
export function toTherapies(runs: readonly Run[], stays: IntervalSet, parameters: Parameters): Therapy[] {
  const therapies: Run[][] = [];
  for (const run of runs) {
    const current = therapies.at(-1);
    const end = current?.at(-1)?.end;
    const pause = end === undefined ? Number.POSITIVE_INFINITY : run.start - end - overlapMs(stays, end, run.start);
    if (current && pause <= parameters.therapyPauseHours * HOUR_MS) current.push(run);
    else therapies.push([run]);
  }
  return therapies.map((members) => ({
    start: members[0]?.start ?? 0,
    end: members.at(-1)?.end ?? 0,
    runs: members,
    continuous: members.some((run) => run.core),
  }));
}
