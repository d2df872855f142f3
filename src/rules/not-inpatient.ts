import { datesInWords } from '../time/dates-in-words.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const IN_HOSPITAL = reason('CO', '96', 'MA133');

/** 2-rules.md 19. Which dates of a stay are in hospital says 1-days.md 4 (admissionDay, dischargeDay). */
export const notInpatient: Rule = {
  id: 'not-inpatient',
  title: 'The patient was not in hospital on the date',
  scope: 'date',
  effect: 'deny',
  codes: [IN_HOSPITAL],
  sources: ['montana-1506', 'x12-rarc'],
  looksBack: true,
  date: ({ dayOn }, _, date) => (dayOn(date).reason === 'inpatient' ? notMet(IN_HOSPITAL) : MET),
  explain({ dates }, { derivationOn }) {
    const stays = dates.flatMap((date) => derivationOn(date).stays.filter((stay) => stay.firstDate <= date && date <= stay.lastDate));
    return {
      message: `The patient was in hospital on ${datesInWords(dates)}.`,
      fix: 'Bill the days at home only, or correct the encounter.',
      evidence: [...new Set(stays.flatMap((stay) => stay.references))],
    };
  },
};
