import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const NO_NUMBER = reason('CO', '197', 'M62');

/** 2-rules.md 14. */
export const authorizationPresent: Rule = {
  id: 'authorization-present',
  title: 'The claim carries the number of an authorization where the payer wants one',
  scope: 'claim',
  effect: 'deny',
  codes: [NO_NUMBER],
  sources: ['bcbstx-2015', 'x12-rarc'],
  needs: 'focal insurance',
  looksBack: true,
  claim({ parameters, claim }) {
    if (!parameters.authorizationRequired) return NOT_APPLICABLE;
    return claim.authorizationNumbers.length > 0 ? MET : notMet(NO_NUMBER);
  },
  explain: () => ({
    message: 'This payer wants an authorization before the therapy, and the claim carries no number of one.',
    fix: 'Put the number of the authorization into insurance.preAuthRef, or ask for one after the fact if the payer allows it.',
  }),
};
