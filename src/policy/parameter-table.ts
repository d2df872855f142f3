/**
 * Every parameter of a policy with its range and its words: what validation, the explanation for a biller and a JSON Schema are
 * made from. Ranges are those of `1-days.md` 5 and `2-rules.md`; days and minutes are whole, hours and shares need not be.
 */
import type { ParameterName } from './parameters.ts';

export type ParameterKind =
  | { readonly is: 'choice'; readonly of: readonly string[] }
  | { readonly is: 'flag' }
  | { readonly is: 'number'; readonly least: number; readonly most: number; readonly unit: 'hours' | 'minutes' | 'days' | 'share' }
  | { readonly is: 'list'; readonly of: 'places' | 'payers' | 'percents' };

export interface ParameterRow {
  /** A noun phrase that the value follows after a colon. */
  readonly words: string;
  readonly kind: ParameterKind;
}

const choice = (...of: string[]): ParameterKind => ({ is: 'choice', of });
const flag: ParameterKind = { is: 'flag' };
const share: ParameterKind = { is: 'number', least: 0, most: 1, unit: 'share' };
const hours = (least: number, most: number): ParameterKind => ({ is: 'number', least, most, unit: 'hours' });
const minutes: ParameterKind = { is: 'number', least: 0, most: 1440, unit: 'minutes' };
const days = (most: number): ParameterKind => ({ is: 'number', least: 1, most, unit: 'days' });
const list = (of: 'places' | 'payers' | 'percents'): ParameterKind => ({ is: 'list', of });
const dayOfStay = choice('billable', 'not-billable');

export const PARAMETER_TABLE: Readonly<Record<ParameterName, ParameterRow>> = {
  dayCounting: { words: 'Way of counting days', kind: choice('access-days', 'infusion-days', 'elapsed-24h') },
  continuousHours: { words: 'Length that makes an infusion continuous', kind: hours(1, 168) },
  minimumInfusedFraction: { words: 'Part of that length in which the pump must have run, at least', kind: share },
  mergeGapMinutes: { words: 'Gap that does not break an infusion, up to', kind: minutes },
  readingGapMinutes: { words: 'Time from one pump reading to the next that counts as infused, up to', kind: minutes },
  durationFromDose: { words: 'Running time of a bag worked out from its dose and rate', kind: flag },
  therapyPauseHours: { words: 'Pause that does not end a therapy, up to', kind: hours(0, 720) },
  openInfusionDays: { words: 'Time for which an infusion without an end is taken to run, up to', kind: days(366) },
  admissionDay: { words: 'Day of admission to hospital', kind: dayOfStay },
  dischargeDay: { words: 'Day of discharge from hospital', kind: dayOfStay },
  maxSpanDays: { words: 'Dates of one claim line, at most', kind: days(3660) },
  timelyFilingDays: { words: 'Time to file after the date of service', kind: days(3660) },
  authorizationRequired: { words: 'Prior authorization required', kind: flag },
  placesOfService: { words: 'Places of service accepted', kind: list('places') },
  suitePlaces: { words: 'Places accepted too with modifier SS (infusion suite)', kind: list('places') },
  payersNotAccepting: { words: 'Payers, beside original Medicare, that do not take S codes', kind: list('payers') },
  medicareAdvantage: { words: 'Medicare Advantage plans', kind: choice('accept', 'deny') },
  medicareDenialRequired: { words: 'Denial by a Medicare primary required first', kind: flag },
  lineSpan: { words: 'Dates that one line may span', kind: choice('any', 'calendar-month') },
  concurrentPercent: { words: 'Percent paid of the first, second and further therapies of a day', kind: list('percents') },
  idleShare: { words: 'Part of the billed time that should have been infused, at least', kind: share },
  drugUnitTolerance: { words: 'Difference of drug units from what was infused that is let pass, up to', kind: share },
};

export const isParameterName = (name: string): name is ParameterName => Object.hasOwn(PARAMETER_TABLE, name);

/** What is wrong with a value: where below it (`''` or `[1]`), what kind of fault, and what it must be. */
export interface ValueFault {
  readonly where: string;
  readonly code: 'structure' | 'value' | 'code-invalid' | 'duplicate' | 'required';
  readonly text: string;
}

/** Every fault of a value for a parameter of that kind; none when it may stand. */
export function valueFaults(kind: ParameterKind, value: unknown): readonly ValueFault[] {
  if (kind.is === 'list') return listFaults(kind.of, value);
  const text = mustBe(kind);
  if (kind.is === 'flag') return typeof value === 'boolean' ? [] : [{ where: '', code: 'structure', text }];
  if (kind.is === 'choice') {
    if (typeof value !== 'string') return [{ where: '', code: 'structure', text }];
    return kind.of.includes(value) ? [] : [{ where: '', code: 'code-invalid', text }];
  }
  if (typeof value !== 'number') return [{ where: '', code: 'structure', text }];
  return isWithin(kind, value) ? [] : [{ where: '', code: 'value', text }];
}

/** What a value of that kind must be, as a sentence. */
export function mustBe(kind: ParameterKind): string {
  switch (kind.is) {
    case 'flag':
      return 'Must be true or false.';
    case 'choice':
      return `Must be one of ${kind.of.join(', ')}.`;
    case 'number':
      return `Must be a ${isWhole(kind.unit) ? 'whole ' : ''}number from ${kind.least} to ${kind.most}.`;
    case 'list':
      return `Must be a list of ${LIST_WORDS[kind.of]}.`;
  }
}

const LIST_WORDS = {
  places: 'places of service, each of two digits',
  payers: 'payer classes or names, each a text that is not blank',
  percents: 'numbers from 0 to 100, at least one',
};

const isWhole = (unit: string): boolean => unit === 'minutes' || unit === 'days';

function isWithin(kind: Extract<ParameterKind, { is: 'number' }>, value: number): boolean {
  return value >= kind.least && value <= kind.most && (!isWhole(kind.unit) || Number.isInteger(value));
}

function listFaults(of: 'places' | 'payers' | 'percents', value: unknown): readonly ValueFault[] {
  const text = mustBe({ is: 'list', of });
  if (!Array.isArray(value)) return [{ where: '', code: 'structure', text }];
  if (of === 'percents' && value.length === 0) return [{ where: '', code: 'required', text }];
  return value.flatMap((item: unknown, index): readonly ValueFault[] => {
    const where = `[${index}]`;
    const code = itemFault(of, item);
    if (code) return [{ where, code, text }];
    const stands = of !== 'percents' && value.indexOf(item) < index;
    return stands ? [{ where, code: 'duplicate', text: 'Stands in the list already.' }] : [];
  });
}

function itemFault(of: 'places' | 'payers' | 'percents', item: unknown): ValueFault['code'] | undefined {
  if (of === 'percents') {
    if (typeof item !== 'number') return 'structure';
    return item >= 0 && item <= 100 ? undefined : 'value';
  }
  if (typeof item !== 'string') return 'structure';
  if (of === 'payers') return item.trim() === '' ? 'value' : undefined;
  return /^\d{2}$/.test(item) ? undefined : 'code-invalid';
}
