import { datesInWords } from '../time/dates-in-words.ts';
import { authorizationsOn, hasAuthorizations } from './authorizations.ts';
import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const NOT_THIS_DATE = reason('CO', '284', 'N351');
const REFUSED = reason('CO', '39', 'N41');

/** 2-rules.md 15. Only authorizations that are at hand can be looked at. */
export const authorizationCoversDate: Rule = {
  id: 'authorization-covers-date',
  title: 'An authorization that was granted holds on the date',
  scope: 'date',
  effect: 'deny',
  codes: [NOT_THIS_DATE, REFUSED],
  sources: ['davinci-pas', 'x12-carc'],
  needs: 'focal insurance',
  looksBack: true,
  date(claim, _, date) {
    if (!hasAuthorizations(claim)) return NOT_APPLICABLE;
    if (claim.authorizations.every(({ answer }) => answer === 'refused')) return notMet(REFUSED);
    return authorizationsOn(claim, date).length > 0 ? MET : notMet(NOT_THIS_DATE);
  },
  explain({ answer, dates }, { authorizations }) {
    const evidence = [...new Set(authorizations.map(({ reference }) => reference))].sort();
    return answer.code === REFUSED
      ? {
          message: 'The authorization that the claim names was refused.',
          fix: 'Appeal the refusal, or ask again with what was missing.',
          evidence,
        }
      : {
          message: `The authorization does not hold on ${datesInWords(dates)}.`,
          fix: 'Ask the payer to extend the authorization, or name the one that holds on these dates.',
          evidence,
        };
  },
};
