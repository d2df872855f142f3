/** Ids in a biller's words: ours, short enough for a table, and true whatever the claim. */
import type { AdministrationReason, CareZoneSource, DayCounting, DayReason, Decision, Effect, LineDecision } from '../assessment.ts';

export const DECISION_WORDS: Readonly<Record<Decision, string>> = {
  approved: 'APPROVED',
  reduced: 'REDUCED',
  denied: 'DENIED',
  pended: 'PENDED',
  'not-applicable': 'NOT APPLICABLE',
};

export const EFFECT_WORDS: Readonly<Record<Effect, string>> = { deny: 'DENY', pend: 'PEND', advise: 'ADVISE' };

export const LINE_WORDS: Readonly<Record<LineDecision, string>> = {
  denied: 'denied',
  pended: 'pended',
  'separately-payable': 'separately payable',
  'not-judged': 'not judged',
};

export const ZONE_SOURCE_WORDS: Readonly<Record<CareZoneSource, string>> = {
  caller: 'as asked for',
  patient: "from the patient's record",
  facility: 'from the facility',
  policy: 'from the policy',
  address: 'from the state of the address',
  default: 'assumed: nothing says where care was given',
};

export const DAY_COUNTING_WORDS: Readonly<Record<DayCounting, string>> = {
  'access-days': 'counts every day from start to end of therapy',
  'infusion-days': 'counts days with infused time',
  'elapsed-24h': 'counts full 24 hours of infusion',
};

export const DAY_WORDS: Readonly<Record<DayReason, string>> = {
  inpatient: 'in hospital',
  unclear: 'record unclear',
  'under-24-hours': 'under 24 h',
  'not-counted': 'infused, not counted',
  paused: 'therapy paused',
  'no-infusion': 'no infusion',
};

export const ADMINISTRATION_WORDS: Readonly<Record<AdministrationReason, string>> = {
  'entered-in-error': 'entered in error',
  'not-given': 'not given, or not known to be given',
  'not-pain-medication': 'the medication is not an analgesic for infusion',
  'unknown-medication': 'no medication that we know is named',
  'not-parenteral': 'the route is not an infusion route',
  'not-home': 'given in hospital, not at home',
  'zero-rate': 'the rate is 0: the pump stood still',
  'imprecise-time': 'the time is missing or too imprecise',
  'reversed-period': 'it ends before it starts',
  'still-open': 'it has no end, though it is not in progress',
  future: 'it starts after the as-of time',
  'empty-period': 'it ends when it starts',
  'not-shown-as-infusion': 'nothing shows that it was an infusion',
  'isolated-reading': 'a single reading: nothing shows how long it ran',
  'no-rate': 'a reading without a rate',
};

/** What a unit or a line runs into when the rule refuses or holds it. */
export const RULE_WORDS: Readonly<Record<string, string>> = {
  'service-dates-stated': 'dates of service missing or unusable',
  'units-stated': 'quantity missing or unusable',
  'not-future-dated': 'date in the future',
  'patient-alive': 'after the date of death',
  'care-zone-known': 'time zone of care unknown',
  'diagnosis-present': 'no diagnosis',
  'modifiers-consistent': 'modifiers contradict the claim',
  'coverage-present': 'no coverage at hand',
  'coverage-beneficiary-matches': 'coverage of someone else',
  'coverage-in-force': 'coverage not in force',
  'payer-accepts-s-codes': 'payer does not take S codes',
  'primary-payer-first': 'another payer comes first',
  'timely-filing': 'filed too late',
  'authorization-present': 'no authorization number',
  'authorization-covers-date': 'not authorized',
  'authorization-units-left': 'authorized units used up',
  'benefit-units-left': 'benefit used up',
  'place-of-service-home': 'place of service is not home',
  'not-inpatient': 'in hospital',
  'not-under-hospice': 'hospice may owe the day',
  'evidence-present': 'no administrations sent',
  'not-implanted-pump': 'implanted pump: S9328',
  'infusion-continuous': 'under 24 h: S9327',
  'day-supported': 'not shown by the record',
  'one-per-diem-per-day': 'the day has its per diem already',
  'units-within-span': 'more units than dates',
  'units-match-span': 'fewer units than dates',
  'pain-per-diems-exclusive': 'another pain per diem on the day',
  'excluded-with-per-diem': 'not beside a per diem',
  'catheter-care-included': 'part of the per diem',
  'supplies-included': 'part of the per diem',
  'concurrent-therapy-modified': 'concurrent therapy without SH or SJ',
  'code-in-force': 'code not in force on the date',
  'unlisted-drug-identified': 'drug not identified',
  'order-on-file': 'no complete order on file',
  'diagnosis-supports-pain': 'no pain diagnosis',
  'alternatives-documented': 'other pain control not documented',
  'progress-documented': 'no note of the day',
  'ordering-provider-identified': 'no ordering provider',
  'supplies-documented': 'no supplies documented',
  'adjustments-documented': 'change without an order',
  'therapy-mostly-infused': 'pump stood still most of the time',
  'drugs-coded-separately': 'no drug line',
  'drug-units-match-infused': 'drug units differ from what was infused',
  'nursing-coded-correctly': 'nursing codes do not fit together',
};
