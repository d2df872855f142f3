import type { CivilDate } from '../time/civil-date.ts';
import { datesInWords } from '../time/dates-in-words.ts';
import type { Case } from './case.ts';
import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const BOTH_SH_AND_SJ = reason('CO', '4', 'N519');
const NOT_CONSISTENT = reason('CO', '4', 'N823');
const MODIFIERS: readonly string[] = ['SH', 'SJ', 'SS'];
/** Office and independent clinic: where an infusion suite can be (BCBSND, places 11 and 49). */
const SUITE_PLACES: readonly string[] = ['11', '49'];

/** 2-rules.md 7. SH: second, SJ: third or later concurrent therapy; SS: in the infusion suite (HCPCS modifiers). */
export const modifiersConsistent: Rule = {
  id: 'modifiers-consistent',
  title: 'The modifiers SH, SJ and SS fit the place and the other therapies of the date',
  scope: 'line, date',
  effect: 'deny',
  codes: [BOTH_SH_AND_SJ, NOT_CONSISTENT],
  sources: ['hcpcs-2026', 'bcbsnd', 'x12-rarc'],
  line(_, { modifiers, place }) {
    if (!MODIFIERS.some((modifier) => modifiers.has(modifier))) return NOT_APPLICABLE;
    if (modifiers.has('SH') && modifiers.has('SJ')) return notMet(BOTH_SH_AND_SJ);
    return modifiers.has('SS') && place !== undefined && !SUITE_PLACES.includes(place) ? notMet(NOT_CONSISTENT) : MET;
  },
  date(claim, { modifiers }, date) {
    if (!modifiers.has('SH') && !modifiers.has('SJ')) return NOT_APPLICABLE;
    return hasOtherTherapy(claim, date) ? MET : notMet(NOT_CONSISTENT);
  },
  explain({ answer, line, dates }) {
    if (dates.length > 0)
      return {
        message: `Line ${line?.sequence} is billed as a concurrent therapy (SH or SJ), but no other therapy's per diem stands on ${datesInWords(dates)}.`,
        fix: 'Take the modifier off, or bill the other therapy on the same dates.',
      };
    return answer.code === BOTH_SH_AND_SJ
      ? { message: `Line ${line?.sequence} has both SH and SJ.`, fix: 'Keep SH for the second therapy of the day, SJ for a third.' }
      : {
          message: `Line ${line?.sequence} has SS, infusion suite, with place of service ${line?.place}.`,
          fix: 'Take SS off a service at home, or correct the place of service.',
        };
  },
};

/** On a line of this claim or on another claim of the patient. */
const hasOtherTherapy = (claim: Case, date: CivilDate): boolean =>
  claim.hasOtherTherapy(date) || claim.priorUnitsOn(date).some((unit) => !unit.isPerDiem);
