import { MET, notMet, type Rule, reason } from './rule.ts';

const NOT_NAMED = reason('CO', '16', 'N264');

/** 2-rules.md 39. */
export const orderingProviderIdentified: Rule = {
  id: 'ordering-provider-identified',
  title: 'The ordering provider is named',
  scope: 'claim',
  effect: 'advise',
  codes: [NOT_NAMED],
  sources: ['fhir-claim', 'x12-rarc'],
  claim: ({ documentation }) => (documentation.hasOrderingProvider ? MET : notMet(NOT_NAMED)),
  explain: () => ({
    message: 'Nobody is named who ordered the therapy.',
    fix: 'Name the orderer: MedicationRequest.requester, Claim.referral, or a member of careTeam with that role.',
  }),
};
