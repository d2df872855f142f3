import { payerStance } from '../policy/payer-stance.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const MEDICARE = reason('CO', '96', 'N425');
const NOT_IN_PLAN = reason('CO', '96', 'N130');

/** 2-rules.md 11. CMS: coverage I, "not payable by Medicare", for every S code. */
export const payerAcceptsSCodes: Rule = {
  id: 'payer-accepts-s-codes',
  title: 'The payer takes S codes: original Medicare never does, TRICARE pays home infusion by its parts',
  scope: 'claim',
  effect: 'deny',
  codes: [MEDICARE, NOT_IN_PLAN],
  sources: ['hcpcs-2026', 'tricare-c3s6', 'x12-carc'],
  needs: 'coverage',
  claim(claim) {
    const { medicareAdvantage, payersNotAccepting } = claim.parameters;
    const stance = payerStance(claim.coverage, { medicareAdvantage, payersNotAccepting });
    if (stance === 'medicare') return notMet(MEDICARE);
    if (stance === 'refuses') return notMet(NOT_IN_PLAN);
    return stance === 'accepts' ? MET : { verdict: 'not-met', effect: 'advise' };
  },
  explain({ answer }, claim) {
    const evidence = claim.coverage ? [claim.coverage.reference] : [];
    if (answer.code === MEDICARE)
      return {
        message: 'The coverage is original Medicare, which pays for no S code.',
        fix: 'Bill the pump, supplies and drug to the DME contractor (E0781, A4221, A4222 and the drug) and the visits as G0088 or G0068, or bill the insurance that follows Medicare.',
        evidence,
      };
    if (answer.effect === 'advise')
      return {
        message: 'The coverage is Medicare Advantage: whether the plan pays S9326 is for its contract to say.',
        fix: 'Check the contract, and state it in the policy (medicareAdvantage).',
        evidence,
      };
    return {
      message: 'Under this policy the payer does not pay S9326.',
      fix: 'Bill the codes that the payer asks for in its stead, drugs and nursing visits apart.',
      evidence,
    };
  },
};
