/** What comes out of a run, from its parts and in their order: so the same bytes however it was done. */
import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { worklistPage } from '../../src/present/worklist-page.ts';
import { WORKLIST_SCRIPT } from '../../src/present/worklist-script.ts';
import type { PayerAnswerRow } from '../../src/sweep/payer-answer.ts';
import type { WorklistRow } from '../../src/sweep/rows.ts';
import { type Summary, summarize } from '../../src/sweep/summary.ts';
import { readParts } from './parts.ts';

export interface Outputs {
  readonly summary: Summary;
  readonly files: readonly string[];
}

/** Sheets with their columns, so that they are the same whatever a run found. */
const SHEETS = {
  claims: `claim VARCHAR, patient VARCHAR, policy VARCHAR, payer VARCHAR, provider VARCHAR, first DATE, last DATE, decision VARCHAR, submitted DOUBLE,
    allowed DOUBLE, denied DOUBLE, pended DOUBLE, amountSubmitted DOUBLE, amountAtStake DOUBLE, currency VARCHAR, unbilledDays BIGINT,
    adjacentDays BIGINT, rules VARCHAR[]`,
  lines: `claim VARCHAR, patient VARCHAR, policy VARCHAR, line BIGINT, code VARCHAR, submitted DOUBLE, allowed DOUBLE, denied DOUBLE, pended DOUBLE,
    decision VARCHAR, rule VARCHAR, amountSubmitted DOUBLE, amountEligible DOUBLE, currency VARCHAR`,
  findings: `claim VARCHAR, patient VARCHAR, policy VARCHAR, line BIGINT, rule VARCHAR, effect VARCHAR, verdict VARCHAR, "group" VARCHAR, carc VARCHAR,
    rarc VARCHAR, dates VARCHAR, message VARCHAR, fix VARCHAR`,
  'payer-answers': `claim VARCHAR, patient VARCHAR, payer VARCHAR, line BIGINT, answer VARCHAR, answered DATE, submitted DOUBLE, paid DOUBLE,
    supported DOUBLE, deniedSupported DOUBLE, paidUnsupported DOUBLE, amountDeniedSupported DOUBLE, currency VARCHAR, reasons VARCHAR, appealBy DATE,
    appealSource VARCHAR`,
  'what-if': `claim VARCHAR, patient VARCHAR, policy VARCHAR, decision VARCHAR, allowed DOUBLE, denied DOUBLE, pended DOUBLE, amountAtStake DOUBLE,
    basePolicy VARCHAR, baseDecision VARCHAR, baseAllowed DOUBLE, baseAmountAtStake DOUBLE`,
} as const;
type Sheet = keyof typeof SHEETS;

const SCRIPT_HASH = createHash('sha256').update(WORKLIST_SCRIPT).digest('base64');

/** Rows that the worklist page holds, each with a page of its own; the sheets hold all. */
const MOST_ON_PAGE = 2000;

/** A claim that the worklist shows. */
export interface ShownClaim {
  readonly row: WorklistRow;
  /** Of the work that it came of. */
  readonly key: string;
  /** Of lines of which the payer refused what the record supports. */
  readonly refused: readonly PayerAnswerRow[];
}

/** Where its page goes, and its appeal. */
export interface ClaimFiles {
  readonly page: string;
  readonly appeal?: string;
}

/** Draws the pages of the claims, each as the file that is named. */
export type DrawPages = (shown: readonly (ShownClaim & ClaimFiles)[]) => Promise<void>;

