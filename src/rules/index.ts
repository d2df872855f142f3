/** The catalogue: every rule, in the order of precedence. A new rule is a file beside this one and a line here. */
import { adjustmentsDocumented } from './adjustments-documented.ts';
import { alternativesDocumented } from './alternatives-documented.ts';
import { authorizationCoversDate } from './authorization-covers-date.ts';
import { authorizationPresent } from './authorization-present.ts';
import { authorizationUnitsLeft } from './authorization-units-left.ts';
import { benefitUnitsLeft } from './benefit-units-left.ts';
import { careZoneKnown } from './care-zone-known.ts';
import { catheterCareIncluded } from './catheter-care-included.ts';
import { codeInForce } from './code-in-force.ts';
import { concurrentTherapyModified } from './concurrent-therapy-modified.ts';
import { coverageBeneficiaryMatches } from './coverage-beneficiary-matches.ts';
import { coverageInForce } from './coverage-in-force.ts';
import { coveragePresent } from './coverage-present.ts';
import { daySupported } from './day-supported.ts';
import { diagnosisPresent } from './diagnosis-present.ts';
import { diagnosisSupportsPain } from './diagnosis-supports-pain.ts';
import { drugUnitsMatchInfused } from './drug-units-match-infused.ts';
import { drugsCodedSeparately } from './drugs-coded-separately.ts';
import { evidencePresent } from './evidence-present.ts';
import { excludedWithPerDiem } from './excluded-with-per-diem.ts';
import { infusionContinuous } from './infusion-continuous.ts';
import { modifiersConsistent } from './modifiers-consistent.ts';
import { notFutureDated } from './not-future-dated.ts';
import { notImplantedPump } from './not-implanted-pump.ts';
import { notInpatient } from './not-inpatient.ts';
import { notUnderHospice } from './not-under-hospice.ts';
import { nursingCodedCorrectly } from './nursing-coded-correctly.ts';
import { onePerDiemPerDay } from './one-per-diem-per-day.ts';
import { orderOnFile } from './order-on-file.ts';
import { orderingProviderIdentified } from './ordering-provider-identified.ts';
import { painPerDiemsExclusive } from './pain-per-diems-exclusive.ts';
import { patientAlive } from './patient-alive.ts';
import { payerAcceptsSCodes } from './payer-accepts-s-codes.ts';
import { placeOfServiceHome } from './place-of-service-home.ts';
import { primaryPayerFirst } from './primary-payer-first.ts';
import { progressDocumented } from './progress-documented.ts';
import type { Rule } from './rule.ts';
import { serviceDatesStated } from './service-dates-stated.ts';
import { suppliesDocumented } from './supplies-documented.ts';
import { suppliesIncluded } from './supplies-included.ts';
import { therapyMostlyInfused } from './therapy-mostly-infused.ts';
import { timelyFiling } from './timely-filing.ts';
import { unitsMatchSpan } from './units-match-span.ts';
import { unitsStated } from './units-stated.ts';
import { unitsWithinSpan } from './units-within-span.ts';
import { unlistedDrugIdentified } from './unlisted-drug-identified.ts';

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
  primaryPayerFirst,
  timelyFiling,
  authorizationPresent,
  authorizationCoversDate,
  authorizationUnitsLeft,
  benefitUnitsLeft,
  placeOfServiceHome,
  notInpatient,
  notUnderHospice,
  evidencePresent,
  notImplantedPump,
  infusionContinuous,
  daySupported,
  onePerDiemPerDay,
  unitsWithinSpan,
  unitsMatchSpan,
  painPerDiemsExclusive,
  excludedWithPerDiem,
  catheterCareIncluded,
  suppliesIncluded,
  concurrentTherapyModified,
  codeInForce,
  unlistedDrugIdentified,
  orderOnFile,
  diagnosisSupportsPain,
  alternativesDocumented,
  progressDocumented,
  orderingProviderIdentified,
  suppliesDocumented,
  adjustmentsDocumented,
  therapyMostlyInfused,
  drugsCodedSeparately,
  drugUnitsMatchInfused,
  nursingCodedCorrectly,
];
