import { plural } from '../time/dates-in-words.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const TOO_MANY = reason('CO', '151', 'N362');

/** 2-rules.md 26. It governs the units beyond the dates; those on dates stand for themselves. */
export const unitsWithinSpan: Rule = {
  id: 'units-within-span',
  title: 'No more units than dates on the line',
  scope: 'line',
  effect: 'deny',
  codes: [TOO_MANY],
  sources: ['hcpcs-2026', 'x12-rarc'],
  excess: (_, { units = 0, dates }) => (dates.length > 0 && units > dates.length ? notMet(TOO_MANY) : MET),
  explain({ line }, { perDiemLines }) {
    const own = perDiemLines.find(({ sequence }) => sequence === line?.sequence);
    const dates = own?.dates.length ?? 0;
    return {
      message: `Line ${line?.sequence} bills ${plural(own?.units ?? 0, 'unit')} for ${plural(dates, 'date')}: ${(own?.units ?? 0) - dates} too many.`,
      fix: 'Bill at most one unit a date, or correct the dates.',
    };
  },
};
