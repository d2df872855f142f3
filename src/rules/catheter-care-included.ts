import { supplyRole } from '../policy/code-sets.ts';
import { beside, besideUnit } from './bundling.ts';
import { type Rule, reason } from './rule.ts';

const INCLUDED = reason('CO', '97', 'N20');

/** 2-rules.md 30. Oregon: catheter care only "as a stand alone therapy, or during days not covered under per diem by another therapy". */
export const catheterCareIncluded: Rule = {
  id: 'catheter-care-included',
  title: 'Catheter care is in the per diem of a running therapy',
  scope: 'other line',
  effect: 'deny',
  codes: [INCLUDED],
  sources: ['oregon-300', 'hcpcs-2026', 'x12-carc'],
  otherLine: (_, { code }, __, unit) => besideUnit(code !== undefined && supplyRole(code) === 'catheter-care', unit, INCLUDED),
  explain: (found) => beside(found, 'catheter care is in the per diem', 'Bill it only for days without a therapy.'),
};
