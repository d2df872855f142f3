import { MET, notMet, type Rule, reason } from './rule.ts';

const NOT_THE_PATIENT = reason('CO', '31', 'N382');

/** 2-rules.md 9. References are compared as 1-days.md 0 says, never displays. */
export const coverageBeneficiaryMatches: Rule = {
  id: 'coverage-beneficiary-matches',
  title: "The coverage is the patient's",
  scope: 'claim',
  effect: 'deny',
  codes: [NOT_THE_PATIENT],
  sources: ['fhir-coverage', 'x12-carc'],
  needs: 'coverage',
  claim: ({ coverage }) => (coverage?.isPatients === false ? notMet(NOT_THE_PATIENT) : MET),
  explain: (_, { coverage }) => ({
    message: `${coverage?.reference} is another person's coverage: its beneficiary is not the patient of the claim.`,
    fix: "Name the patient's own coverage, or correct Claim.patient.",
    evidence: coverage ? [coverage.reference] : [],
  }),
};
