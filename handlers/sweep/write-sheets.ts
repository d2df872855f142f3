/** The sheets of a run, as CSV and as Parquet. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { filesOfParts } from './parts.ts';

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

/** NDJSON of the parts → CSV and Parquet, in one thread so that rows stay in order. */
export async function writeSheets(directory: string, parts: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  for (const sheet of Object.keys(SHEETS) as Sheet[]) {
    const sources = filesOfParts(directory, parts, sheet).map((file) => `'${quoted(file)}'`);
    const columns = SHEETS[sheet]
      .split(',')
      .map((column) => column.trim().split(' '))
      .map(([name = '', type = '']) => `${name.replaceAll('"', "'").replace(/^(?!')(.*)$/, "'$1'")}: '${type}'`);
    const hasRows = sources.length > 0;
    if (hasRows || (sheet !== 'what-if' && sheet !== 'payer-answers')) {
      const rows = hasRows ? `read_ndjson([${sources.join(', ')}], columns={${columns.join(', ')}})` : undefined;
      await connection.run(`CREATE OR REPLACE TABLE sheet (${SHEETS[sheet]})`);
      if (rows) await connection.run(`INSERT INTO sheet SELECT * FROM ${rows}`);
      await connection.run(`COPY sheet TO '${quoted(join(directory, `${sheet}.parquet`))}' (FORMAT parquet)`);
      const flat = `SELECT * REPLACE (${textColumns(SHEETS[sheet]).join(', ')}) FROM sheet`;
      await connection.run(`COPY (${flat}) TO '${quoted(join(directory, `${sheet}.csv`))}' (FORMAT csv, HEADER)`);
    }
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
