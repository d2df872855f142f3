import { datesInWords } from '../time/dates-in-words.ts';
import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const NO_FIRST_HOURS = reason('CO', '16', 'N122');
const OTHER_CODE = reason('CO', '16', 'N56');

/** 2-rules.md 45. 99602 adds hours to the visit of 99601; S9123 is not for what CPT 99500 to 99602 say (its descriptor). */
export const nursingCodedCorrectly: Rule = {
  id: 'nursing-coded-correctly',
  title: 'Nursing visits are coded as their codes ask',
  scope: 'other line',
  effect: 'deny',
  codes: [NO_FIRST_HOURS, OTHER_CODE],
  sources: ['hcpcs-2026', 'x12-rarc'],
  otherLine(claim, { code, isProcedureCode }, date) {
    if (!isProcedureCode) return NOT_APPLICABLE;
    if (code === '99602') return claim.hasVisit(date) ? MET : notMet(NO_FIRST_HOURS);
    if (code === 'S9123') return claim.hasVisit(date) ? notMet(OTHER_CODE, 'advise') : MET;
    return NOT_APPLICABLE;
  },
  explain: ({ line, dates }) =>
    line?.code === '99602'
      ? {
          message: `Line ${line.sequence}, 99602, has no 99601 on ${datesInWords(dates)}: it adds hours to a visit.`,
          fix: 'Bill 99601 for the visit, and 99602 for its further hours.',
        }
      : {
          message: `Line ${line?.sequence}, S9123, stands beside 99601 on ${datesInWords(dates)}.`,
          fix: 'Bill further hours of the visit as 99602.',
        },
};
