/** What else is on record about the therapy: orders, notes, authorizations, benefits. The rules of documentation and authorization look at it. */
import type { CivilDate } from './time/civil-date.ts';

/** A ClaimResponse to a preauthorization under a number that the claim carries. */
export interface Authorization {
  readonly reference: string;
  /** Numbers of the claim under which it was given. */
  readonly numbers: readonly string[];
  readonly answer: 'granted' | 'refused' | 'waiting';
  /** Absent: open on that side. */
  readonly start?: CivilDate;
  readonly end?: CivilDate;
  /** Units of S9326 granted; absent: none stated, no limit. */
  readonly units?: number;
  /** Units that other claims have used under the same numbers: paid ones, and those of open claims judged before. */
  readonly used: number;
  readonly usedByOpen: number;
}

export interface Benefit {
  readonly reference: string;
  readonly allowed: number;
  readonly used: number;
}

/** A MedicationRequest. */
export interface Order {
  readonly reference: string;
  readonly written?: CivilDate;
  /** An analgesic for infusion, as the evidence has it. */
  readonly isForInfusion: boolean;
  /** An analgesic by mouth or skin. */
  readonly isOtherAnalgesic: boolean;
  readonly isInForce: boolean;
  readonly isStoppedOrReasoned: boolean;
  readonly hasDose: boolean;
  readonly hasRate: boolean;
  readonly hasRequester: boolean;
}

/** Something written or observed about the patient, on the dates from first to last. */
export interface Note {
  readonly reference: string;
  readonly kind: 'document' | 'observation' | 'encounter';
  readonly first: CivilDate;
  readonly last: CivilDate;
}

export interface Documentation {
  readonly orders: readonly Order[];
  readonly notes: readonly Note[];
  /** Deliveries, device use and documents about supplies. */
  readonly supplies: readonly { readonly reference: string; readonly first: CivilDate; readonly last: CivilDate }[];
  /** Documents whose content is not text that could be read here. */
  readonly unreadDocuments: readonly string[];
  /** Something structured or written says that other pain control failed or does not suit. */
  readonly alternatives: readonly string[];
  readonly hasOrderingProvider: boolean;
  /** ICD-10-CM codes of the claim's diagnoses, without the point, in capitals. */
  readonly diagnoses: readonly string[];
}
