/**
 * The record that the slow count reads: what 1-days.md speaks of and nothing of FHIR.
 * Every time is text: `2025-03-01T10:00Z` (a whole minute, UTC), `2025-03-01` (a civil day of the zone), `2025-03` or `2025` (too imprecise).
 */
export type DayCounting = 'access-days' | 'infusion-days' | 'elapsed-24h';
export const WAYS: readonly DayCounting[] = ['access-days', 'infusion-days', 'elapsed-24h'];

export interface CountParameters {
  readonly dayCounting: DayCounting;
  readonly continuousHours: number;
  /** Of at most two decimals, so that it is compared in whole hundredths. */
  readonly minimumInfusedFraction: number;
  readonly mergeGapMinutes: number;
  readonly readingGapMinutes: number;
  readonly durationFromDose: boolean;
  readonly therapyPauseHours: number;
  readonly openInfusionDays: number;
  readonly admissionDay: 'billable' | 'not-billable';
  readonly dischargeDay: 'billable' | 'not-billable';
}

export const SPEC_DEFAULTS: CountParameters = {
  dayCounting: 'access-days',
  continuousHours: 24,
  minimumInfusedFraction: 0.9,
  mergeGapMinutes: 60,
  readingGapMinutes: 120,
  durationFromDose: true,
  therapyPauseHours: 72,
  openInfusionDays: 31,
  admissionDay: 'billable',
  dischargeDay: 'billable',
};

export interface Amount {
  readonly value: number;
  readonly unit: string;
}

/** A period, or a point reading (`at`), or neither. */
export interface Administration {
  readonly id: string;
  readonly status: 'in-progress' | 'not-done' | 'on-hold' | 'completed' | 'entered-in-error' | 'stopped' | 'unknown';
  /** Three analgesics; a medication that no code or text names; a known one that is no analgesic for infusion. */
  readonly drug: 'morphine' | 'hydromorphone' | 'bupivacaine' | 'unknown' | 'not-pain';
  readonly route?: 'infusion' | 'other';
  /** The category has the code `inpatient`. */
  readonly inpatient?: boolean;
  /** The id of an encounter of the record. */
  readonly context?: string;
  readonly rate?: Amount;
  readonly dose?: Amount;
  readonly device?: boolean;
  /** A text says that it is an infusion (a pump). */
  readonly words?: boolean;
  readonly period?: { readonly start?: string; readonly end?: string };
  readonly at?: string;
}

export interface Encounter {
  readonly id: string;
  readonly class: 'IMP' | 'ACUTE' | 'NONAC' | 'EMER' | 'OBSENC' | 'SS' | 'AMB' | 'HH';
  readonly status: 'planned' | 'in-progress' | 'onleave' | 'finished' | 'cancelled' | 'entered-in-error';
  readonly start?: string;
  readonly end?: string;
}

/** A MedicationDispense (with `daysSupply` or without) or a SupplyDelivery. */
export interface Delivery {
  readonly id: string;
  readonly kind: 'dispense' | 'delivery';
  readonly status: 'completed' | 'in-progress';
  readonly analgesic: boolean;
  readonly on?: string;
  readonly daysSupply?: number;
}

export interface CountRecord {
  readonly zone: string;
  readonly asOf: string;
  readonly first: string;
  readonly last: string;
  readonly parameters: CountParameters;
  readonly administrations: readonly Administration[];
  readonly encounters: readonly Encounter[];
  readonly deliveries: readonly Delivery[];
}

/** Minutes since 1970-01-01T00:00Z as text, and back. */
export const textOf = (minute: number) => `${new Date(minute * 60_000).toISOString().slice(0, 16)}Z`;
export const minuteOf = (text: string) => Date.parse(text) / 60_000;
export const hasTime = (text: string) => text.includes('T');
export const isDate = (text: string) => text.length === 10;
