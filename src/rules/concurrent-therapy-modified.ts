import { isOtherTherapy } from '../policy/line-codes.ts';
import { beside, besideUnit, isConcurrent } from './bundling.ts';
import { type Rule, reason } from './rule.ts';

const NO_MODIFIER = reason('CO', '16', 'N822');

/** 2-rules.md 32. Two therapies of one day: one of them carries SH (SJ for a third). */
export const concurrentTherapyModified: Rule = {
  id: 'concurrent-therapy-modified',
  title: "Another therapy's per diem of the same day carries SH or SJ, or S9326 does",
  scope: 'other line',
  effect: 'pend',
  codes: [NO_MODIFIER],
  sources: ['hcpcs-2026', 'x12-rarc'],
  otherLine(_, { code, modifiers }, __, unit) {
    const isMarked = isConcurrent(modifiers) || isConcurrent(unit?.line.modifiers ?? new Set());
    return besideUnit(code !== undefined && isOtherTherapy(code, modifiers) && !isMarked, unit, NO_MODIFIER);
  },
  explain: (found) => beside(found, 'two therapies on one day, and neither has SH or SJ', 'Put SH on the second therapy (SJ on a third).'),
};
