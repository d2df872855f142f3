import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const NOT_IDENTIFIED = reason('CO', '16', 'M119');
const UNLISTED: readonly string[] = ['J3490', 'J7999'];

/** 2-rules.md 34. A drug without a code of its own is named by its NDC, or in words. */
export const unlistedDrugIdentified: Rule = {
  id: 'unlisted-drug-identified',
  title: 'An unlisted drug is named by NDC or description',
  scope: 'other line',
  effect: 'deny',
  codes: [NOT_IDENTIFIED],
  sources: ['hmsa', 'x12-rarc'],
  wholeLine(_, { code, isProcedureCode, namesDrug }) {
    if (code === undefined || !isProcedureCode || !UNLISTED.includes(code)) return NOT_APPLICABLE;
    return namesDrug ? MET : notMet(NOT_IDENTIFIED);
  },
  explain: ({ line }) => ({
    message: `Line ${line?.sequence} bills ${line?.code}, an unlisted drug, without its NDC or a description.`,
    fix: 'Add the NDC (a second coding of productOrService, or detail) or the name and strength of the drug.',
  }),
};
