import { isPainDiagnosis } from '../policy/documentation-words.ts';
import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const NOT_PAIN = reason('CO', '11', 'N569');

/** 2-rules.md 36. No payer's list for S9326 was found: the set is what pain lists have in common, so this only advises. */
export const diagnosisSupportsPain: Rule = {
  id: 'diagnosis-supports-pain',
  title: 'A diagnosis of pain is on the claim',
  scope: 'claim',
  effect: 'advise',
  codes: [NOT_PAIN],
  sources: ['icd-10-cm', 'x12-rarc'],
  claim({ documentation, claim }) {
    if (claim.diagnosisCount === 0) return NOT_APPLICABLE;
    return documentation.diagnoses.some(isPainDiagnosis) ? MET : notMet(NOT_PAIN);
  },
  explain: () => ({
    message: 'No diagnosis of the claim says pain (G89, R52, M25.5, M54).',
    fix: 'Add the diagnosis of the pain that is treated, for example G89.3 for pain of a cancer.',
  }),
};
