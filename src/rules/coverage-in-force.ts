import { formatDate } from '../time/civil-date.ts';
import { datesInWords } from '../time/dates-in-words.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const NOT_YET = reason('PR', '26', 'N30');
const NO_LONGER = reason('PR', '27', 'N30');
const NOT_VALID = reason('CO', '16', 'N382');

/** 2-rules.md 10. A side without a date is open; a coverage cancelled without an end holds on no date. */
export const coverageInForce: Rule = {
  id: 'coverage-in-force',
  title: 'The coverage is in force on the date',
  scope: 'date',
  effect: 'deny',
  codes: [NOT_YET, NO_LONGER, NOT_VALID],
  sources: ['fhir-coverage', 'x12-carc'],
  needs: 'coverage',
  date({ coverage }, _, date) {
    if (!coverage) return MET;
    if (coverage.status === 'draft' || coverage.status === 'entered-in-error') return notMet(NOT_VALID, 'pend');
    if (coverage.start !== undefined && date < coverage.start) return notMet(NOT_YET);
    if (coverage.end !== undefined) return date > coverage.end ? notMet(NO_LONGER) : MET;
    return coverage.status === 'cancelled' ? notMet(NO_LONGER) : MET;
  },
  explain({ answer, dates }, { coverage }) {
    const name = coverage?.reference ?? 'The coverage';
    const evidence = coverage ? [coverage.reference] : [];
    if (answer.code === NOT_VALID)
      return { message: `${name} has the status ${coverage?.status}.`, fix: 'Send the coverage that is in force.', evidence };
    if (answer.code === NOT_YET)
      return {
        message: `${name} begins on ${coverage?.start === undefined ? '' : formatDate(coverage.start)}, after ${datesInWords(dates)}.`,
        fix: 'Bill the insurance that covered these dates.',
        evidence,
      };
    const end = coverage?.end === undefined ? 'is cancelled' : `ended on ${formatDate(coverage.end)}`;
    return {
      message: `${name} ${end}: ${datesInWords(dates)} not covered.`,
      fix: 'Bill the insurance that covered these dates.',
      evidence,
    };
  },
};
