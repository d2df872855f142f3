import { datesInWords } from '../time/dates-in-words.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const HOSPICE = reason('CO', 'B9', 'N130');
const PLACE_HOSPICE = '34';

/** 2-rules.md 20. A hospice is paid for the pain therapy of its patients; the payer settles who bills. */
export const notUnderHospice: Rule = {
  id: 'not-under-hospice',
  title: 'The patient is not in the care of a hospice on the date',
  scope: 'date',
  effect: 'pend',
  codes: [HOSPICE],
  sources: ['bcbsnc-2011', 'x12-carc'],
  looksBack: true,
  date: ({ hospiceOn }, { place }, date) => (place === PLACE_HOSPICE || hospiceOn(date).length > 0 ? notMet(HOSPICE) : MET),
  explain({ dates, line }, { hospiceOn }) {
    const evidence = [...new Set(dates.flatMap(hospiceOn))].sort();
    return {
      message: `The patient is in the care of a hospice on ${datesInWords(dates)}${evidence.length === 0 ? ` (place of service ${line?.place})` : ''}.`,
      fix: 'Bill the hospice, or send its statement that this therapy is not for the terminal illness.',
      evidence,
    };
  },
};
