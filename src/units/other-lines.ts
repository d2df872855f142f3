/** 2-rules.md, "Lines of other codes": decided whole, from the units of S9326 that stand on their dates. */
import type { Effect, LineDecision } from '../assessment.ts';
import type { ClaimLine } from '../claim.ts';
import { isDrug, isNursing } from '../policy/line-codes.ts';
import { effectOf, isAsked } from '../rules/ask.ts';
import type { Case } from '../rules/case.ts';
import type { Answer, Rule, StandingUnit } from '../rules/rule.ts';
import type { CivilDate } from '../time/civil-date.ts';

export interface OtherLineAnswer {
  readonly line: ClaimLine;
  readonly decision: LineDecision;
  readonly rule?: Rule;
  /** Dates for which the rule refused or pended the line. */
  readonly dates?: readonly CivilDate[];
}

/** What a rule found against a line of another code. */
export interface OtherLineFinding {
  readonly rule: Rule;
  readonly answer: Answer;
  readonly effect: Effect;
  readonly line: ClaimLine;
  readonly dates: readonly CivilDate[];
}

export interface OtherLines {
  readonly answers: readonly OtherLineAnswer[];
  readonly findings: readonly OtherLineFinding[];
  /** What the rules answered on any date, for the verdicts. */
  readonly answered: readonly { readonly rule: Rule; readonly answer: Answer }[];
}

/** Remark: rebill on a claim of its own, because only some of the line's dates are refused. */
const SOME_DATES_ONLY = 'N63';

interface Against {
  readonly rule: Rule;
  readonly effect: 'deny' | 'pend';
  readonly dates: readonly CivilDate[];
}

export function judgeOtherLines(
  claim: Case,
  rules: readonly Rule[],
  standing: ReadonlyMap<CivilDate, StandingUnit>,
  isWholeClaimDenied: boolean,
): OtherLines {
  const others = claim.claim.lines.filter((line) => !line.isPerDiem);
  if (isWholeClaimDenied || claim.perDiemLines.length === 0)
    return { answers: others.map((line) => ({ line, decision: 'not-judged' })), findings: [], answered: [] };
  const asked = others.length > 0 ? rules.filter((rule) => (rule.otherLine || rule.wholeLine) && isAsked(rule, claim)) : [];
  const findings: OtherLineFinding[] = [];
  const answered: { rule: Rule; answer: Answer }[] = [];
  const answers = others.map((line) => {
    // The codes that rules know are of HCPCS and CPT; another system's code is none of them, however it is spelt.
    const own = line.isProcedureCode ? asked : [];
    const against = own.flatMap((rule) => ruleAgainst(rule, claim, line, claim.datesOf(line), standing, findings, answered));
    const first = against.find(({ effect }) => effect === 'deny') ?? against[0];
    if (!first) return { line, decision: isDrugOrNursing(line) ? ('separately-payable' as const) : ('not-judged' as const) };
    return {
      line,
      decision: first.effect === 'deny' ? ('denied' as const) : ('pended' as const),
      rule: first.rule,
      ...(first.dates.length > 0 && { dates: first.dates }),
    };
  });
  return { answers, findings, answered };
}

/** What one rule does to a line; its finding, if it has one, goes on the list. */
function ruleAgainst(
  rule: Rule,
  claim: Case,
  line: ClaimLine,
  dates: readonly CivilDate[],
  standing: ReadonlyMap<CivilDate, StandingUnit>,
  findings: OtherLineFinding[],
  answered: { rule: Rule; answer: Answer }[],
): Against[] {
  if (rule.wholeLine) return wholeLineAgainst(rule, rule.wholeLine(claim, line), claim, line, findings, answered);
  const held: { date: CivilDate; answer: Answer }[] = [];
  const waiting: { date: CivilDate; rule: Rule }[] = [];
  for (const date of dates) {
    const unit = standing.get(date);
    const answer = rule.otherLine?.(claim, line, date, unit?.decision === 'allowed' ? unit : undefined);
    if (answer) answered.push({ rule, answer });
    if (answer?.verdict === 'not-met') held.push({ date, answer });
    else if (unit?.rule && rule.otherLine?.(claim, line, date, unit).verdict === 'not-met') waiting.push({ date, rule: unit.rule });
  }
  const answer = held[0]?.answer;
  const effect = answer && effectOf(rule, answer, claim);
  if (!answer || !effect) {
    const first = waiting[0];
    const wouldStop = first && effectOf(rule, { verdict: 'not-met' }, claim) !== 'advise';
    return wouldStop ? [{ rule: first.rule, effect: 'pend', dates: waiting.map(({ date }) => date) }] : [];
  }
  const onDates = held.map(({ date }) => date);
  const isPart = onDates.length < dates.length;
  const stated = isPart && effect !== 'advise' ? partly(answer) : answer;
  const done = isPart && effect === 'deny' ? 'pend' : effect;
  findings.push({ rule, answer: stated, effect: done, line, dates: onDates });
  return done === 'advise' ? [] : [{ rule, effect: done, dates: onDates }];
}

function wholeLineAgainst(
  rule: Rule,
  answer: Answer,
  claim: Case,
  line: ClaimLine,
  findings: OtherLineFinding[],
  answered: { rule: Rule; answer: Answer }[],
): Against[] {
  answered.push({ rule, answer });
  const effect = effectOf(rule, answer, claim);
  if (!effect) return [];
  findings.push({ rule, answer, effect, line, dates: [] });
  return effect === 'advise' ? [] : [{ rule, effect, dates: [] }];
}

const partly = (answer: Answer): Answer =>
  answer.code ? { ...answer, code: { ...answer.code, rarc: [...answer.code.rarc, SOME_DATES_ONLY] } } : answer;

/** Coded apart from the per diem, as its descriptor says. */
const isDrugOrNursing = ({ code, isProcedureCode }: ClaimLine): boolean =>
  code !== undefined && isProcedureCode && (isDrug(code) || isNursing(code));
