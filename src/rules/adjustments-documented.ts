import type { CivilDate } from '../time/civil-date.ts';
import { datesInWords } from '../time/dates-in-words.ts';
import type { Case } from './case.ts';
import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const NOT_DOCUMENTED = reason('CO', '16', 'N706');

/** 2-rules.md 41. Off unless a policy asks. A change of drug or rate wants an order or a note of that date or the day before. */
export const adjustmentsDocumented: Rule = {
  id: 'adjustments-documented',
  title: 'A change of drug or rate has an order or a note',
  scope: 'date',
  effect: 'advise',
  isOffByDefault: true,
  codes: [NOT_DOCUMENTED],
  sources: ['iframe-s9326', 'x12-rarc'],
  needs: 'administrations',
  looksBack: true,
  date(claim, _, date) {
    if (!hasChange(claim, date)) return NOT_APPLICABLE;
    const { orders, notes } = claim.documentation;
    const isOrdered = orders.some(({ written }) => written === date || written === date - 1);
    return isOrdered || notes.some(({ first, last }) => first <= date && last >= date - 1) ? MET : notMet(NOT_DOCUMENTED);
  },
  explain: ({ dates }) => ({
    message: `Drug or rate changed on ${datesInWords(dates)}, and no order or note of that date or the day before is on record.`,
    fix: 'Send the order or the note of the change.',
  }),
};

/** A segment that begins on the date with another drug or rate than the one that began before it. */
function hasChange({ boundsOf, derivationOn }: Case, date: CivilDate): boolean {
  const { start, end } = boundsOf(date);
  const before = boundsOf(date - 1).start;
  const segments = [...derivationOn(date).infusedDuring(before, end)].sort((a, b) => a.start - b.start);
  return segments.some((segment, i) => {
    const previous = segments[i - 1]?.administration;
    const { administration } = segment;
    return (
      segment.start >= start &&
      previous !== undefined &&
      (previous.medicationKey !== administration.medicationKey ||
        (previous.rate ?? administration.rate) !== (administration.rate ?? previous.rate))
    );
  });
}
