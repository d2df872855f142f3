/** `node test/real-data/report.ts`: the table of docs/real-data.md. */
import { type Tally, tallyAll } from './tally.ts';

const HEADINGS = [
  'source',
  'patients',
  'administrations',
  'evidence',
  'not evidence, by reason',
  'runs',
  'continuous',
  'supported days',
  'foreign claims, not-applicable',
];

function rowOf(tally: Tally): string[] {
  const reasons = Object.entries(tally.reasons).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const { source, patients, administrations, evidence, runs, continuousRuns, supportedDays, foreignClaims, notApplicable } = tally;
  return [
    source,
    String(patients),
    String(administrations),
    String(evidence),
    reasons.map(([reason, count]) => `${reason} ${count}`).join(', '),
    String(runs),
    String(continuousRuns),
    String(supportedDays),
    foreignClaims === 0 ? 'none' : `${notApplicable} of ${foreignClaims}`,
  ];
}

/** A Markdown table. */
export function reportOf(tallies: readonly Tally[]): string {
  const rows = [HEADINGS, HEADINGS.map(() => '---'), ...tallies.map(rowOf)];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

if (import.meta.main) console.log(reportOf(tallyAll()));
