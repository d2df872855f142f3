/** What comes out of a run, from its parts and in their order: so the same bytes however it was done. */
import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { worklistPage } from '../../src/present/worklist-page.ts';
import { WORKLIST_SCRIPT } from '../../src/present/worklist-script.ts';
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
    adjacentDays BIGINT, rules VARCHAR[], page VARCHAR`,
  lines: `claim VARCHAR, patient VARCHAR, policy VARCHAR, line BIGINT, code VARCHAR, submitted DOUBLE, allowed DOUBLE, denied DOUBLE, pended DOUBLE,
    decision VARCHAR, rule VARCHAR, amountSubmitted DOUBLE, amountEligible DOUBLE, currency VARCHAR`,
  findings: `claim VARCHAR, patient VARCHAR, policy VARCHAR, line BIGINT, rule VARCHAR, effect VARCHAR, verdict VARCHAR, "group" VARCHAR, carc VARCHAR,
    rarc VARCHAR, dates VARCHAR, message VARCHAR, fix VARCHAR`,
  'what-if': `claim VARCHAR, patient VARCHAR, policy VARCHAR, decision VARCHAR, allowed DOUBLE, denied DOUBLE, pended DOUBLE, amountAtStake DOUBLE,
    basePolicy VARCHAR, baseDecision VARCHAR, baseAllowed DOUBLE, baseAmountAtStake DOUBLE`,
} as const;
type Sheet = keyof typeof SHEETS;

const SCRIPT_HASH = createHash('sha256').update(WORKLIST_SCRIPT).digest('base64');

/** Rows that the worklist page holds; the sheets hold all. */
const MOST_ON_PAGE = 5000;

export async function writeOutputs(directory: string, asOf: number): Promise<Outputs> {
  const claims = join(directory, 'claims');
  rmSync(claims, { recursive: true, force: true });
  mkdirSync(claims, { recursive: true });
  const open = (name: string) => createWriteStream(join(directory, name));
  const staged = {
    claims: open('claims.ndjson'),
    lines: open('lines.ndjson'),
    findings: open('findings.ndjson'),
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
  const shown: (WorklistRow & { page?: string })[] = [];
  let number = 0;
  for await (const { answers, setAside } of readParts(directory)) {
    for (const { row, lines, findings, response, page, whatIf } of answers) {
      number += 1;
      const file = page === undefined ? undefined : `claims/${String(number).padStart(7, '0')}.html`;
      if (file !== undefined && page !== undefined) writeFileSync(join(directory, file), page);
      const listed = { ...row, ...(file === undefined ? {} : { page: file }) };
      if (shown.length < MOST_ON_PAGE && row.decision !== 'approved') shown.push(listed);
      summary.add(row, whatIf);
      await put(responses, [response]);
      await put(staged.claims, [listed]);
      await put(staged.lines, lines);
      await put(staged.findings, findings);
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
  writeFileSync(join(directory, 'worklist.html'), worklistPage(shown, told, SCRIPT_HASH));
  await writeSheets(directory);
  return { summary: told, files: filesOf(directory) };
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
    if (hasRows || sheet !== 'what-if') {
      const rows = hasRows ? `read_ndjson('${quoted(source)}', columns={${columns.join(', ')}})` : undefined;
      await connection.run(`CREATE OR REPLACE TABLE sheet (${SHEETS[sheet]})`);
      if (rows) await connection.run(`INSERT INTO sheet SELECT * FROM ${rows}`);
      await connection.run(`COPY sheet TO '${quoted(join(directory, `${sheet}.parquet`))}' (FORMAT parquet)`);
      const flat = sheet === 'claims' ? "SELECT * REPLACE (array_to_string(rules, ' ') AS rules) FROM sheet" : 'SELECT * FROM sheet';
      await connection.run(`COPY (${flat}) TO '${quoted(join(directory, `${sheet}.csv`))}' (FORMAT csv, HEADER)`);
    }
    rmSync(source);
  }
  connection.closeSync();
  instance.closeSync();
}

const quoted = (text: string): string => text.replaceAll("'", "''");

const filesOf = (directory: string): readonly string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'run.json')
    .map(({ name }) => name)
    .sort();
