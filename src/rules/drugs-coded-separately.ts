import { isDrug } from '../policy/line-codes.ts';
import { MET, NOT_APPLICABLE, type Rule } from './rule.ts';

/** 2-rules.md 43. The descriptor says so: "drugs and nursing visits coded separately". */
export const drugsCodedSeparately: Rule = {
  id: 'drugs-coded-separately',
  title: 'The drug is billed too, here or on a pharmacy claim',
  scope: 'claim',
  effect: 'advise',
  codes: [],
  sources: ['hcpcs-2026'],
  looksBack: true,
  afterUnits({ claim }, allowed) {
    if (allowed.length === 0) return NOT_APPLICABLE;
    return claim.lines.some(({ code, isProcedureCode }) => code !== undefined && isProcedureCode && isDrug(code))
      ? MET
      : { verdict: 'not-met' };
  },
  explain: () => ({
    message: 'The claim bills days of infusion and no drug.',
    fix: 'Bill the drug apart from the per diem, unless it goes on a pharmacy claim.',
  }),
};
