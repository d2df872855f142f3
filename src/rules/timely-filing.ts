import { formatDate } from '../time/civil-date.ts';
import { datesInWords, plural } from '../time/dates-in-words.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const LATE = reason('CO', '29');

/** 2-rules.md 13. A replacement is as timely as the first claim of its chain. */
export const timelyFiling: Rule = {
  id: 'timely-filing',
  title: 'The claim was made in time',
  scope: 'date',
  effect: 'deny',
  codes: [LATE],
  sources: ['x12-carc'],
  looksBack: true,
  date: ({ filed, parametersOn }, _, date) =>
    filed !== undefined && filed - date > parametersOn(date).timelyFilingDays ? notMet(LATE) : MET,
  explain: ({ dates }, { filed, parametersOn }) => ({
    message: `The claim was made on ${filed === undefined ? '' : formatDate(filed)}, more than ${plural(parametersOn(dates[0] ?? 0).timelyFilingDays, 'day')} after ${datesInWords(dates)}.`,
    fix: 'If the payer allows an exception (retroactive coverage, another payer first), appeal with the proof of it.',
  }),
};
