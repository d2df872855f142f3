/** A claim, its coverage and what was paid before, as the rules see them: FHIR is left behind in `src/fhir`. */
import type { CareZoneSource, ClaimUse } from './assessment.ts';
import type { CivilDate } from './time/civil-date.ts';

/** First and last date of a line, both included. */
export interface DateSpan {
  readonly first: CivilDate;
  readonly last: CivilDate;
}

export interface ClaimLine {
  readonly sequence: number;
  /** HCPCS or CPT code, trimmed and in capitals; another system's code as sent. */
  readonly code?: string;
  /** True when `code` is of HCPCS or CPT, or of no system. */
  readonly isProcedureCode: boolean;
  readonly isPerDiem: boolean;
  readonly modifiers: ReadonlySet<string>;
  /** From the first date field that is present; absent when that one lacks a day or an end, is reversed, or none is there. */
  readonly span?: DateSpan;
  /** As stated, absent means 1. */
  readonly quantity: number;
  /** CMS place of service, two digits. */
  readonly place?: string;
  readonly diagnosisSequences: readonly number[];
  /** An NDC or a description stands on the line. */
  readonly namesDrug: boolean;
}

export interface ClaimFacts {
  readonly reference: string;
  readonly use: ClaimUse;
  readonly lines: readonly ClaimLine[];
  readonly diagnosisCount: number;
  readonly diagnosisSequences: ReadonlySet<number>;
  /** Type of bill 3x: home health. */
  readonly isHomeHealthBill: boolean;
  readonly hasFocalInsurance: boolean;
  /** insurance.preAuthRef of the focal insurance. */
  readonly authorizationNumbers: readonly string[];
}

export interface CoverageFacts {
  readonly reference: string;
  readonly status: string;
  /** Absent when the coverage names nobody. */
  readonly isPatients?: boolean;
  /** Absent: open on that side. */
  readonly start?: CivilDate;
  readonly end?: CivilDate;
  readonly payors: {
    readonly identifiers: readonly { readonly system?: string; readonly value: string }[];
    readonly names: readonly string[];
  };
  readonly typeCodings: readonly { readonly system?: string; readonly code: string }[];
  /** Texts of type and class. */
  readonly texts: readonly string[];
}

/** First and last date on which the patient can have died; or dead on a date that nobody stated. */
export type Death = DateSpan | 'date-unknown';

export interface CareZone {
  readonly name: string;
  readonly source: CareZoneSource;
}

/** A unit of S9326, or a per diem of another therapy, that stands on a date by another claim. */
export interface PriorUnit {
  readonly date: CivilDate;
  readonly claim: string;
  readonly isPerDiem: boolean;
  /** `open`: an earlier claim of the same input that nobody has answered yet. */
  readonly status: 'paid' | 'open';
  readonly sameProvider: boolean;
  /** insurance.preAuthRef of the claim that it was billed on. */
  readonly authorizationNumbers: readonly string[];
  /** First and last date of the line that the unit was billed on. */
  readonly line: DateSpan;
}
