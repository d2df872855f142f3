/** Findings: what the rules answered other than met, one per rule, line and code, in the order of the catalogue. */
import type { Finding } from './assessment.ts';
import type { ClaimLine } from './claim.ts';
import { rankOf } from './rules/ask.ts';
import type { Case } from './rules/case.ts';
import type { Answer, Rule } from './rules/rule.ts';
import { type CivilDate, formatDate } from './time/civil-date.ts';
import type { Laid } from './units/lay-units.ts';
import type { OtherLines } from './units/other-lines.ts';

interface Group {
  readonly rule: Rule;
  readonly answer: Answer;
  readonly effect: Finding['effect'];
  readonly line?: ClaimLine;
  readonly dates: CivilDate[];
}

export function listFindings(claim: Case, laid: Laid, others: OtherLines): Finding[] {
  return [...groupAnswers(laid), ...others.findings.map((finding) => ({ ...finding, dates: [...finding.dates] }))]
    .sort(
      (a, b) =>
        rankOf(a.rule) - rankOf(b.rule) ||
        (a.line?.sequence ?? 0) - (b.line?.sequence ?? 0) ||
        (codeText(a.answer) < codeText(b.answer) ? -1 : 1),
    )
    .map((group) => findingOf(group, claim));
}

function groupAnswers(laid: Laid): Group[] {
  const groups = new Map<string, Group>();
  for (const { rule, answer, effect, line, date } of laid.against) {
    const scope = date === undefined ? 'whole' : 'dates';
    const key = `${rule.id} ${line?.sequence ?? ''} ${scope} ${answer.verdict} ${effect} ${codeText(answer)}`;
    const group = groups.get(key) ?? { rule, answer, effect, ...(line && { line }), dates: [] };
    if (date !== undefined) group.dates.push(date);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const codeText = ({ code, verdict }: Answer): string => `${code?.group} ${code?.carc} ${code?.rarc.join(' ')} ${verdict}`;

function findingOf({ rule, answer, effect, line, dates }: Group, claim: Case): Finding {
  const sorted = dates.sort((a, b) => a - b);
  const { message, fix, evidence = [] } = rule.explain({ answer, dates: sorted, ...(line && { line }) }, claim);
  return {
    rule: rule.id,
    verdict: answer.verdict === 'undetermined' ? 'undetermined' : 'not-met',
    effect,
    ...(line && { line: line.sequence }),
    ...(sorted.length > 0 && { dates: sorted.map(formatDate) }),
    ...(answer.code && { group: answer.code.group, carc: answer.code.carc, rarc: answer.code.rarc }),
    message,
    fix,
    evidence,
  };
}