export async function writeOutputs(directory: string, asOf: number, draw: DrawPages): Promise<Outputs> {
  for (const folder of ['claims', 'appeals']) {
    rmSync(join(directory, folder), { recursive: true, force: true });
    mkdirSync(join(directory, folder), { recursive: true });
  }
  const open = (name: string) => createWriteStream(join(directory, name));
  const staged = {
    claims: open('claims.ndjson'),
    lines: open('lines.ndjson'),
    findings: open('findings.ndjson'),
    'payer-answers': open('payer-answers.ndjson'),
    'what-if': open('what-if.ndjson'),
  };
  const responses = open('claim-responses.ndjson');
  const asides = open('set-aside.ndjson');
  const streams = [...Object.values(staged), responses, asides];
  const put = async (stream: ReturnType<typeof open>, rows: readonly unknown[]): Promise<void> => {
    for (const row of rows)
      if (!stream.write(`${JSON.stringify(row)}\n`)) await new Promise<void>((resolve) => void stream.once('drain', () => resolve()));
  };

  const summary = summarize();
  let toLookAt: ShownClaim[] = [];
  for await (const { key, answers, setAside } of readParts(directory)) {
    for (const { row, lines, findings, response, payerAnswers, whatIf } of answers) {
      const refused = payerAnswers.filter(({ deniedSupported }) => deniedSupported > 0);
      if (row.decision !== 'approved' || row.unbilledDays > 0 || refused.length > 0) toLookAt.push({ row, key, refused });
      if (toLookAt.length > 2 * MOST_ON_PAGE) toLookAt = mostAtStake(toLookAt);
      summary.add(row, whatIf, payerAnswers);
      await put(responses, [response]);
      await put(staged.claims, [row]);
      await put(staged.lines, lines);
      await put(staged.findings, findings);
      await put(staged['payer-answers'], payerAnswers);
      await put(
        staged['what-if'],
        whatIf.map((other) => changeOf(row, other)),
      );
    }
    summary.aside(setAside.length);
    await put(asides, setAside);
  }
  for (const stream of streams) stream.end();
  await Promise.all(streams.map((stream) => finished(stream)));

  const told = summary.tell(new Date(asOf).toISOString());
  writeFileSync(join(directory, 'summary.json'), `${JSON.stringify(told, null, 2)}\n`);
  const shown = mostAtStake(toLookAt).map((each, i) => {
    const name = `${String(i + 1).padStart(4, '0')}.html`;
    return { ...each, page: `claims/${name}`, ...(each.refused.length > 0 ? { appeal: `appeals/${name}` } : {}) };
  });
  await draw(
    shown.map(({ page, appeal, ...each }) => ({
      ...each,
      page: join(directory, page),
      ...(appeal === undefined ? {} : { appeal: join(directory, appeal) }),
    })),
  );
  const listed = shown.map(({ row, page, appeal, refused }) => ({
    ...row,
    page,
    ...(appeal === undefined ? {} : { appeal: { page: appeal, rows: refused } }),
  }));
  writeFileSync(join(directory, 'worklist.html'), worklistPage(listed, told, SCRIPT_HASH));
  await writeSheets(directory);
  return { summary: told, files: filesOf(directory) };
}

/** What is worth most comes first; what has no prices by its units. */
function mostAtStake(claims: readonly ShownClaim[]): ShownClaim[] {
  const open = ({ row: { denied, pended } }: ShownClaim): number => denied + pended;
  const stake = ({ row: { amountAtStake = 0 }, refused }: ShownClaim): number =>
    amountAtStake + refused.reduce((sum, { amountDeniedSupported = 0 }) => sum + amountDeniedSupported, 0);
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return claims
    .toSorted((a, b) => stake(b) - stake(a) || open(b) - open(a) || compare(a.row.claim, b.row.claim) || compare(a.key, b.key))
    .slice(0, MOST_ON_PAGE);
}

function changeOf(base: WorklistRow, { claim, patient, policy, decision, allowed, denied, pended, amountAtStake }: WorklistRow) {
  return {
    ...{ claim, patient, policy, decision, allowed, denied, pended, amountAtStake },
    ...{ basePolicy: base.policy, baseDecision: base.decision, baseAllowed: base.allowed, baseAmountAtStake: base.amountAtStake },
  };
}

/** NDJSON → CSV and Parquet, in one thread so that rows stay in order. */
async function writeSheets(directory: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  for (const sheet of Object.keys(SHEETS) as Sheet[]) {
    const source = join(directory, `${sheet}.ndjson`);
    const columns = SHEETS[sheet]
      .split(',')
      .map((column) => column.trim().split(' '))
      .map(([name = '', type = '']) => `${name.replaceAll('"', "'").replace(/^(?!')(.*)$/, "'$1'")}: '${type}'`);
    const hasRows = statSync(source).size > 0;
    if (hasRows || (sheet !== 'what-if' && sheet !== 'payer-answers')) {
      const rows = hasRows ? `read_ndjson('${quoted(source)}', columns={${columns.join(', ')}})` : undefined;
      await connection.run(`CREATE OR REPLACE TABLE sheet (${SHEETS[sheet]})`);
      if (rows) await connection.run(`INSERT INTO sheet SELECT * FROM ${rows}`);
      await connection.run(`COPY sheet TO '${quoted(join(directory, `${sheet}.parquet`))}' (FORMAT parquet)`);
      const flat = `SELECT * REPLACE (${textColumns(SHEETS[sheet]).join(', ')}) FROM sheet`;
      await connection.run(`COPY (${flat}) TO '${quoted(join(directory, `${sheet}.csv`))}' (FORMAT csv, HEADER)`);
    }
    rmSync(source);
  }
  connection.closeSync();
  instance.closeSync();
}

/** A text that a spreadsheet would run as a formula gets an apostrophe before it, which it shows as text. Parquet has it as it is. */
const textColumns = (columns: string): readonly string[] =>
  columns.split(',').flatMap((column) => {
    const [name = '', type] = column.trim().split(' ');
    if (type === 'VARCHAR[]') return [`array_to_string(${name}, ' ') AS ${name}`];
    return type === 'VARCHAR'
      ? [`CASE WHEN regexp_matches(${name}, '^[=+@\\t\\r-]') THEN '''' || ${name} ELSE ${name} END AS ${name}`]
      : [];
  });

const quoted = (text: string): string => text.replaceAll("'", "''");

const filesOf = (directory: string): readonly string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'run.json')
    .map(({ name }) => name)
    .sort();
