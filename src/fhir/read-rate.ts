/** The rate of an infusion, and how long the charted amount lasts at it (1-days.md 1, "running time"). */
import type { MedicationAdministrationDosage, Quantity } from '@medplum/fhirtypes';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/civil-date.ts';

export interface Rate {
  readonly value: number;
  /** As charted. */
  readonly name: string | undefined;
  /** Each way in which the unit of amount and the time it is for are written: by unit and by code. */
  readonly units: readonly { readonly amount: string; readonly perMs: number }[];
}

const TIME_UNITS: Readonly<Record<string, number>> = { min: MINUTE_MS, h: HOUR_MS, hr: HOUR_MS, hour: HOUR_MS, d: DAY_MS, day: DAY_MS };

/** The stated rate; a quantity of time alone ("30 min") is a duration and states none. */
export function rateOf(dosage: MedicationAdministrationDosage | undefined): Rate | undefined {
  const { rateQuantity, rateRatio } = dosage ?? {};
  if (rateQuantity?.value !== undefined) {
    const { isTime, rates } = unitOf(rateQuantity);
    return isTime ? undefined : { value: rateQuantity.value, name: rateQuantity.unit ?? rateQuantity.code, units: rates };
  }
  const { numerator, denominator } = rateRatio ?? {};
  const per = denominator?.value ?? 1;
  if (numerator?.value === undefined || !(per > 0)) return undefined;
  const times = unitOf(denominator).names.flatMap((name) => timeOf(name) ?? []);
  const units = unitOf(numerator).names.flatMap((amount) => times.map((perMs) => ({ amount, perMs })));
  const name = [numerator.unit ?? numerator.code, denominator?.unit ?? denominator?.code].filter((each) => each !== undefined).join('/');
  return { value: numerator.value / per, name: name || undefined, units };
}

/** Dose ÷ rate in milliseconds, when the dose is in the rate's unit of amount. */
export function runningTimeOf(dosage: MedicationAdministrationDosage | undefined, rate: Rate): number | undefined {
  const dose = dosage?.dose;
  if (dose?.value === undefined || !(dose.value > 0) || !(rate.value > 0)) return undefined;
  const { names } = unitOf(dose);
  const unit = rate.units.find(({ amount }) => names.includes(amount));
  return unit && Math.round((dose.value / rate.value) * unit.perMs);
}

const MG: Readonly<Record<string, number>> = { ug: 0.001, mg: 1, g: 1000 };

/** The rate in milligrams an hour; undefined for a rate of volume, of units, or by body weight. */
export function mgPerHour({ value, units: ways }: Rate): number | undefined {
  const way = ways.find(({ amount }) => Object.hasOwn(MG, amount));
  return way && (value * (MG[way.amount] ?? 0) * HOUR_MS) / way.perMs;
}

/** A unit as its name and its code spell it. */
interface Unit {
  /** In one spelling: lower case, and microgram as `ug` (mcg, µg with either letter mu). */
  readonly names: readonly string[];
  /** A quantity of time, not of a drug. */
  readonly isTime: boolean;
  /** `mg/h` → mg per hour. */
  readonly rates: Rate['units'];
}

/** Bounds what a warm process remembers of hostile input. */
const MOST_UNITS = 500;
const units = new Map<string | undefined, Map<string | undefined, Unit>>();

function unitOf(quantity: Quantity | undefined): Unit {
  const { unit: name, code } = quantity ?? {};
  const known = units.get(name)?.get(code);
  if (known) return known;
  const names = [...new Set([name, code])].flatMap((text) => (text ? [spell(text)] : []));
  const read = { names, isTime: names.length > 0 && names.every((each) => timeOf(each) !== undefined), rates: names.flatMap(splitUnit) };
  if (units.size >= MOST_UNITS) units.clear();
  const byCode = units.get(name) ?? new Map<string | undefined, Unit>();
  if (byCode.size >= MOST_UNITS) byCode.clear();
  units.set(name, byCode.set(code, read));
  return read;
}

const spell = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^mcg|^[\u00b5\u03bc]g/, 'ug');

function splitUnit(name: string): Rate['units'] {
  const at = name.lastIndexOf('/');
  const perMs = at < 0 ? undefined : timeOf(name.slice(at + 1).trim());
  return perMs === undefined ? [] : [{ amount: name.slice(0, at).trim(), perMs }];
}

const timeOf = (name: string): number | undefined => (Object.hasOwn(TIME_UNITS, name) ? TIME_UNITS[name] : undefined);
