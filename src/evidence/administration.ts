/** One MedicationAdministration as the evidence needs it: what was charted, nothing judged yet. FHIR is left behind in `src/fhir`. */
import type { AdministrationReason } from '../assessment.ts';
import type { Instant } from '../time/civil-date.ts';
import type { Interval } from '../time/interval-set.ts';

export interface Administration {
  readonly reference: string;
  /** R4 medication-admin-status. */
  readonly status: string;
  readonly medication: 'analgesic' | 'other' | 'unknown';
  /** Equal for administrations of the same medication. */
  readonly medicationKey: string;
  readonly route: 'not-stated' | 'infusion' | 'other';
  /** Charted for an inpatient, by category or by its encounter. */
  readonly inHospital: boolean;
  /** `none`: no effective[x]. */
  readonly effective: 'period' | 'reading' | 'none';
  /** A period's first instant, a reading's moment; absent where the time is imprecise: no start, a bound of a month or a year, a moment without a time. */
  readonly start: Instant | undefined;
  readonly end: Instant | undefined;
  /** As charted, for those who read the answer. */
  readonly medicationName: string | undefined;
  /** In the unit charted. */
  readonly rate: number | undefined;
  readonly rateUnit: string | undefined;
  /** How long the charted amount lasts at the charted rate, in milliseconds. */
  readonly runningTime: number | undefined;
  /** The rate in milligrams an hour, where it is stated in a unit of mass. */
  readonly mgPerHour: number | undefined;
  /** The analgesic, where it is one and known. */
  readonly ingredient: string | undefined;
  /** A device, or one of the words of infusion in a text. */
  readonly namedAsInfusion: boolean;
  /** One of its devices is an implanted pump. */
  readonly byImplantedPump: boolean;
}

/** A stretch of time in which the administration infused, or, where it is doubtful, may have. */
export interface Segment extends Interval {
  readonly administration: Administration;
}

/** Reasons under which what is sent may well be an infusion but does not show it (1-days.md 1, marked ?). */
export const DOUBTFUL: ReadonlySet<AdministrationReason> = new Set([
  'unknown-medication',
  'still-open',
  'not-shown-as-infusion',
  'isolated-reading',
]);
