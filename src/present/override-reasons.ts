/** Why a clinician may pass over a card: short lists, one for each question. */
import { overrideReasonCodeSystem } from '../fhir/canonical.ts';
import type { Question } from '../order/advice.ts';

/** A Coding as CDS Hooks has it: each part is there. */
export interface CardCoding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

/** Every code of our CodeSystem `override-reason`. */
export const OVERRIDE_REASONS = {
  'other-coverage': 'Another insurance pays, or the patient does',
  'agreed-with-payer': 'Agreed with the payer',
  'on-record-elsewhere': 'It is on record elsewhere',
  'will-follow': 'It will follow before the infusion begins',
  'not-at-home': 'Not for use at home',
  'order-is-right': 'The order is right as it is',
} as const;

type Code = keyof typeof OVERRIDE_REASONS;

const FITTING: Readonly<Record<Question, readonly Code[]>> = {
  'payable-by-coverage': ['other-coverage', 'agreed-with-payer', 'not-at-home'],
  'authorization-needed': ['will-follow', 'on-record-elsewhere', 'agreed-with-payer'],
  'setting-home': ['not-at-home', 'order-is-right', 'agreed-with-payer'],
  'code-fits': ['order-is-right', 'agreed-with-payer'],
  'order-complete': ['on-record-elsewhere', 'will-follow', 'order-is-right'],
  'alternatives-documented': ['on-record-elsewhere', 'will-follow'],
  'record-for-payment': [],
};

export const overrideReasons = (question: Question, canonicalBase?: string): CardCoding[] =>
  FITTING[question].map((code) => ({ system: overrideReasonCodeSystem(canonicalBase), code, display: OVERRIDE_REASONS[code] }));
