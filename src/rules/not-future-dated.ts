import { formatDate } from '../time/civil-date.ts';
import { datesInWords } from '../time/dates-in-words.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const FUTURE = reason('CO', '110');

/** 2-rules.md 3. */
export const notFutureDated: Rule = {
  id: 'not-future-dated',
  title: 'The date of service is not after the day of judgement',
  scope: 'date',
  effect: 'deny',
  codes: [FUTURE],
  sources: ['x12-carc'],
  looksBack: true,
  date: ({ today }, _, date) => (date > today ? notMet(FUTURE) : MET),
  explain: ({ dates }, { today }) => ({
    message: `${datesInWords(dates)} ${dates.length === 1 ? 'is' : 'are'} after ${formatDate(today)}, the day of judgement.`,
    fix: 'Bill these days when they have passed and their infusion is on record.',
  }),
};
