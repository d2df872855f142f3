/** What was judged → rows, by what they tell of: as they are kept, here in the parts of a run and on AWS in the objects of one. */
import type { PayerAnswerRow } from '../../src/sweep/payer-answer.ts';
import type { WorklistRow } from '../../src/sweep/rows.ts';
import type { WorkDone } from './judge-work.ts';

/** What is laid end to end in what comes out. */
export type Rows = 'claims' | 'lines' | 'findings' | 'payer-answers' | 'what-if' | 'claim-responses' | 'set-aside';

export interface PartDone {
  readonly works: number;
  readonly claims: number;
  readonly findings: number;
  readonly setAside: number;
}

/** Of one claim, what totals and the worklist are made of. */
export interface Told {
  /** Of its work. */
  readonly key: string;
  readonly row: WorklistRow;
  readonly whatIf: readonly WorklistRow[];
  readonly payerAnswers: readonly PayerAnswerRow[];
}

export type RowsOfPart = Readonly<Record<Rows, readonly unknown[]>> & { readonly told: readonly Told[] };

export interface Kept {
  readonly rows: RowsOfPart;
  readonly counts: PartDone;
}

export function rowsOf(done: readonly WorkDone[]): Kept {
  const told: Told[] = [];
  const rows: Record<Rows, unknown[]> = {
    ...{ claims: [], lines: [], findings: [], 'payer-answers': [], 'what-if': [] },
    ...{ 'claim-responses': [], 'set-aside': [] },
  };
  for (const { key, answers, setAside } of done) {
    rows['set-aside'].push(...setAside);
    for (const { row, lines, findings, response, payerAnswers, whatIf } of answers) {
      told.push({ key, row, whatIf, payerAnswers });
      rows.claims.push(row);
      rows.lines.push(...lines);
      rows.findings.push(...findings);
      rows['payer-answers'].push(...payerAnswers);
      rows['what-if'].push(...whatIf.map((other) => changeOf(row, other)));
      rows['claim-responses'].push(response);
    }
  }
  return {
    rows: { ...rows, told },
    counts: { works: done.length, claims: told.length, findings: rows.findings.length, setAside: rows['set-aside'].length },
  };
}

export const toNdjson = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

function changeOf(base: WorklistRow, { claim, patient, policy, decision, allowed, denied, pended, amountAtStake }: WorklistRow) {
  return {
    ...{ claim, patient, policy, decision, allowed, denied, pended, amountAtStake },
    ...{ basePolicy: base.policy, baseDecision: base.decision, baseAllowed: base.allowed, baseAmountAtStake: base.amountAtStake },
  };
}
