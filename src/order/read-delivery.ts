/** How the drug of an order runs: on and on, at times, or from an implanted pump. What is structured goes before what is written. */
import type { Dosage, Timing } from '@medplum/fhirtypes';
import { rateOf } from '../fhir/read-rate.ts';
import { isImplantedPumpCode } from '../policy/code-sets.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/civil-date.ts';
import { parseFhirTime } from '../time/fhir-time.ts';
import type { OrderTexts } from './order-texts.ts';
import type { Delivery, OrderResource } from './therapy.ts';

/** A pump that is implanted; an implanted port is none. */
const IMPLANTED = /\bimplant(?:ed|able)?\s+(?:\p{L}+\s+){0,2}pump|\bpump\s+implant/iu;
const NOT_CONTINUOUS = /\b(?:no|not|non|without)[\s-]+(?:an?\s+)?(?:continuous|basal)/i;
const INTERMITTENT = /\bintermittent|\b(?:bolus(?:es)?|demand|pca)[\s-]+(?:dos(?:e|es|ing)[\s-]+)?only\b/i;
const CONTINUOUS = /\bcontinuous|\bbasal\b|\baround[\s-]the[\s-]clock\b|\b24[\s-]?(?:h|hours?|hrs?)\s*(?:a|per|\/)\s*day\b/i;

/** An implanted pump; else what a dosage times; else words; else a rate without an end; else doses without a rate. Undefined when nothing says it. */
export function readDelivery(resource: OrderResource, { codes, texts }: OrderTexts, continuousHours: number): Delivery | undefined {
  if (codes.some(isImplantedPumpCode) || texts.some((text) => IMPLANTED.test(text)))
    return { kind: 'implanted', why: 'the order names an implanted pump' };
  if (resource.resourceType !== 'MedicationRequest') {
    const whole = boundsHours(undefined, resource.occurrencePeriod);
    return runs(resource.occurrenceTiming?.repeat, whole, true, continuousHours) ?? writtenDelivery(texts);
  }
  const dosages = resource.dosageInstruction ?? [];
  const timed = dosages.flatMap((dosage) => timedDelivery(dosage, continuousHours) ?? []);
  const unending: Delivery[] = dosages.some(runsUnending) ? [{ kind: 'continuous', why: 'the order gives a rate and no end' }] : [];
  if (timed.length > 0) return together([...timed, ...unending]);
  return writtenDelivery(texts) ?? unending[0] ?? together(dosages.flatMap((dosage) => singleDoses(dosage) ?? []));
}

/** Of the answers of several dosages or orders the one that holds for them together: a bolus beside a basal rate ends nothing. */
export const together = (deliveries: readonly Delivery[]): Delivery | undefined =>
  ['implanted', 'continuous', 'intermittent'].flatMap((kind) => deliveries.find((each) => each.kind === kind) ?? [])[0];

function timedDelivery(dosage: Dosage, continuousHours: number): Delivery | undefined {
  const rates = ratesOf(dosage);
  if (rates.length > 0 && rates.every((rate) => rate === 0)) return { kind: 'intermittent', why: 'the order has no basal rate' };
  const repeat = dosage.timing?.repeat;
  return runs(repeat, boundsHours(repeat?.boundsDuration, repeat?.boundsPeriod), rates.length > 0, continuousHours);
}

/** A rate without a length, a frequency or "as needed" runs until it is stopped. */
function runsUnending(dosage: Dosage): boolean {
  const { frequency, duration, boundsDuration, boundsPeriod } = dosage.timing?.repeat ?? {};
  const isBounded = (frequency ?? duration ?? boundsDuration ?? boundsPeriod?.end) !== undefined;
  return !isBounded && !isOnDemand(dosage) && ratesOf(dosage).some((rate) => rate > 0);
}

