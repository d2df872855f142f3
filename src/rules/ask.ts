/** Asks a rule, with what a policy, the use of the claim and what is at hand make of it. */
import type { Effect, UnitDecision, Verdict } from '../assessment.ts';
import type { Case } from './case.ts';
import { RULE_IDS } from './ids.ts';
import type { Answer, Rule } from './rule.ts';

/** True when the rule has a say on this claim at all. */
export function isAsked(rule: Rule, claim: Case): boolean {
  const set = claim.policy.effects[rule.id];
  if (set === 'off' || (set === undefined && rule.isOffByDefault)) return false;
  if (rule.looksBack && claim.claim.use === 'preauthorization') return false;
  if (rule.needs === 'coverage') return claim.coverage !== undefined;
  if (rule.needs === 'focal insurance') return claim.claim.hasFocalInsurance;
  return rule.needs !== 'administrations' || claim.hasAdministrations;
}

/** What an effect weighs. */
export const STRENGTH: Readonly<Record<Effect, number>> = { advise: 0, pend: 1, deny: 2 };

/** What an answer does. Undetermined never denies; of the answer's own effect and the policy's the weaker holds. */
export function effectOf(rule: Rule, answer: Answer, claim: Case): Effect | undefined {
  if (answer.verdict !== 'not-met' && answer.verdict !== 'undetermined') return undefined;
  const set = claim.policy.effects[rule.id];
  const own = (claim.claim.use === 'preauthorization' ? rule.onPreauthorization : undefined) ?? rule.effect;
  const ruled = set === undefined || set === 'off' ? own : set;
  const effect = answer.effect !== undefined && STRENGTH[answer.effect] < STRENGTH[ruled] ? answer.effect : ruled;
  return answer.verdict === 'undetermined' && effect === 'deny' ? 'pend' : effect;
}

/** The first rule that denies, else the first that pends, by the order of the catalogue; what is held against the unit comes in any order. */
export function decideUnit(against: readonly { readonly rule: Rule; readonly effect: Effect }[]): { decision: UnitDecision; rule?: Rule } {
  let denying: Rule | undefined;
  let pending: Rule | undefined;
  for (const { rule, effect } of against) {
    if (effect === 'deny') denying = earlier(denying, rule);
    else if (effect === 'pend') pending = earlier(pending, rule);
  }
  if (denying) return { decision: 'denied', rule: denying };
  return pending ? { decision: 'pended', rule: pending } : { decision: 'allowed' };
}

const WORSE: Readonly<Record<Verdict, number>> = { 'not-applicable': 0, met: 1, undetermined: 2, 'not-met': 3 };

/** The worse of two verdicts: not met, undetermined, met, not applicable. */
export const worse = (a: Verdict | undefined, b: Verdict): Verdict => (a !== undefined && WORSE[a] >= WORSE[b] ? a : b);

const ranks = new Map<string, number>(RULE_IDS.map((id, i) => [id, i]));

/** Place of a rule in the catalogue. */
export const rankOf = (rule: Rule): number => ranks.get(rule.id) ?? 0;

const earlier = (a: Rule | undefined, b: Rule): Rule => (a && rankOf(a) <= rankOf(b) ? a : b);
