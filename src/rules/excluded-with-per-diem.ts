import { isExcludedWithPerDiem } from '../policy/code-sets.ts';
import { beside, besideUnit } from './bundling.ts';
import { type Rule, reason } from './rule.ts';

const EXCLUDED = reason('CO', '231', 'N20');

/** 2-rules.md 29. Codes whose descriptor forbids any home infusion per diem beside them. */
export const excludedWithPerDiem: Rule = {
  id: 'excluded-with-per-diem',
  title: 'No code that excludes a per diem stands beside S9326',
  scope: 'other line',
  effect: 'deny',
  codes: [EXCLUDED],
  sources: ['hcpcs-2026', 'x12-carc'],
  otherLine: (_, { code }, __, unit) => besideUnit(code !== undefined && isExcludedWithPerDiem(code), unit, EXCLUDED),
  explain: (found) => beside(found, 'its descriptor forbids it with a per diem', 'Take it off the days of S9326.'),
};
