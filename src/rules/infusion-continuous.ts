import { MINUTE_MS } from '../time/civil-date.ts';
import { datesInWords } from '../time/dates-in-words.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const TOO_SHORT = reason('CO', '150', 'N657');

/** 2-rules.md 23. "Continuous (twenty-four hours or more)" is of the therapy: S9327 is the per diem of a shorter one. */
export const infusionContinuous: Rule = {
  id: 'infusion-continuous',
  title: 'The infusion was continuous, 24 hours or more',
  scope: 'date',
  effect: 'deny',
  codes: [TOO_SHORT],
  sources: ['hcpcs-2026', 'x12-rarc'],
  needs: 'administrations',
  looksBack: true,
  date: ({ dayOn }, _, date) => (dayOn(date).reason === 'under-24-hours' ? notMet(TOO_SHORT) : MET),
  explain({ dates }, { derivationOn, parametersOn, evidenceOn }) {
    const first = dates[0] ?? 0;
    const { continuousHours, minimumInfusedFraction, mergeGapMinutes } = parametersOn(first);
    const runs = dates.flatMap((date) => derivationOn(date).therapiesOn(date)).flatMap((therapy) => therapy.runs);
    const longest = runs.reduce((most, run) => Math.max(most, run.end - run.start), 0);
    const hours = Math.floor(longest / MINUTE_MS);
    return {
      message:
        `The infusion of ${datesInWords(dates)} is not continuous: no stretch of ${continuousHours} hours or more is infused for at least ` +
        `${minimumInfusedFraction} of its length; the longest run, with pauses of at most ${mergeGapMinutes} minutes, lasts ${Math.floor(hours / 60)} h ${hours % 60} min.`,
      fix: 'Bill S9327 (less than 24 hours) for these days, or send the administrations that are missing.',
      evidence: [...new Set(dates.flatMap(evidenceOn))],
    };
  },
};
