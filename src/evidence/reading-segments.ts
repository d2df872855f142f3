/** 1-days.md 1, point readings: the readings of one medication that state a rate form a series, and each runs to the next. */
import type { AdministrationReason } from '../assessment.ts';
import type { Parameters } from '../policy/parameters.ts';
import { type Instant, MINUTE_MS } from '../time/civil-date.ts';
import type { Administration, Segment } from './administration.ts';

/** Readings of one medication at one instant: one reading with the highest rate and, of equals, the longest running time. */
interface Moment {
  readonly at: Instant;
  readonly rate: number;
  readonly runningTime: number;
  readonly readings: readonly Administration[];
}

/** Adds the segments of the readings to `segments` and the reasons of those that are not evidence to `reasons`. */
export function readingSegments(
  readings: readonly Administration[],
  asOf: Instant,
  parameters: Parameters,
  segments: Segment[],
  reasons: Map<Administration, AdministrationReason>,
): void {
  const stating = readings.filter((reading) => {
    const statesRate = statedRate(reading) !== undefined;
    if (!statesRate) reasons.set(reading, 'no-rate');
    return statesRate;
  });
  for (const series of Map.groupBy(stating, (reading) => reading.medicationKey).values()) {
    const moments = toMoments(series, parameters);
    let endsAnother = false;
    moments.forEach((moment, i) => {
      const end = endOf(moment, moments[i + 1], parameters);
      for (const administration of moment.readings) {
        if (end !== undefined) segments.push({ start: moment.at, end: Math.min(end, asOf), administration });
        else if (moment.rate <= 0) reasons.set(administration, 'zero-rate');
        else if (!endsAnother) reasons.set(administration, 'isolated-reading');
      }
      endsAnother = end !== undefined && end === moments[i + 1]?.at;
    });
  }
}

/** On hold or stopped states rate 0, with or without a rate. */
function statedRate(reading: Administration): number | undefined {
  return reading.status === 'on-hold' || reading.status === 'stopped' ? 0 : reading.rate;
}

function toMoments(series: readonly Administration[], parameters: Parameters): Moment[] {
  return [...Map.groupBy(series, (reading) => reading.start ?? 0)]
    .sort(([a], [b]) => a - b)
    .map(([at, readings]) => {
      const rate = readings.reduce((most, reading) => Math.max(most, statedRate(reading) ?? 0), 0);
      const highest = readings.filter((reading) => statedRate(reading) === rate);
      const runningTime = highest.reduce((most, reading) => Math.max(most, reading.runningTime ?? 0), 0);
      return { at, rate, runningTime: parameters.durationFromDose ? runningTime : 0, readings };
    });
}

/** The next reading when it comes in time, else the end of the bag; undefined when neither is known. */
function endOf(moment: Moment, next: Moment | undefined, parameters: Parameters): Instant | undefined {
  if (moment.rate <= 0) return undefined;
  const reach = Math.max(parameters.readingGapMinutes * MINUTE_MS, moment.runningTime);
  if (next && next.at - moment.at <= reach) return next.at;
  return moment.runningTime > 0 ? moment.at + moment.runningTime : undefined;
}
