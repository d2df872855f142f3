/** 1-days.md 1: each administration becomes segments of infused time, or has the reason why it is not evidence. */
import type { AdministrationReason } from '../assessment.ts';
import type { Parameters } from '../policy/parameters.ts';
import { DAY_MS, type Instant } from '../time/civil-date.ts';
import type { Interval } from '../time/interval-set.ts';
import { type Administration, DOUBTFUL, type Segment } from './administration.ts';
import { readingSegments } from './reading-segments.ts';

/** What the administrations show under one set of parameters. */
export interface Charted {
  readonly segments: readonly Segment[];
  /** Absent for an administration that is evidence. */
  readonly reasons: ReadonlyMap<Administration, AdministrationReason>;
  /** Time touched by what is sent but not shown to be an infusion. */
  readonly doubtful: readonly Segment[];
}

/** Segments and reasons of all administrations of one patient. The order of the input does not matter. */
export function chart(administrations: readonly Administration[], asOf: Instant, parameters: Parameters): Charted {
  const segments: Segment[] = [];
  const reasons = new Map<Administration, AdministrationReason>();
  const readings: Administration[] = [];
  for (const administration of administrations) {
    const reason = reasonAgainst(administration, asOf);
    if (reason) reasons.set(administration, reason);
    else if (administration.effective === 'reading') readings.push(administration);
    else segments.push({ ...periodOf(administration, asOf, parameters), administration });
  }
  readingSegments(readings, asOf, parameters, segments, reasons);
  return { segments, reasons, doubtful: doubtfulTime(reasons, asOf, parameters) };
}

/** The first of the thirteen reasons that holds. Readings without one go on to their series. */
function reasonAgainst(a: Administration, asOf: Instant): AdministrationReason | undefined {
  const isPeriod = a.effective === 'period';
  if (a.status === 'entered-in-error') return 'entered-in-error';
  if (a.status === 'not-done' || a.status === 'unknown') return 'not-given';
  if (a.medication === 'other') return 'not-pain-medication';
  if (a.medication === 'unknown') return 'unknown-medication';
  if (a.route === 'other') return 'not-parenteral';
  if (a.inHospital) return 'not-home';
  if (isPeriod && a.rate !== undefined && a.rate <= 0) return 'zero-rate';
  if (a.start === undefined) return 'imprecise-time';
  if (isPeriod && a.end !== undefined && a.end < a.start) return 'reversed-period';
  if (isPeriod && a.end === undefined && a.status !== 'in-progress') return 'still-open';
  if (a.start >= asOf) return 'future';
  if (isPeriod && a.end === a.start) return 'empty-period';
  // A rate of 0 or less was refused above.
  if (isPeriod && a.rate === undefined && a.route !== 'infusion' && !a.namedAsInfusion) return 'not-shown-as-infusion';
  return undefined;
}

/** The charted period; an open one ends `openInfusionDays` after its start; nothing lies after `asOf`. */
function periodOf(a: Administration, asOf: Instant, parameters: Parameters): Interval {
  const start = a.start ?? asOf;
  return { start, end: Math.min(a.end ?? start + parameters.openInfusionDays * DAY_MS, asOf) };
}

/** 1-days.md 4, `unclear`: the period, the moment, or from the start to `asOf` of a doubtful administration with a usable time. */
function doubtfulTime(reasons: ReadonlyMap<Administration, AdministrationReason>, asOf: Instant, parameters: Parameters): Segment[] {
  const time: Segment[] = [];
  for (const [a, reason] of reasons) {
    const isDoubtful = DOUBTFUL.has(reason) || (reason === 'no-rate' && a.status === 'in-progress');
    if (!isDoubtful || a.start === undefined || a.start >= asOf) continue;
    const interval = a.effective === 'reading' ? { start: a.start, end: a.start + 1 } : periodOf(a, asOf, parameters);
    if (interval.end > interval.start) time.push({ ...interval, administration: a });
  }
  return time;
}
