import { datesInWords } from '../time/dates-in-words.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const NOT_DOCUMENTED = reason('CO', '16', 'N706');

/** 2-rules.md 38. */
export const progressDocumented: Rule = {
  id: 'progress-documented',
  title: 'Something was written or observed about the patient on the date',
  scope: 'date',
  effect: 'advise',
  codes: [NOT_DOCUMENTED],
  sources: ['iframe-s9326', 'x12-rarc'],
  looksBack: true,
  date: ({ documentation }, _, date) =>
    documentation.notes.some(({ first, last }) => first <= date && date <= last) ? MET : notMet(NOT_DOCUMENTED),
  explain: ({ dates }) => ({
    message: `No note, observation or encounter is on record for ${datesInWords(dates)}.`,
    fix: 'Have the daily notes of infusion and response at hand: a payer may ask for them.',
  }),
};
