/** 1-days.md section 1: each administration is evidence (segments) or has a reason; a doubtful one says which minutes it touches. */
import { type Administration, type CountRecord, hasTime, isDate, minuteOf } from './record.ts';
import { isStayClass } from './slow-stays.ts';
import { endMinute, startMinute } from './zone-days.ts';

/** `[start, end)` in minutes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface SegmentsAnswer {
  readonly segments: Span[];
  /** By administration id: `evidence`, or the reason why not. */
  readonly reasons: Record<string, string>;
  /** What the doubtful administrations with a usable time touch; a moment is one minute long. */
  readonly doubts: Span[];
}

export function slowSegments(record: CountRecord): SegmentsAnswer {
  const answer: SegmentsAnswer = { segments: [], reasons: {}, doubts: [] };
  const points: Administration[] = [];
  for (const given of record.administrations) {
    const reason = firstReason(given, record);
    if (reason !== undefined) {
      answer.reasons[given.id] = reason;
      const doubtful = ['unknown-medication', 'still-open', 'not-shown-as-infusion'].includes(reason);
      if (doubtful && hasUsableTime(given, record)) answer.doubts.push(extent(given, record));
    } else if (given.period) {
      answer.reasons[given.id] = 'evidence';
      answer.segments.push(extent(given, record));
    } else points.push(given);
  }
  readSeries(points, record, answer);
  return answer;
}

/** The table of section 1, checked in its order. */
function firstReason(given: Administration, record: CountRecord): string | undefined {
  const isPeriod = given.period !== undefined;
  if (given.status === 'entered-in-error') return 'entered-in-error';
  if (given.status === 'not-done' || given.status === 'unknown') return 'not-given';
  if (given.drug === 'not-pain') return 'not-pain-medication';
  if (given.drug === 'unknown') return 'unknown-medication';
  if (given.route === 'other') return 'not-parenteral';
  // reading: the class of the context's encounter decides, whatever its status and period.
  if (given.inpatient || record.encounters.some((one) => one.id === given.context && isStayClass(one))) return 'not-home';
  if (isPeriod && given.rate && given.rate.value <= 0) return 'zero-rate';
  if (isImprecise(given)) return 'imprecise-time';
  if (isReversed(given, record)) return 'reversed-period';
  if (isPeriod && given.period?.end === undefined && given.status !== 'in-progress') return 'still-open';
  if (isFuture(given, record)) return 'future';
  if (isEmpty(given, record)) return 'empty-period';
  const shown = (given.rate && given.rate.value > 0) || given.route === 'infusion' || given.device || given.words;
  if (isPeriod && !shown) return 'not-shown-as-infusion';
  return undefined;
}

function isImprecise({ period, at }: Administration): boolean {
  if (at !== undefined) return !hasTime(at);
  if (period?.start === undefined) return true;
  return [period.start, period.end ?? period.start].some((time) => !hasTime(time) && !isDate(time));
}

/** Only of times that are not imprecise. */
const startOf = (given: Administration, zone: string) => startMinute(zone, given.at ?? given.period?.start ?? '');
const statedEnd = ({ period }: Administration, zone: string) => (period?.end === undefined ? undefined : endMinute(zone, period.end));

const isReversed = (given: Administration, { zone }: CountRecord) => (statedEnd(given, zone) ?? Infinity) < startOf(given, zone);
const isEmpty = (given: Administration, { zone }: CountRecord) => statedEnd(given, zone) === startOf(given, zone);
const isFuture = (given: Administration, { zone, asOf }: CountRecord) => startOf(given, zone) >= minuteOf(asOf);

// reading: a usable time is one that none of the checks imprecise-time, reversed-period, future and empty-period would refuse.
const hasUsableTime = (given: Administration, record: CountRecord) =>
  !isImprecise(given) && !isReversed(given, record) && !isFuture(given, record) && !isEmpty(given, record);

