import { MET, notMet, type Rule, reason } from './rule.ts';

const NOT_WHOLE = reason('CO', '16', 'M53');

/** 2-rules.md 2. A per diem is one unit a day: whole units, and at least one. An absent quantity means 1. */
export const unitsStated: Rule = {
  id: 'units-stated',
  title: 'The line bills a whole number of units above 0',
  scope: 'line',
  effect: 'deny',
  codes: [NOT_WHOLE],
  sources: ['hcpcs-2026', 'x12-rarc'],
  line: (_, line) => (line.units === undefined ? notMet(NOT_WHOLE) : MET),
  explain: ({ line }) => ({
    message: `Line ${line?.sequence} bills ${line?.quantity} units: S9326 is billed in whole units, one a day.`,
    fix: 'Bill one unit for each supported day.',
  }),
};
