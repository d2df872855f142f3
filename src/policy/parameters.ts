/**
 * Every policy parameter with its default: the single place where a number of `1-days.md` or `2-rules.md` stands.
 * `Parameters` is the set in force on one date.
 */
import type { DayCounting } from '../assessment.ts';

export interface Parameters {
  readonly dayCounting: DayCounting;
  readonly continuousHours: number;
  readonly minimumInfusedFraction: number;
  readonly mergeGapMinutes: number;
  readonly readingGapMinutes: number;
  readonly durationFromDose: boolean;
  readonly therapyPauseHours: number;
  readonly openInfusionDays: number;
  readonly admissionDay: 'billable' | 'not-billable';
  readonly dischargeDay: 'billable' | 'not-billable';
  readonly maxSpanDays: number;
  readonly timelyFilingDays: number;
  readonly authorizationRequired: boolean;
  readonly placesOfService: readonly string[];
  readonly suitePlaces: readonly string[];
  readonly payersNotAccepting: readonly string[];
  readonly medicareAdvantage: 'accept' | 'deny';
  readonly medicareDenialRequired: boolean;
  readonly lineSpan: 'any' | 'calendar-month';
  readonly concurrentPercent: readonly number[];
  readonly idleShare: number;
  readonly drugUnitTolerance: number;
}

export type ParameterName = keyof Parameters;

export const DEFAULT_PARAMETERS: Parameters = {
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
  maxSpanDays: 366,
  timelyFilingDays: 365,
  authorizationRequired: false,
  placesOfService: ['04', '12', '13', '14', '16', '33'],
  suitePlaces: [],
  payersNotAccepting: ['tricare'],
  medicareAdvantage: 'accept',
  medicareDenialRequired: false,
  lineSpan: 'any',
  concurrentPercent: [100],
  idleShare: 0.5,
  drugUnitTolerance: 0.25,
};
