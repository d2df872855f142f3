import type { Judgement } from '../../src/judgement.ts';
import type { LogEntry } from './log.ts';

/** What the log keeps of judgements: how many there are of each decision, and of findings by rule. */
export function countsOf(judgements: readonly Judgement[]): Pick<LogEntry, 'claims' | 'decisions' | 'ruleIds'> {
  const findings = judgements.flatMap(({ assessment }) => assessment.findings);
  return {
    claims: judgements.length,
    decisions: tally(judgements.map(({ assessment }) => assessment.decision)),
    ruleIds: tally(findings.map(({ rule }) => rule)),
  };
}

function tally(words: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
