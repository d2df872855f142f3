import { MET, notMet, type Rule, reason } from './rule.ts';

const NOT_FIRST = reason('OA', '22', 'MA04');

/** 2-rules.md 12. Coordination of benefits: the coverages before the focal one have answered. */
export const primaryPayerFirst: Rule = {
  id: 'primary-payer-first',
  title: 'Every payer before this one has answered',
  scope: 'claim',
  effect: 'pend',
  codes: [NOT_FIRST],
  sources: ['fhir-coverage', 'x12-rarc'],
  needs: 'coverage',
  claim: (claim) => (claim.unansweredBefore.length > 0 ? notMet(NOT_FIRST) : MET),
  explain: (_, { unansweredBefore }) => ({
    message: `${unansweredBefore.join(', ')} ${unansweredBefore.length === 1 ? 'comes' : 'come'} before the focal coverage and no answer to this claim is at hand.`,
    fix: 'Bill the primary payer first, and send its answer (insurance.claimResponse or ExplanationOfBenefit).',
    evidence: unansweredBefore,
  }),
};
