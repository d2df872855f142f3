/** Findings: what the rules answered other than met, one per rule, line and code, in the order of the catalogue. */
import type { Finding } from './assessment.ts';
import type { ClaimLine } from './claim.ts';
import { rankOf, STRENGTH } from './rules/ask.ts';
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
  const groups = [...groupAnswers(laid), ...others.findings.map((finding) => ({ ...finding, dates: [...finding.dates] }))];
  const byCode = Map.groupBy(groups, ({ rule, line, answer }) => `${rule.id} ${line?.sequence ?? ''} ${codeText(answer)}`);
  const findings = [...byCode.values()].flatMap((same) => {
    const [heaviest, ...rest] = same.sort(byWeight);
    return heaviest ? [{ heaviest, rest }] : [];
  });
  return findings
    .sort(
      ({ heaviest: a }, { heaviest: b }) =>
        rankOf(a.rule) - rankOf(b.rule) ||
        (a.line?.sequence ?? 0) - (b.line?.sequence ?? 0) ||
        compare(codeText(a.answer), codeText(b.answer)),
    )
    .map(({ heaviest, rest }) => findingOf(heaviest, rest, claim));
}

/** Answers of one rule, line and code that are explained together: given for dates or for the whole, with one effect. */
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

const codeText = ({ code }: Answer): string => (code ? `${code.group} ${code.carc} ${code.rarc.join(' ')}` : '');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Not met before undetermined, the stronger effect first, of the whole before of dates. */
const byWeight = (a: Group, b: Group): number =>
  Number(b.answer.verdict === 'not-met') - Number(a.answer.verdict === 'not-met') ||
  STRENGTH[b.effect] - STRENGTH[a.effect] ||
  Math.sign(a.dates.length) - Math.sign(b.dates.length);

/**
 * One finding of what one rule holds against one line under one code, heaviest first: its verdict and effect are those of the heaviest, its
 * dates are of all, none where it is of the whole line, and what is said of each is said one after the other. The units say which date
 * is denied and which waits.
 */
function findingOf(heaviest: Group, rest: readonly Group[], claim: Case): Finding {
  const same = [heaviest, ...rest];
  const { rule, answer, line } = heaviest;
  const explained = same.map(({ answer: each, dates }) =>
    rule.explain({ answer: each, dates: dates.sort((a, b) => a - b), ...(line && { line }) }, claim),
  );
  const isWhole = same.some(({ dates }) => dates.length === 0);
  const dates = isWhole ? [] : [...new Set(same.flatMap((each) => each.dates))].sort((a, b) => a - b);
  const joined = (texts: readonly string[]): string => [...new Set(texts)].filter((text) => text !== '').join(' ');
  return {
    rule: rule.id,
    verdict: answer.verdict === 'undetermined' ? 'undetermined' : 'not-met',
    effect: same.map(({ effect }) => effect).reduce((a, b) => (STRENGTH[b] > STRENGTH[a] ? b : a)),
    ...(line && { line: line.sequence }),
    ...(dates.length > 0 && { dates: dates.map(formatDate) }),
    ...(answer.code && { group: answer.code.group, carc: answer.code.carc, rarc: answer.code.rarc }),
    message: joined(explained.map(({ message }) => message)),
    fix: joined(explained.map(({ fix }) => fix)),
    evidence: same.length === 1 ? (explained[0]?.evidence ?? []) : [...new Set(explained.flatMap(({ evidence = [] }) => evidence))].sort(),
  };
}
