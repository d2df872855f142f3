/** The rate of an infusion, and how long the charted amount lasts at it (1-days.md 1, "running time"). */
import type { MedicationAdministrationDosage, Quantity } from '@medplum/fhirtypes';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/civil-date.ts';

export interface Rate {
  readonly value: number;
  /** Each way in which the unit of amount and the time it is for are written: by unit and by code. */
  readonly units: readonly { readonly amount: string; readonly perMs: number }[];
}

const TIME_UNITS: Readonly<Record<string, number>> = { min: MINUTE_MS, h: HOUR_MS, hr: HOUR_MS, hour: HOUR_MS, d: DAY_MS, day: DAY_MS };

/** The stated rate; a quantity of time alone ("30 min") is a duration and states none. */
export function rateOf(dosage: MedicationAdministrationDosage | undefined): Rate | undefined {
  const { rateQuantity, rateRatio } = dosage ?? {};
  if (rateQuantity?.value !== undefined) {
    const names = namesOf(rateQuantity);
    if (names.length > 0 && names.every((name) => timeOf(name) !== undefined)) return undefined;
    return { value: rateQuantity.value, units: names.flatMap(splitUnit) };
  }
  const { numerator, denominator } = rateRatio ?? {};
  const per = denominator?.value ?? 1;
  if (numerator?.value === undefined || !(per > 0)) return undefined;
  const times = namesOf(denominator).flatMap((name) => timeOf(name) ?? []);
  const units = namesOf(numerator).flatMap((amount) => times.map((perMs) => ({ amount, perMs })));
  return { value: numerator.value / per, units };
}

/** Dose ÷ rate in milliseconds, when the dose is in the rate's unit of amount. */
export function runningTimeOf(dosage: MedicationAdministrationDosage | undefined, rate: Rate): number | undefined {
  const dose = dosage?.dose;
  if (dose?.value === undefined || !(dose.value > 0) || !(rate.value > 0)) return undefined;
  const names = namesOf(dose);
  const unit = rate.units.find(({ amount }) => names.includes(amount));
  return unit && Math.round((dose.value / rate.value) * unit.perMs);
}

/** `mg/h` → mg per hour; both halves as `namesOf` writes them. */
function splitUnit(name: string): Rate['units'] {
  const at = name.lastIndexOf('/');
  const perMs = at < 0 ? undefined : timeOf(name.slice(at + 1).trim());
  return perMs === undefined ? [] : [{ amount: name.slice(0, at).trim(), perMs }];
}

const timeOf = (name: string): number | undefined => (Object.hasOwn(TIME_UNITS, name) ? TIME_UNITS[name] : undefined);

/** The unit and the code of a quantity in one spelling: lower case, and microgram as `ug` (mcg, µg with either letter mu). */
function namesOf(quantity: Quantity | undefined): string[] {
  const { unit, code } = quantity ?? {};
  const names = unit === code ? [unit] : [unit, code];
  return names.filter((name) => name !== undefined && name !== '').map((name) => spell(name as string));
}

const spellings = new Map<string, string>();

function spell(name: string): string {
  const known = spellings.get(name);
  if (known !== undefined) return known;
  const spelt = name
    .trim()
    .toLowerCase()
    .replace(/^mcg|^[\u00b5\u03bc]g/, 'ug');
  if (spellings.size > 500) spellings.clear();
  spellings.set(name, spelt);
  return spelt;
}
