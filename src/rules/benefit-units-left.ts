import { datesInWords, plural } from '../time/dates-in-words.ts';
import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const REACHED = reason('CO', '119', 'N362');

/** 2-rules.md 17. */
export const benefitUnitsLeft: Rule = {
  id: 'benefit-units-left',
  title: 'The benefit has a unit left for the date',
  scope: 'date',
  effect: 'deny',
  codes: [REACHED],
  sources: ['fhir-eligibility', 'x12-carc'],
  needs: 'focal insurance',
  counting({ benefit }, _, __, laidBefore) {
    if (!benefit) return NOT_APPLICABLE;
    return benefit.used + laidBefore < benefit.allowed ? MET : notMet(REACHED);
  },
  explain: ({ dates }, { benefit }) => ({
    message: `The benefit allows ${plural(benefit?.allowed ?? 0, 'unit')} of S9326, ${benefit?.used ?? 0} were used before this claim: none is left for ${datesInWords(dates)}.`,
    fix: 'Tell the patient, and ask the payer for an exception if the therapy has to go on.',
    evidence: benefit ? [benefit.reference] : [],
  }),
};
