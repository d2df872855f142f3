/** Why a clinician may pass over a card: short lists, one for each question. */
import { overrideReasonCodeSystem } from '../fhir/canonical.ts';
import type { Question } from '../order/advice.ts';
import { OVERRIDE_REASONS, type OverrideReason } from '../policy/override-reasons.ts';

/** A Coding as CDS Hooks has it: each part is there. */
export interface CardCoding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

const FITTING: Readonly<Record<Question, readonly OverrideReason[]>> = {
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
