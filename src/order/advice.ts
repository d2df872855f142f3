/** What is said about an order for home pain infusion: to the clinician (advice), and to the EHR as Da Vinci CRD has it (coverage answers). */
import type { Resource } from '@medplum/fhirtypes';
import type { CivilDate } from '../time/civil-date.ts';

export type Hook = 'order-sign' | 'order-dispatch' | 'encounter-discharge';

/** In the order in which cards are shown. */
export type Question =
  | 'payable-by-coverage'
  | 'authorization-needed'
  | 'setting-home'
  | 'code-fits'
  | 'order-complete'
  | 'alternatives-documented'
  | 'record-for-payment';

export interface Advice {
  readonly question: Question;
  /** `MedicationRequest/1`, as the context names it; empty for the patient as a whole. */
  readonly order: string;
  readonly indicator: 'info' | 'warning' | 'critical';
  /** A sentence, under 140 characters. */
  readonly summary: string;
  /** What follows and why, in Markdown. */
  readonly detail: string;
  readonly source: { readonly label: string; readonly url?: string };
  /** The order, mended: one click. */
  readonly suggestion?: { readonly label: string; readonly resource: Resource };
}

/** HCPCS: continuous (24 hours or more), intermittent, and by an implanted pump. */
export type PainInfusionCode = 'S9326' | 'S9327' | 'S9328';

/** The values of CRD's coverage-information; its invariants crd-ci-q1 to q9 hold for every answer. */
export interface CoverageAnswer {
  readonly order: string;
  readonly coverage: string;
  readonly covered: 'covered' | 'not-covered' | 'conditional' | 'indeterminate';
  readonly paNeeded?: 'no-auth' | 'auth-needed' | 'satisfied' | 'performpa' | 'conditional' | 'indeterminate';
  readonly docNeeded?: 'clinical' | 'admin' | 'patient' | 'conditional';
  readonly infoNeeded?: readonly ('performer' | 'location' | 'timeframe' | 'contract-window' | 'detail-code' | 'OTH')[];
  readonly billingCode: PainInfusionCode;
  /** Sentences. */
  readonly reasons: readonly string[];
  readonly satisfiedPaId?: string;
  /** Canonical URLs. */
  readonly questionnaire?: readonly string[];
  /** The date on which it is said. */
  readonly date: CivilDate;
}

/** Everything that is said of one request. */
export interface Advised {
  readonly advice: readonly Advice[];
  readonly coverage: readonly CoverageAnswer[];
  /** The orders that coverage answers are about, as they came, by the name that the context has for them. */
  readonly orders: ReadonlyMap<string, Resource>;
}
