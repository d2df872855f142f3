/** The catalogue: every rule, in the order of precedence. A new rule is a file beside this one and a line here. */
import { careZoneKnown } from './care-zone-known.ts';
import { catheterCareIncluded } from './catheter-care-included.ts';
import { concurrentTherapyModified } from './concurrent-therapy-modified.ts';
import { coverageBeneficiaryMatches } from './coverage-beneficiary-matches.ts';
import { coverageInForce } from './coverage-in-force.ts';
import { coveragePresent } from './coverage-present.ts';
import { daySupported } from './day-supported.ts';
import { diagnosisPresent } from './diagnosis-present.ts';
import { evidencePresent } from './evidence-present.ts';
import { excludedWithPerDiem } from './excluded-with-per-diem.ts';
import { infusionContinuous } from './infusion-continuous.ts';
import { modifiersConsistent } from './modifiers-consistent.ts';
import { notFutureDated } from './not-future-dated.ts';
import { notImplantedPump } from './not-implanted-pump.ts';
import { notInpatient } from './not-inpatient.ts';
import { onePerDiemPerDay } from './one-per-diem-per-day.ts';
import { painPerDiemsExclusive } from './pain-per-diems-exclusive.ts';
import { patientAlive } from './patient-alive.ts';
import { payerAcceptsSCodes } from './payer-accepts-s-codes.ts';
import { placeOfServiceHome } from './place-of-service-home.ts';
import type { Rule } from './rule.ts';
import { serviceDatesStated } from './service-dates-stated.ts';
import { suppliesIncluded } from './supplies-included.ts';
import { unitsStated } from './units-stated.ts';
import { unitsWithinSpan } from './units-within-span.ts';

/** Version of rules and code sets; in every answer. */
export const RULE_SET = '2026.11.1';

export const RULES: readonly Rule[] = [
  serviceDatesStated,
  unitsStated,
  notFutureDated,
  patientAlive,
  careZoneKnown,
  diagnosisPresent,
  modifiersConsistent,
  coveragePresent,
  coverageBeneficiaryMatches,
  coverageInForce,
  payerAcceptsSCodes,
  placeOfServiceHome,
  notInpatient,
  evidencePresent,
  notImplantedPump,
  infusionContinuous,
  daySupported,
  onePerDiemPerDay,
  unitsWithinSpan,
  painPerDiemsExclusive,
  excludedWithPerDiem,
  catheterCareIncluded,
  suppliesIncluded,
  concurrentTherapyModified,
];
