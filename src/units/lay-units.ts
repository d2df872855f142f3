/** 1-days.md 6: the units of the S9326 lines are laid on dates, and each gets its answer. */
import type { Effect, UnitDecision, Verdict } from '../assessment.ts';
import { decideUnit, effectOf, isAsked, worse } from '../rules/ask.ts';
import type { Case, PerDiemLineCase } from '../rules/case.ts';
import type { Answer, Rule, StandingUnit } from '../rules/rule.ts';
import type { CivilDate } from '../time/civil-date.ts';

/** One unit on a date; without a date `count` units that share an answer. */
export interface LaidUnit {
  readonly line: PerDiemLineCase;
  readonly date?: CivilDate;
  readonly count: number;
  readonly decision: UnitDecision;
  readonly rule?: Rule;
}

/** What a rule holds against the claim, a line or a date: not met, or undetermined. */
export interface Against {
  readonly rule: Rule;
  readonly answer: Answer;
  readonly effect: Effect;
  readonly line?: PerDiemLineCase;
  readonly date?: CivilDate;
}

export interface Laid {
  readonly units: readonly LaidUnit[];
  readonly against: readonly Against[];
  /** Of every rule that was asked the worst answer. */
  readonly verdicts: ReadonlyMap<Rule, Verdict>;
  /** True when a unit of the line on the date would be allowed by all that looks at the date. */
  readonly isPayable: (line: PerDiemLineCase, date: CivilDate) => boolean;
}

/**
 * Lays all units of the claim, line by line in order of sequence. `standing` receives the unit that stands on each date, allowed
 * or pended; the case's `isTaken` looks into it.
 */
export function layUnits(claim: Case, rules: readonly Rule[], standing: Map<CivilDate, StandingUnit>): Laid {
  const asked = rules.filter((rule) => isAsked(rule, claim));
  const verdicts = new Map<Rule, Verdict>();
  const against: Against[] = [];
  const units: LaidUnit[] = [];

  /** Asks all rules of a scope; the answers that hold nothing against it count at once, where they are to count, and are not kept. */
  function askAll(decide: (rule: Rule) => Answer | undefined, isCounted = true): Asked[] {
    const held: Asked[] = [];
    for (const rule of asked) {
      const answer = decide(rule);
      if (answer === undefined) continue;
      if (answer.verdict === 'not-met' || answer.verdict === 'undetermined') held.push({ rule, answer });
      else if (isCounted) count(rule, answer.verdict);
    }
    return held;
  }

  const count = (rule: Rule, verdict: Verdict) => verdicts.set(rule, worse(verdicts.get(rule), verdict));

  /** What rules hold against a claim, a line or a unit goes on the list, and their verdicts count. */
  function note(answers: readonly Asked[], place: Place): Against[] {
    for (const { rule, answer } of answers) count(rule, answer.verdict);
    const found = holding(answers, claim, place);
    against.push(...found);
    return found;
  }

  const onClaim = note(
    askAll((rule) => rule.claim?.(claim)),
    {},
  );
  const onDate = (line: PerDiemLineCase, date: CivilDate, isCounted: boolean): Asked[] =>
    askAll((rule) => rule.date?.(claim, line, date), isCounted);
  const isPayableBy = (answers: readonly Asked[], date: CivilDate): boolean =>
    claim.dayOn(date).reason === undefined && !holding(answers, claim, {}).some(({ effect }) => effect !== 'advise');

  for (const line of claim.perDiemLines) {
    const onLine = [
      ...onClaim,
      ...note(
        askAll((rule) => rule.line?.(claim, line)),
        { line },
      ),
    ];
    const onExcess = note(
      askAll((rule) => rule.excess?.(claim, line)),
      { line },
    );
    if (line.dates.length === 0 || line.units === undefined) {
      units.push({ line, count: line.units ?? 1, ...decideUnit(onLine) });
      continue;
    }
    const answers = new Map(line.dates.map((date) => [date, onDate(line, date, true)]));
    const payable = new Set(line.dates.filter((date) => isPayableBy(answers.get(date) ?? [], date)));
    const inOrder = [...payable, ...line.dates.filter((date) => !payable.has(date))].slice(0, line.units);
    for (const date of inOrder) {
      const counted = askAll((rule) => rule.counting?.(claim, line, date, standing.size));
      const answer = decideUnit([...onLine, ...note([...(answers.get(date) ?? []), ...counted], { line, date })]);
      units.push({ line, date, count: 1, ...answer });
      if (answer.decision !== 'denied') standing.set(date, { date, line, ...answer });
    }
    const excess = line.units - inOrder.length;
    if (excess > 0) units.push({ line, count: excess, ...decideUnit([...onLine, ...onExcess]) });
  }

  const allowed = units.flatMap(({ date, decision }) => (date !== undefined && decision === 'allowed' ? [date] : []));
  const afterwards = note(
    askAll((rule) => rule.afterUnits?.(claim, allowed)),
    {},
  );

  const final = units.map((unit) => underAfterwards(unit, afterwards));
  // What stands after all: of two units on one date the first.
  standing.clear();
  for (const { date, ...unit } of final)
    if (date !== undefined && unit.decision !== 'denied' && !standing.has(date)) standing.set(date, { date, ...unit });

  return {
    units: final,
    against,
    verdicts,
    isPayable: (line, date) => isPayableBy(onDate(line, date, false), date),
  };
}

/** By their own effect rules that look at the answers only advise; a policy may let them pend or deny what would be allowed. */
function underAfterwards(unit: LaidUnit, afterwards: readonly Against[]): LaidUnit {
  const after = decideUnit(afterwards);
  const holds = unit.decision === 'allowed' || (unit.decision === 'pended' && after.decision === 'denied');
  return holds ? { ...unit, ...after } : unit;
}

interface Asked {
  readonly rule: Rule;
  readonly answer: Answer;
}

type Place = Pick<Against, 'line' | 'date'>;

function holding(answers: readonly Asked[], claim: Case, place: Place): Against[] {
  const found: Against[] = [];
  for (const { rule, answer } of answers) {
    const effect = effectOf(rule, answer, claim);
    if (effect) found.push({ rule, answer, effect, ...place });
  }
  return found;
}
