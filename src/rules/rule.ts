/**
 * What a rule is. Read this first: each file beside it is one rule, in one shape, with its sources, effect, codes and decision.
 * A rule decides in one or more scopes; where it has no function for a scope, it says nothing there.
 */
import type { Effect, UnitDecision, Verdict } from '../assessment.ts';
import type { ClaimLine } from '../claim.ts';
import type { SourceId } from '../policy/sources.ts';
import type { CivilDate } from '../time/civil-date.ts';
import type { Case, PerDiemLineCase } from './case.ts';
import type { RuleId } from './ids.ts';

/** Claim adjustment group, reason and remark codes; X12's texts are not shipped. */
export interface ReasonCode {
  readonly group: 'CO' | 'PR' | 'OA' | 'PI';
  readonly carc: string;
  readonly rarc: readonly string[];
}

export interface Answer {
  readonly verdict: Verdict;
  /** Where it differs from the rule's own effect; the weaker of this and of the policy's holds. */
  readonly effect?: Effect;
  readonly code?: ReasonCode;
}

/** A rule's answer with all that it was given for: one line (or the claim) and, in the scope of dates, every date with that answer. */
export interface Found {
  readonly answer: Answer;
  readonly line?: ClaimLine;
  readonly dates: readonly CivilDate[];
}

/** For a biller: plain, with the dates, numbers and codes of the case, and no patient name. */
export interface Explanation {
  readonly message: string;
  readonly fix: string;
  /** References to the resources that show it. */
  readonly evidence?: readonly string[];
}

/** A unit of S9326 laid on a date, as rules about other lines meet it. */
export interface StandingUnit {
  readonly date: CivilDate;
  readonly decision: UnitDecision;
  readonly line: PerDiemLineCase;
  /** Why it is pended. */
  readonly rule?: Rule;
}

export interface Rule {
  readonly id: RuleId;
  /** What holds when the rule is met. */
  readonly title: string;
  readonly scope: 'claim' | 'line' | 'date' | 'claim, line' | 'line, date' | 'other line' | 'any line';
  readonly effect: Effect;
  /** Every code that the rule can give. */
  readonly codes: readonly ReasonCode[];
  readonly sources: readonly SourceId[];
  /** Without it another rule has the one finding, and this one is not applicable (2-rules.md, "One cause, one finding"). */
  readonly needs?: 'coverage' | 'focal insurance' | 'administrations';
  /** Not asked unless a policy gives it an effect. */
  readonly isOffByDefault?: true;
  /** Looks at what has happened: not asked of a preauthorization. */
  readonly looksBack?: true;
  /** Effect on a preauthorization, unless a policy sets one. */
  readonly onPreauthorization?: Effect;
  readonly claim?: (claim: Case) => Answer;
  readonly line?: (claim: Case, line: PerDiemLineCase) => Answer;
  readonly date?: (claim: Case, line: PerDiemLineCase, date: CivilDate) => Answer;
  /** Asked last, for each unit that is laid on a date, with the number of units allowed or pended before it on the claim. */
  readonly counting?: (claim: Case, line: PerDiemLineCase, date: CivilDate, laidBefore: number) => Answer;
  /** For the units of a line beyond its dates. */
  readonly excess?: (claim: Case, line: PerDiemLineCase) => Answer;
  /** For a line of another code, on one of its dates and the unit of S9326 that stands there, as if that were allowed. */
  readonly otherLine?: (claim: Case, line: ClaimLine, date: CivilDate, unit: StandingUnit | undefined) => Answer;
  /** For a line of another code as a whole, whatever its dates. */
  readonly wholeLine?: (claim: Case, line: ClaimLine) => Answer;
  /** Asked when all units have their answer, with the dates of the allowed ones; it can only advise. */
  readonly afterUnits?: (claim: Case, allowed: readonly CivilDate[]) => Answer;
  readonly explain: (found: Found, claim: Case) => Explanation;
}

export const MET: Answer = { verdict: 'met' };
export const NOT_APPLICABLE: Answer = { verdict: 'not-applicable' };
export const notMet = (code: ReasonCode, effect?: Effect): Answer =>
  effect ? { verdict: 'not-met', code, effect } : { verdict: 'not-met', code };
export const undetermined = (code: ReasonCode): Answer => ({ verdict: 'undetermined', code });

/** `reason('CO', '16', 'M52')`. */
export const reason = (group: ReasonCode['group'], carc: string, ...rarc: string[]): ReasonCode => ({ group, carc, rarc });
