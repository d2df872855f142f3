import { datesInWords } from '../time/dates-in-words.ts';
import { MET, notMet, type Rule, reason, undetermined } from './rule.ts';

const AFTER_DEATH = reason('CO', '13');

/** 2-rules.md 4. A death known to a month or a year decides only the dates after it; inside it nobody knows. */
export const patientAlive: Rule = {
  id: 'patient-alive',
  title: 'The patient was alive on the date',
  scope: 'date',
  effect: 'deny',
  codes: [AFTER_DEATH],
  sources: ['x12-carc'],
  date({ death }, _, date) {
    if (death === undefined) return MET;
    if (death === 'date-unknown') return undetermined(AFTER_DEATH);
    if (date > death.last) return notMet(AFTER_DEATH);
    return date > death.first ? undetermined(AFTER_DEATH) : MET;
  },
  explain: ({ answer, dates }) =>
    answer.verdict === 'not-met'
      ? { message: `${datesInWords(dates)}: after the patient's death.`, fix: 'Bill up to and including the day of death.' }
      : {
          message: `The patient has died, and the record does not say on which day: ${datesInWords(dates)} cannot be decided.`,
          fix: 'Send the date of death (Patient.deceasedDateTime).',
        },
};
