/** 1-days.md 4: an answer for every date, from what was charted, under one set of parameters. */
import type { AdministrationReason, DayReason } from '../assessment.ts';
import type { Parameters } from '../policy/parameters.ts';
import { type CivilDate, DAY_MS, type Instant } from '../time/civil-date.ts';
import { firstIndex, type Interval, type IntervalSet, overlapMs, touches, unite } from '../time/interval-set.ts';
import { datesBetween, type Zone } from '../time/zone.ts';
import type { Administration } from './administration.ts';
import { type Run, type Therapy, toRuns, toTherapies } from './runs.ts';
import { indexSegments, type SegmentsDuring } from './segment-index.ts';
import { chart } from './segments.ts';
import { type Admission, isInHospital, type Stay, uniteStays } from './stays.ts';

/** All that the record says about infusions of one patient; nothing of it depends on a policy. */
export interface InfusionRecord {
  readonly administrations: readonly Administration[];
  readonly admissions: readonly Admission[];
  /** Dates covered by a completed dispense or delivery of an analgesic, first to last. */
  readonly supplied: readonly { readonly reference: string; readonly first: CivilDate; readonly last: CivilDate }[];
  readonly zone: Zone;
  readonly asOf: Instant;
}

export interface DayAnswer {
  /** Absent: supported. */
  readonly reason?: DayReason;
  readonly infusedMs: number;
}

export interface Derivation {
  /** Segments of infused time, and stretches that are doubtful, that have some of `[from, to)`. */
  readonly infusedDuring: SegmentsDuring;
  readonly doubtfulDuring: SegmentsDuring;
  readonly reasons: ReadonlyMap<Administration, AdministrationReason>;
  readonly therapies: readonly Therapy[];
  readonly stays: readonly Stay[];
  answerOf(date: CivilDate): DayAnswer;
  /** Therapies that run on some of the date. */
  therapiesOn(date: CivilDate): readonly Therapy[];
}

/** The whole derivation of `1-days.md` 1 to 4 for one set of parameters. Dates are answered when asked for. */
export function deriveDays(record: InfusionRecord, parameters: Parameters): Derivation {
  const { zone } = record;
  const { segments, reasons, doubtful } = chart(record.administrations, record.asOf, parameters);
  const infused = unite(segments);
  const stays = uniteStays(record.admissions, zone, parameters);
  const therapies = toTherapies(toRuns(infused, parameters), unite(stays), parameters);
  const doubtfulTime = unite(doubtful);

  const boundsOf = (date: CivilDate): Interval => ({ start: zone.startOf(date), end: zone.startOf(date + 1) });

  function therapiesOn(date: CivilDate): Therapy[] {
    const { start, end } = boundsOf(date);
    const found: Therapy[] = [];
    for (let i = firstIndex(therapies.length, (n) => (therapies[n]?.end ?? 0) > start); i < therapies.length; i += 1) {
      const therapy = therapies[i];
      if (!therapy || therapy.start >= end) break;
      found.push(therapy);
    }
    return found;
  }

  function reasonOf(date: CivilDate, day: Interval): DayReason | undefined {
    if (stays.some((stay) => isInHospital(stay, date, parameters))) return 'inpatient';
    const here = therapiesOn(date);
    const continuous = here.filter((therapy) => therapy.continuous);
    if (continuous.some((therapy) => isCounted(therapy, date, day, infused, zone, parameters))) return undefined;
    const isSupplied = record.supplied.some((supply) => supply.first <= date && date <= supply.last);
    if (isSupplied || touches(doubtfulTime, day.start, day.end)) return 'unclear';
    if (continuous.length < here.length) return 'under-24-hours';
    if (continuous.length === 0) return 'no-infusion';
    return continuous.some((therapy) => isInfused(therapy, day, infused)) ? 'not-counted' : 'paused';
  }

  return {
    infusedDuring: later(() => indexSegments(segments)),
    doubtfulDuring: later(() => indexSegments(doubtful)),
    reasons,
    therapies,
    stays,
    therapiesOn,
    answerOf(date) {
      const day = boundsOf(date);
      const reason = reasonOf(date, day);
      const infusedMs = overlapMs(infused, day.start, day.end);
      return reason === undefined ? { infusedMs } : { reason, infusedMs };
    },
  };
}

/** An index that is made when it is first asked. */
function later(make: () => SegmentsDuring): SegmentsDuring {
  let made: SegmentsDuring | undefined;
  return (from, to) => {
    made ??= make();
    return made(from, to);
  };
}

function isCounted(therapy: Therapy, date: CivilDate, day: Interval, infused: IntervalSet, zone: Zone, parameters: Parameters): boolean {
  if (parameters.dayCounting === 'access-days') return true;
  if (parameters.dayCounting === 'infusion-days') return isInfused(therapy, day, infused);
  return therapy.runs.some((run) => isElapsedDay(run, date, zone));
}

/** Some of the therapy's own infused time lies on the day. */
function isInfused(therapy: Therapy, day: Interval, infused: IntervalSet): boolean {
  return touches(infused, Math.max(day.start, therapy.start), Math.min(day.end, therapy.end));
}

/** `elapsed-24h`: the core's start date and as many dates after it as it has further whole 24 hours; dates that the zone left out do not count. */
function isElapsedDay(run: Run, date: CivilDate, zone: Zone): boolean {
  if (!run.core) return false;
  const dates = Math.floor((run.core.end - run.core.start) / DAY_MS);
  const startDate = zone.dateOf(run.core.start);
  const number = datesBetween(zone, startDate, date);
  return number >= 0 && number < dates && zone.exists(date);
}
