/**
 * The domain answer, one per Claim, before FHIR: every face (ClaimResponse, table, page, report) is written from it.
 * Dates are `YYYY-MM-DD` in the care zone, instants ISO 8601 in UTC, absent means not stated, and every array is sorted by
 * content, so that the same input gives the same bytes in any order of bundle entries.
 */

export type Decision = 'approved' | 'reduced' | 'denied' | 'pended' | 'not-applicable';
export type UnitDecision = 'allowed' | 'denied' | 'pended';
export type LineDecision = 'denied' | 'pended' | 'separately-payable' | 'not-judged';
export type CareZoneSource = 'caller' | 'patient' | 'facility' | 'policy' | 'address' | 'default';
export type DayCounting = 'access-days' | 'infusion-days' | 'elapsed-24h';
export type Verdict = 'met' | 'not-met' | 'undetermined' | 'not-applicable';
export type Effect = 'deny' | 'pend' | 'advise';
export type ClaimUse = 'claim' | 'preauthorization' | 'predetermination';

/** Why a date is not supported, in the order in which the answers are tried (1-days.md 4). */
export type DayReason = 'inpatient' | 'unclear' | 'under-24-hours' | 'not-counted' | 'paused' | 'no-infusion';

/** Why an administration is not evidence (1-days.md 1). */
export type AdministrationReason =
  | 'entered-in-error'
  | 'not-given'
  | 'not-pain-medication'
  | 'unknown-medication'
  | 'not-parenteral'
  | 'not-home'
  | 'zero-rate'
  | 'imprecise-time'
  | 'reversed-period'
  | 'still-open'
  | 'future'
  | 'empty-period'
  | 'not-shown-as-infusion'
  | 'isolated-reading'
  | 'no-rate';

export interface Units {
  readonly submitted: number;
  readonly allowed: number;
  readonly denied: number;
  readonly pended: number;
}

/** One unit on its date; or, without a date, `count` (absent: 1) units that share an answer. */
export interface UnitAnswer {
  readonly date?: string;
  readonly decision: UnitDecision;
  /** The first rule that denies the unit, else the first that pends it. */
  readonly rule?: string;
  readonly count?: number;
}

export interface PerDiemLine extends Units {
  readonly sequence: number;
  readonly code: string;
  readonly units: readonly UnitAnswer[];
}

export interface OtherLine {
  readonly sequence: number;
  readonly code?: string;
  readonly submitted: number;
  readonly decision: LineDecision;
  readonly rule?: string;
  readonly dates?: readonly string[];
}

export type Line = PerDiemLine | OtherLine;

export interface Day {
  readonly date: string;
  readonly supported: boolean;
  readonly reason?: DayReason;
  readonly infusedMinutes: number;
  readonly evidence: readonly string[];
}

export interface AdministrationAnswer {
  readonly reference: string;
  readonly evidence: boolean;
  readonly reason?: AdministrationReason;
}

export interface RunAnswer {
  readonly start: string;
  readonly end: string;
  readonly spanMinutes: number;
  readonly infusedMinutes: number;
  readonly continuous: boolean;
  /** Number of the therapy that the run belongs to, from 1. */
  readonly therapy: number;
}

export interface StayAnswer {
  readonly start: string;
  readonly end: string;
  readonly references: readonly string[];
}

/** `not-met` and `undetermined` answers only; one per rule, line and code. */
export interface Finding {
  readonly rule: string;
  readonly verdict: 'not-met' | 'undetermined';
  readonly effect: Effect;
  /** Sequence of the claim line; absent where the rule looks at the whole claim. */
  readonly line?: number;
  readonly dates?: readonly string[];
  readonly group?: 'CO' | 'PR' | 'OA' | 'PI';
  readonly carc?: string;
  readonly rarc?: readonly string[];
  readonly message: string;
  readonly fix: string;
  readonly evidence: readonly string[];
}

export interface Assessment {
  readonly claim: string;
  readonly patient: string;
  readonly asOf: string;
  readonly ruleSet: string;
  readonly careZone: { readonly zone: string; readonly source: CareZoneSource };
  readonly policy: { readonly id: string; readonly dayCounting: DayCounting };
  readonly decision: Decision;
  readonly units: Units;
  readonly lines: readonly Line[];
  readonly days: readonly Day[];
  readonly administrations: readonly AdministrationAnswer[];
  readonly runs: readonly RunAnswer[];
  readonly stays: readonly StayAnswer[];
  readonly findings: readonly Finding[];
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly unbilledDays: readonly string[];
  readonly adjacentDays: readonly string[];
  readonly notes: readonly string[];
}

/** True for a line that bills S9326: the only lines that carry units. */
export const isPerDiemLine = (line: Line): line is PerDiemLine => 'units' in line;