/** From start to end, cut at asOf: of a moment its minute, without an end at most `openInfusionDays` of 24 hours. */
function extent(given: Administration, record: CountRecord): Span {
  const start = startOf(given, record.zone);
  const open = start + record.parameters.openInfusionDays * 24 * 60;
  const end = given.at === undefined ? (statedEnd(given, record.zone) ?? open) : start + 1;
  return { start, end: Math.min(end, minuteOf(record.asOf)) };
}

/** The point readings: those without a rate have their answer at once, the others form a series for each medication. */
function readSeries(points: readonly Administration[], record: CountRecord, answer: SegmentsAnswer): void {
  for (const given of points.filter((one) => statedRate(one) === undefined)) {
    answer.reasons[given.id] = 'no-rate';
    if (given.status === 'in-progress') answer.doubts.push(extent(given, record));
  }
  for (const drug of new Set(points.map((one) => one.drug))) {
    const series = points.filter((one) => one.drug === drug && statedRate(one) !== undefined);
    readOneSeries(series, record, answer);
  }
}

function readOneSeries(series: readonly Administration[], record: CountRecord, answer: SegmentsAnswer): void {
  const times = [...new Set(series.map((one) => startOf(one, record.zone)))].sort((a, b) => a - b);
  let endsAnother = false;
  for (const [index, time] of times.entries()) {
    const here = series.filter((one) => startOf(one, record.zone) === time);
    const next = times[index + 1] ?? Infinity;
    const { isZero, end } = readInstant(here, time, next, record);
    let reason = 'isolated-reading';
    // reading: a rate of 0 is `zero-rate` also where it ends a segment (records.ndjson says so), and a rate below 0 is a rate of 0.
    if (isZero) reason = 'zero-rate';
    else if (end !== undefined || endsAnother) reason = 'evidence';
    for (const one of here) answer.reasons[one.id] = reason;
    if (end !== undefined) answer.segments.push({ start: time, end: Math.min(end, minuteOf(record.asOf)) });
    if (reason === 'isolated-reading') answer.doubts.push({ start: time, end: time + 1 });
    endsAnother = end === next;
  }
}

/** The readings at one instant are one: the highest rate, of equals the longest running time. `end` is absent when they are no segment. */
function readInstant(here: readonly Administration[], time: number, next: number, record: CountRecord): { isZero: boolean; end?: number } {
  const rate = Math.max(...here.map((one) => statedRate(one) ?? 0));
  const running = Math.max(...here.filter((one) => statedRate(one) === rate).map((one) => runningMinutes(one, record)));
  if (rate <= 0) return { isZero: true };
  if (next - time <= Math.max(record.parameters.readingGapMinutes, running)) return { isZero: false, end: next };
  if (running > 0) return { isZero: false, end: time + running };
  return { isZero: false };
}

/** On hold and stopped count as a rate of 0, with or without a rate. */
function statedRate({ status, rate }: Administration): number | undefined {
  return status === 'on-hold' || status === 'stopped' ? 0 : rate?.value;
}

const MINUTES_PER: Record<string, number> = { min: 1, h: 60, hr: 60, hour: 60, d: 1440, day: 1440 };
const sameAmountUnit = (unit: string) => (unit === 'mcg' || unit === 'µg' ? 'ug' : unit);

/** Dose ÷ rate, 0 when there is none. Rounded, which takes off only the noise of decimals: a record's running times are whole minutes. */
function runningMinutes({ rate, dose }: Administration, { parameters }: CountRecord): number {
  if (!parameters.durationFromDose || !rate || !dose || rate.value <= 0) return 0;
  const [amount, time, more] = rate.unit.split('/');
  const perTime = MINUTES_PER[time ?? ''];
  if (amount === undefined || perTime === undefined || more !== undefined) return 0;
  if (sameAmountUnit(amount) !== sameAmountUnit(dose.unit)) return 0;
  return Math.round((dose.value / rate.value) * perTime);
}
