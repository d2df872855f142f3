import { supplyRole } from '../policy/code-sets.ts';
import { beside, besideUnit } from './bundling.ts';
import type { Case } from './case.ts';
import { type Rule, reason } from './rule.ts';

const INCLUDED = reason('CO', '97', 'M15');

/** 2-rules.md 31. "All necessary supplies and equipment" are in the per diem; payers carve out or add codes. */
export const suppliesIncluded: Rule = {
  id: 'supplies-included',
  title: 'Supplies, equipment and pharmacy services are in the per diem',
  scope: 'other line',
  effect: 'deny',
  codes: [INCLUDED],
  sources: ['hcpcs-2026', 'arkansas-802', 'nhia-per-diem', 'x12-carc'],
  otherLine: (claim, { code }, _, unit) => besideUnit(code !== undefined && isIncluded(code, claim), unit, INCLUDED),
  explain: (found) => beside(found, 'it is in the per diem', 'Take the line off the days of S9326.'),
};

function isIncluded(code: string, { policy }: Case): boolean {
  const { add, carveOut } = policy.codes.included;
  return add.includes(code) || (supplyRole(code) === 'included' && !carveOut.includes(code));
}
