import { beside, besideUnit, isConcurrent } from './bundling.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const EXCLUSIVE = reason('CO', '231', 'N20');

/** 2-rules.md 28. S9325: "do not use this code with S9326, S9327 or S9328" (its descriptor), so any date of an S9326 line is enough. */
export const painPerDiemsExclusive: Rule = {
  id: 'pain-per-diems-exclusive',
  title: 'No other pain per diem stands beside S9326',
  scope: 'other line',
  effect: 'deny',
  codes: [EXCLUSIVE],
  sources: ['hcpcs-2026', 'x12-carc'],
  otherLine({ isBilled }, { code, modifiers }, date, unit) {
    if (code === 'S9325') return isBilled(date) ? notMet(EXCLUSIVE) : MET;
    const isPainPerDiem = code === 'S9327' || code === 'S9328';
    return besideUnit(isPainPerDiem && !isConcurrent(modifiers) && !isConcurrent(unit?.line.modifiers ?? new Set()), unit, EXCLUSIVE);
  },
  explain: (found) =>
    found.line?.code === 'S9325'
      ? beside(found, 'the two exclude each other', 'Take S9325 off: S9326 is the more specific code.')
      : beside(found, 'one pain therapy has one per diem a day', 'Take it off, or mark a truly separate therapy with SH.'),
};
