/** All that a rule may look at: one claim with its coverage, evidence, history and policy. Rules read it and never change it. */
import type { CareZone, ClaimFacts, ClaimLine, CoverageFacts, Death, PriorUnit } from '../claim.ts';
import type { Authorization, Benefit, Documentation } from '../documentation.ts';
import type { DayAnswer, Derivation } from '../evidence/derive-days.ts';
import type { Parameters } from '../policy/parameters.ts';
import type { Policy } from '../policy/policy.ts';
import type { CivilDate } from '../time/civil-date.ts';
import type { Interval } from '../time/interval-set.ts';

/** A line that bills S9326, with what its stated dates and units come to under the policy. */
export interface PerDiemLineCase extends ClaimLine {
  /** Every date that exists from first to last; empty when rule service-dates-stated refuses them. */
  readonly dates: readonly CivilDate[];
  /** Units billed; absent when the quantity is no whole number above 0. */
  readonly units?: number;
}

export interface Case {
  readonly claim: ClaimFacts;
  /** Lines that bill S9326, by sequence. */
  readonly perDiemLines: readonly PerDiemLineCase[];
  /** Dates of those lines, ascending, each once. */
  readonly billedDates: readonly CivilDate[];
  /** The focal insurance's Coverage, when it is at hand. */
  readonly coverage?: CoverageFacts;
  readonly death?: Death;
  /** The day on which the claim was made; of a replacement, the first claim of its chain. */
  readonly filed?: CivilDate;
  /** Active medical coverages that come before the focal one and have not answered. */
  readonly unansweredBefore: readonly string[];
  readonly authorizations: readonly Authorization[];
  readonly benefit?: Benefit;
  readonly documentation: Documentation;
  /** References to what says that the patient is in the care of a hospice on the date. */
  readonly hospiceOn: (date: CivilDate) => readonly string[];
  /** `asOf` as a date of the care zone. */
  readonly today: CivilDate;
  readonly careZone: CareZone;
  /** The number of allowed units would be another in another zone; asked only when nobody named one. */
  readonly zoneDecides: boolean;
  readonly policy: Policy;
  /** In force on the first billed date; claim rules use these. */
  readonly parameters: Parameters;
  /** In force on a date of service. */
  readonly parametersOn: (date: CivilDate) => Parameters;
  readonly hasAdministrations: boolean;
  /** First instant of the date, and of the next. */
  readonly boundsOf: (date: CivilDate) => Interval;
  /** Every date of a line of any code that exists; none when its dates are of no use. */
  readonly datesOf: (line: ClaimLine) => readonly CivilDate[];
  readonly dayOn: (date: CivilDate) => DayAnswer;
  readonly derivationOn: (date: CivilDate) => Derivation;
  /** References of the administrations that infused on the date. */
  readonly evidenceOn: (date: CivilDate) => readonly string[];
  /** References of the dispenses and deliveries that cover the date. */
  readonly suppliesOn: (date: CivilDate) => readonly string[];
  readonly priorUnitsOn: (date: CivilDate) => readonly PriorUnit[];
  /** Among the dates of the lines that bill S9326. */
  readonly isBilled: (date: CivilDate) => boolean;
  /** Another therapy's per diem stands on a line of this claim on the date. */
  readonly hasOtherTherapy: (date: CivilDate) => boolean;
  /** A nursing visit, 99601, stands on a line of this claim on the date. */
  readonly hasVisit: (date: CivilDate) => boolean;
  /** True when an allowed or pended unit of an earlier line of this claim stands on the date. */
  readonly isTaken: (date: CivilDate) => boolean;
}
