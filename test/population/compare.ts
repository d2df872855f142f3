/** What a sweep answered, held against what is known: each claim once, with the same units. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { KnownAnswer } from './population.ts';

/** A line for each difference, at most twenty; none when all is as known. */
export async function differences(answers: string, out: string): Promise<readonly string[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const told = await connection.runAndReadAll(
    `SELECT claim, allowed, denied, pended FROM '${join(out, 'claims.parquet').replaceAll("'", "''")}'`,
  );
  const found = new Map<string, string>();
  const problems: string[] = [];
  const differ = (problem: string): void => {
    if (problems.length < 20) problems.push(problem);
  };
  for (const [claim, allowed, denied, pended] of told.getRows()) {
    const id = String(claim).replace('Claim/', '');
    if (found.has(id)) differ(`${id} twice`);
    found.set(id, `${allowed} ${denied} ${pended}`);
  }
  connection.closeSync();
  instance.closeSync();
  for (const line of linesOf(join(out, 'set-aside.ndjson'))) {
    const { key } = JSON.parse(line) as { key: string };
    found.set(/Claim\/(\S+)$/.exec(key)?.[1] ?? key, 'set aside');
  }
  for (const line of linesOf(answers)) {
    const { claim, setAside, allowed, denied, pended } = JSON.parse(line) as KnownAnswer;
    const known = setAside ? 'set aside' : `${allowed} ${denied} ${pended}`;
    if (found.get(claim) !== known) differ(`${claim}: known ${known}, found ${found.get(claim) ?? 'nothing'}`);
    found.delete(claim);
  }
  for (const claim of found.keys()) differ(`${claim} is not known`);
  return problems;
}

const linesOf = (file: string): readonly string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);
