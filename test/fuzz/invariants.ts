/** What holds of every assessment, whatever was sent. Each problem is a sentence without values, so that like ones count as one. */
import { type Assessment, isPerDiemLine, type PerDiemLine, type Units } from '../../src/assessment.ts';
import type { Judgement } from '../../src/index.ts';
import { RULES } from '../../src/rules/index.ts';

const RANK = new Map<string, number>(RULES.map(({ id }, i) => [id, i]));
const VERDICTS: ReadonlySet<string> = new Set(['met', 'not-met', 'undetermined', 'not-applicable']);
const LONGEST_DAY_MINUTES = 49 * 60;

/** A civil date of the calendar. */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const lengths = [31, (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= (lengths[month - 1] ?? 0);
}

const ascends = (texts: readonly string[]): boolean => texts.every((text, i) => i === 0 || (texts[i - 1] as string) < text);
const perDiems = ({ lines }: Assessment): PerDiemLine[] => lines.filter(isPerDiemLine);
const sumOf = ({ allowed, denied, pended }: Units): number => allowed + denied + pended;

export function judgementProblems({ assessment, claim }: Judgement): string[] {
  return [
    ...unitProblems(assessment),
    ...dateProblems(assessment),
    ...lineProblems(assessment, claim.item ?? []),
    ...findingProblems(assessment),
    ...dayProblems(assessment),
    ...(hasHole(assessment) ? ['null, undefined or no number in the assessment'] : []),
  ];
}

function unitProblems(assessment: Assessment): string[] {
  const problems: string[] = [];
  const { units, decision } = assessment;
  const lines = perDiems(assessment);
  if (sumOf(units) !== units.submitted) problems.push('allowed, denied and pended units of the claim are not the submitted');
  for (const part of ['submitted', 'allowed', 'denied', 'pended'] as const)
    if (lines.reduce((sum, line) => sum + line[part], 0) !== units[part])
      problems.push(`${part} units of the lines are not those of the claim`);
  for (const line of lines) {
    if (sumOf(line) !== line.submitted) problems.push('allowed, denied and pended units of a line are not the submitted');
    for (const part of ['allowed', 'denied', 'pended'] as const)
      if (line.units.reduce((sum, unit) => sum + (unit.decision === part ? (unit.count ?? 1) : 0), 0) !== line[part])
        problems.push(`units ${part} one by one are not those of the line`);
  }
  const expected =
    lines.length === 0
      ? 'not-applicable'
      : units.pended > 0
        ? 'pended'
        : units.allowed === 0
          ? 'denied'
          : units.allowed === units.submitted
            ? 'approved'
            : 'reduced';
  if (decision !== expected) problems.push('the decision does not follow from the units');
  return problems;
}

function dateProblems(assessment: Assessment): string[] {
  const problems: string[] = [];
  const supported = new Set(assessment.days.flatMap((day) => (day.supported ? [day.date] : [])));
  const units = perDiems(assessment).flatMap((line) => line.units);
  const allowed = units.filter(({ decision }) => decision === 'allowed').map(({ date }) => date ?? '');
  if (new Set(allowed).size !== allowed.length) problems.push('two units are allowed on one date');
  if (!allowed.every((date) => supported.has(date))) problems.push('a unit is allowed on a date that is not supported');
  const found = new Set(assessment.findings.map(({ rule }) => rule));
  for (const { date, rule, decision, count } of units) {
    if (date !== undefined && !isDate(date)) problems.push('a unit on no date');
    if ((rule === undefined) !== (decision === 'allowed')) problems.push('a unit that is refused without a rule, or allowed with one');
    if (rule !== undefined && !found.has(rule)) problems.push(`units refused by ${rule} without a finding`);
    if (count !== undefined && !(Number.isInteger(count) && count > 1)) problems.push('a count that is none');
  }
  const missed = [...assessment.unbilledDays, ...assessment.adjacentDays];
  if (!ascends(assessment.unbilledDays) || !ascends(assessment.adjacentDays) || new Set(missed).size !== missed.length)
    problems.push('days not billed are not sorted, each once');
  const withUnit = new Set(units.map(({ date }) => date));
  if (missed.some((date) => withUnit.has(date) || !supported.has(date) || !isDate(date)))
    problems.push('a day not billed is billed or not supported');
  return problems;
}

function lineProblems({ lines }: Assessment, items: readonly { sequence?: number }[]): string[] {
  const asked = items.map(({ sequence }) => sequence ?? 0).sort((a, b) => a - b);
  const answered = lines.map(({ sequence }) => sequence);
  const problems = asked.join() === answered.join() ? [] : ['the lines are not the items, each once, by sequence'];
  for (const line of lines)
    if (!isPerDiemLine(line) && line.dates && !(ascends(line.dates) && line.dates.every(isDate)))
      problems.push('dates of a line are not sorted dates');
  return problems;
}

function findingProblems({ findings, verdicts }: Assessment): string[] {
  const problems: string[] = [];
  const ids = Object.keys(verdicts);
  if (ids.length !== RULES.length || !ids.every((id) => RANK.has(id) && VERDICTS.has(verdicts[id] ?? '')))
    problems.push('not a verdict for every rule');
  for (const [i, { rule, line, message, fix, dates, verdict }] of findings.entries()) {
    const before = findings[i - 1];
    const isAfter = !before || (RANK.get(before.rule) ?? -1) - (RANK.get(rule) ?? -1) || (before.line ?? 0) - (line ?? 0);
    if (!(isAfter === true || isAfter <= 0)) problems.push('findings are not in the order of rules and lines');
    if (!RANK.has(rule)) problems.push('a finding of no rule');
    if (message.trim() === '' || /undefined|NaN|null|\[object|Infinity/.test(message + fix))
      problems.push(`${rule} says what no one can read`);
    if (dates && !(dates.length > 0 && ascends(dates) && dates.every(isDate))) problems.push(`the dates of ${rule} are not sorted dates`);
    if (verdicts[rule] !== 'not-met' && verdicts[rule] !== verdict) problems.push(`the verdict of ${rule} is better than its finding`);
  }
  return problems;
}

function dayProblems({ days, runs, stays, administrations, asOf }: Assessment): string[] {
  const problems: string[] = [];
  if (!ascends(days.map(({ date }) => date))) problems.push('days are not sorted, each once');
  for (const { date, supported, reason, infusedMinutes, evidence } of days) {
    if (!isDate(date)) problems.push('a day that is no date');
    if (supported === (reason !== undefined)) problems.push('a day with a reason and supported, or neither');
    if (!Number.isInteger(infusedMinutes) || infusedMinutes < 0 || infusedMinutes > LONGEST_DAY_MINUTES)
      problems.push('minutes that no day has');
    if (!ascends(evidence)) problems.push('evidence of a day is not sorted, each once');
  }
  for (const { start, end, infusedMinutes, spanMinutes } of runs)
    if (!(Date.parse(start) <= Date.parse(end)) || infusedMinutes > spanMinutes || infusedMinutes < 0)
      problems.push('a run that cannot be');
  for (const { start, end } of stays) if (!(Date.parse(start) <= Date.parse(end))) problems.push('a stay that ends before it starts');
  for (const { evidence, reason } of administrations)
    if (evidence !== (reason === undefined)) problems.push('an administration is evidence with a reason, or not without');
  if (Number.isNaN(Date.parse(asOf))) problems.push('asOf is no instant');
  return problems;
}

/** JSON would leave it out, or write null for it. */
export function hasHole(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object') return value === undefined || typeof value === 'function';
  if (value === null) return true;
  if (Array.isArray(value)) return value.some(hasHole);
  for (const key in value) if (hasHole((value as Record<string, unknown>)[key])) return true;
  return false;
}

/** Null, empty or no number anywhere: FHIR JSON has none of them. */
export function hasEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  if (typeof value !== 'object' || value === null) return hasHole(value);
  if (Array.isArray(value)) return value.length === 0 || value.some(hasEmpty);
  let members = 0;
  for (const key in value) {
    members += 1;
    if (hasEmpty((value as Record<string, unknown>)[key])) return true;
  }
  return members === 0;
}
