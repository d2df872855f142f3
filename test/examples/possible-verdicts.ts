/**
 * The verdicts that each rule can give, read off the table of `2-rules.md`; `examples.test.ts` asks for an example of each.
 * Every rule is not-applicable to a claim without a line of S9326.
 */
import type { Verdict } from '../../src/index.ts';
import type { RuleId } from '../../src/rules/ids.ts';

const DECIDES: readonly Verdict[] = ['met', 'not-met', 'not-applicable'];
const DOUBTS: readonly Verdict[] = ['met', 'undetermined', 'not-applicable'];
const ALL: readonly Verdict[] = ['met', 'not-met', 'undetermined', 'not-applicable'];

export const POSSIBLE: Readonly<Record<RuleId, readonly Verdict[]>> = {
  'service-dates-stated': DECIDES,
  'units-stated': DECIDES,
  'not-future-dated': DECIDES,
  'patient-alive': ALL,
  'care-zone-known': DOUBTS,
  'diagnosis-present': DECIDES,
  'modifiers-consistent': DECIDES,
  'coverage-present': DOUBTS,
  'coverage-beneficiary-matches': DECIDES,
  'coverage-in-force': DECIDES,
  'payer-accepts-s-codes': DECIDES,
  'primary-payer-first': DECIDES,
  'timely-filing': DECIDES,
  'authorization-present': DECIDES,
  'authorization-covers-date': DECIDES,
  'authorization-units-left': DECIDES,
  'benefit-units-left': DECIDES,
  'place-of-service-home': ALL,
  'not-inpatient': DECIDES,
  'not-under-hospice': DECIDES,
  'evidence-present': DOUBTS,
  'not-implanted-pump': DECIDES,
  'infusion-continuous': DECIDES,
  'day-supported': ALL,
  'one-per-diem-per-day': DECIDES,
  'units-within-span': DECIDES,
  'units-match-span': DECIDES,
  'pain-per-diems-exclusive': DECIDES,
  'excluded-with-per-diem': DECIDES,
  'catheter-care-included': DECIDES,
  'supplies-included': DECIDES,
  'concurrent-therapy-modified': DECIDES,
  'code-in-force': DECIDES,
  'unlisted-drug-identified': DECIDES,
  'order-on-file': DECIDES,
  'diagnosis-supports-pain': DECIDES,
  'alternatives-documented': ALL,
  'progress-documented': DECIDES,
  'ordering-provider-identified': DECIDES,
  'supplies-documented': DECIDES,
  'adjustments-documented': DECIDES,
  'therapy-mostly-infused': DECIDES,
  'drugs-coded-separately': DECIDES,
  'drug-units-match-infused': DECIDES,
  'nursing-coded-correctly': DECIDES,
};
