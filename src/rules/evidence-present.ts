import { MET, type Rule, reason, undetermined } from './rule.ts';

const NO_RECORD = reason('CO', '252', 'N706');

/** 2-rules.md 21. */
export const evidencePresent: Rule = {
  id: 'evidence-present',
  title: 'The record of administrations is at hand',
  scope: 'claim',
  effect: 'pend',
  codes: [NO_RECORD],
  sources: ['fhir-medication-administration', 'x12-rarc'],
  looksBack: true,
  claim: ({ hasAdministrations }) => (hasAdministrations ? MET : undetermined(NO_RECORD)),
  explain: () => ({
    message: 'No MedicationAdministration of the patient was sent: no day can be shown to be infused.',
    fix: 'Send the administration record of the billed dates (pump or infusion record), of the patient of the claim.',
  }),
};
