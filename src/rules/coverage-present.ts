import { MET, type Rule, reason, undetermined } from './rule.ts';

const NO_COVERAGE = reason('CO', '16', 'N382');

/** 2-rules.md 8. */
export const coveragePresent: Rule = {
  id: 'coverage-present',
  title: 'The focal insurance and its Coverage are at hand',
  scope: 'claim',
  effect: 'pend',
  codes: [NO_COVERAGE],
  sources: ['fhir-claim', 'fhir-coverage', 'x12-rarc'],
  claim: ({ coverage }) => (coverage ? MET : undetermined(NO_COVERAGE)),
  explain: (_, { claim }) =>
    claim.hasFocalInsurance
      ? {
          message: 'The Coverage of the focal insurance was not sent.',
          fix: 'Send the Coverage that Claim.insurance names, with its payor.',
        }
      : { message: 'The claim names no focal insurance.', fix: 'Mark the insurance that is to pay with focal, and send its Coverage.' },
};