function singleDoses(dosage: Dosage): Delivery | undefined {
  if (ratesOf(dosage).length > 0) return undefined;
  if (isOnDemand(dosage)) return { kind: 'intermittent', why: 'the order gives doses on demand and no rate' };
  return dosage.timing?.repeat?.frequency === undefined
    ? undefined
    : { kind: 'intermittent', why: 'the order gives single doses and no rate' };
}

const isOnDemand = ({ asNeededBoolean, asNeededCodeableConcept }: Dosage): boolean =>
  asNeededBoolean === true || asNeededCodeableConcept !== undefined;

/** By the length of each infusion and how often it is given, else by the length of the whole where something runs without a pause. */
function runs(
  repeat: Timing['repeat'],
  wholeHours: number | undefined,
  runsThrough: boolean,
  continuousHours: number,
): Delivery | undefined {
  const each = hoursOf(repeat?.durationMax ?? repeat?.duration, repeat?.durationUnit);
  if (each !== undefined) {
    const period = hoursOf(repeat?.period, repeat?.periodUnit);
    const isRoundTheClock = period !== undefined && each * (repeat?.frequency ?? 1) >= period && period > 0;
    if (each >= continuousHours) return { kind: 'continuous', why: `each infusion runs ${inWords(each)}` };
    if (isRoundTheClock) return { kind: 'continuous', why: `infusions of ${inWords(each)} follow each other without a pause` };
    return { kind: 'intermittent', why: `each infusion runs ${inWords(each)}` };
  }
  if (wholeHours === undefined || !runsThrough || repeat?.frequency !== undefined) return undefined;
  return { kind: wholeHours >= continuousHours ? 'continuous' : 'intermittent', why: `the order runs ${inWords(wholeHours)}` };
}

function writtenDelivery(texts: readonly string[]): Delivery | undefined {
  if (texts.some((text) => NOT_CONTINUOUS.test(text))) return { kind: 'intermittent', why: 'the order says that nothing runs on' };
  // "Continuous with intermittent boluses" runs on.
  if (texts.some((text) => CONTINUOUS.test(text))) return { kind: 'continuous', why: 'the order says "continuous"' };
  if (texts.some((text) => INTERMITTENT.test(text))) return { kind: 'intermittent', why: 'the order says "intermittent" or "bolus only"' };
  return undefined;
}

const ratesOf = ({ doseAndRate = [] }: Dosage): number[] =>
  doseAndRate.flatMap(({ rateQuantity, rateRatio, rateRange }) => {
    const rate = rateOf({ ...(rateQuantity && { rateQuantity }), ...(rateRatio && { rateRatio }) })?.value;
    return rate ?? rateRange?.high?.value ?? rateRange?.low?.value ?? [];
  });

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  min: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  wk: 7 * DAY_MS,
  mo: 30 * DAY_MS,
  a: 365 * DAY_MS,
};

function hoursOf(value: number | undefined, unit: string | undefined): number | undefined {
  const size = unit === undefined || !Object.hasOwn(UNIT_MS, unit) ? undefined : UNIT_MS[unit];
  return value === undefined || size === undefined ? undefined : (value * size) / HOUR_MS;
}

/** Of a period only where both ends are instants, or days: the last day counts. */
function boundsHours(
  duration: { value?: number; code?: string; unit?: string } | undefined,
  period: { start?: string; end?: string } | undefined,
): number | undefined {
  if (duration) return hoursOf(duration.value, duration.code ?? duration.unit);
  const start = period?.start === undefined ? undefined : parseFhirTime(period.start);
  const end = period?.end === undefined ? undefined : parseFhirTime(period.end);
  if (start?.precision === 'day' && end?.precision === 'day') return ((end.date + 1 - start.date) * DAY_MS) / HOUR_MS;
  return start?.precision === 'instant' && end?.precision === 'instant' ? (end.instant - start.instant) / HOUR_MS : undefined;
}

function inWords(hours: number): string {
  const rounded = Math.round(hours * 100) / 100;
  return `${rounded} ${rounded === 1 ? 'hour' : 'hours'}`;
}
