/** 1-days.md 6: the units of the S9326 lines are laid on dates, and each gets its answer. */
import type { UnitDecision } from '../assessment.ts';
import { decideUnit, effectOf, isAsked } from '../rules/ask.ts';
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

/** A rule's answer in the place where it was given. */
export interface Given {
  readonly rule: Rule;
  readonly answer: Answer;
  readonly line?: PerDiemLineCase;
  readonly date?: CivilDate;
}

export interface Laid {
  readonly units: readonly LaidUnit[];
  readonly given: readonly Given[];
  /** True when a unit of the line on the date would be allowed by all that looks at the date. */
  readonly isPayable: (line: PerDiemLineCase, date: CivilDate) => boolean;
}

/**
 * Lays all units of the claim, line by line in order of sequence. `standing` receives the unit that stands on each date, allowed
 * or pended; the case's `isTaken` looks into it.
 */
export function layUnits(claim: Case, rules: readonly Rule[], standing: Map<CivilDate, StandingUnit>): Laid {
  const asked = rules.filter((rule) => isAsked(rule, claim));
  const units: LaidUnit[] = [];
  const onClaim: Given[] = asked.flatMap((rule) => (rule.claim ? [{ rule, answer: rule.claim(claim) }] : []));
  const given: Given[] = [...onClaim];

  const onDate = (line: PerDiemLineCase, date: CivilDate): Given[] =>
    asked.flatMap((rule) => (rule.date ? [{ rule, answer: rule.date(claim, line, date), line, date }] : []));
  const isPayableBy = (answers: readonly Given[], date: CivilDate): boolean =>
    claim.dayOn(date).reason === undefined &&
    !answers.some(({ rule, answer }) => {
      const effect = effectOf(rule, answer, claim);
      return effect === 'deny' || effect === 'pend';
    });

  for (const line of claim.perDiemLines) {
    const onLine: Given[] = asked.flatMap((rule) => (rule.line ? [{ rule, answer: rule.line(claim, line), line }] : []));
    const onExcess: Given[] = asked.flatMap((rule) => (rule.excess ? [{ rule, answer: rule.excess(claim, line), line }] : []));
    given.push(...onLine, ...onExcess);
    if (line.dates.length === 0 || line.units === undefined) {
      const count = line.units ?? 1;
      units.push({ line, count, ...decideUnit([...onClaim, ...onLine], claim) });
      continue;
    }
    const answers = new Map(line.dates.map((date) => [date, onDate(line, date)]));
    const answersOn = (date: CivilDate): readonly Given[] => answers.get(date) ?? [];
    const payable = new Set(line.dates.filter((date) => isPayableBy(answersOn(date), date)));
    const inOrder = [...payable, ...line.dates.filter((date) => !payable.has(date))].slice(0, line.units);
    for (const date of inOrder) {
      const answer = decideUnit([...onClaim, ...onLine, ...answersOn(date)], claim);
      given.push(...answersOn(date));
      units.push({ line, date, count: 1, ...answer });
      if (answer.decision !== 'denied') standing.set(date, { date, line, ...answer });
    }
    const excess = line.units - inOrder.length;
    if (excess > 0) units.push({ line, count: excess, ...decideUnit([...onClaim, ...onLine, ...onExcess], claim) });
  }

  return { units, given, isPayable: (line, date) => isPayableBy(onDate(line, date), date) };
}
