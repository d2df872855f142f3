import { type CivilDate, HOUR_MS } from '../time/civil-date.ts';
import { datesInWords } from '../time/dates-in-words.ts';
import type { Case } from './case.ts';
import { MET, NOT_APPLICABLE, type Rule } from './rule.ts';

/** 2-rules.md 42. Access days may be paid without a drop infused; a payer who looks will ask. The time is that of whole civil days. */
export const therapyMostlyInfused: Rule = {
  id: 'therapy-mostly-infused',
  title: 'Most of the supported time that is billed was infused',
  scope: 'claim',
  effect: 'advise',
  codes: [],
  sources: ['nhia-per-diem'],
  needs: 'administrations',
  looksBack: true,
  claim(claim) {
    const { infused, time } = shareOf(claim);
    if (time === 0) return NOT_APPLICABLE;
    return infused < claim.parameters.idleShare * time ? { verdict: 'not-met' } : MET;
  },
  explain(_, claim) {
    const { infused, time } = shareOf(claim);
    return {
      message: `Of ${Math.floor(time / HOUR_MS)} supported hours on ${datesInWords(supportedDates(claim))} only ${Math.floor(infused / HOUR_MS)} were infused.`,
      fix: 'Have the reason for the pauses at hand: orders, notes, the pump log.',
    };
  },
};

const supportedDates = ({ billedDates, dayOn }: Case): CivilDate[] => billedDates.filter((date) => dayOn(date).reason === undefined);

function shareOf(claim: Case): { infused: number; time: number } {
  let infused = 0;
  let time = 0;
  for (const date of supportedDates(claim)) {
    const { start, end } = claim.boundsOf(date);
    infused += claim.dayOn(date).infusedMs;
    time += end - start;
  }
  return { infused, time };
}
