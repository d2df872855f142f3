import { MET, notMet, type Rule, reason } from './rule.ts';

const NO_DIAGNOSIS = reason('CO', '16', 'M76');

/** 2-rules.md 6. */
export const diagnosisPresent: Rule = {
  id: 'diagnosis-present',
  title: 'The claim has a diagnosis, and the line leads to one that is there',
  scope: 'claim, line',
  effect: 'deny',
  codes: [NO_DIAGNOSIS],
  sources: ['fhir-claim', 'x12-rarc'],
  claim: ({ claim }) => (claim.diagnosisCount > 0 ? MET : notMet(NO_DIAGNOSIS)),
  line({ claim }, line) {
    if (claim.diagnosisCount === 0) return { verdict: 'not-applicable' };
    return line.diagnosisSequences.every((sequence) => claim.diagnosisSequences.has(sequence)) ? MET : notMet(NO_DIAGNOSIS);
  },
  explain: ({ line }, { claim }) =>
    line
      ? {
          message: `Line ${line.sequence} points to diagnosis ${line.diagnosisSequences.filter((each) => !claim.diagnosisSequences.has(each)).join(', ')}, which the claim does not have.`,
          fix: 'Correct item.diagnosisSequence, or add the diagnosis.',
        }
      : { message: 'The claim has no diagnosis.', fix: 'Add the diagnosis for which the pain is treated.' },
};
