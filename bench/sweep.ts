/**
 * `npm run bench:sweep`: a population with known answers (100,000 claims unless said otherwise), swept whole; beside it, in the same run and with as
 * many threads, what reading and `JSON.parse` of the same files costs, and a DuckDB query that only counts infused days (gaps and islands). Memory is
 * taken at a tenth of the size too. Every known answer must come once.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { differences } from '../test/population/compare.ts';
import { type Population, writePopulation } from '../test/population/write.ts';

const { values } = parseArgs({
  options: { claims: { type: 'string', default: '100000' }, threads: { type: 'string', default: '2' }, folder: { type: 'string' } },
});
const threads = Number(values.threads);
const folder = values.folder ?? join(tmpdir(), 's9326-bench-sweep');

async function population(claims: number): Promise<Population> {
  const directory = join(folder, String(claims));
  const kept = join(directory, 'population.json');
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Population;
  mkdirSync(directory, { recursive: true });
  return writePopulation(directory, claims, 1);
}

const filesOf = (source: string): readonly string[] => readdirSync(source).map((name) => join(source, name));
const secondsSince = (started: number): number => (performance.now() - started) / 1000;

/** Seconds, and the most memory that the process and its threads took at a time, in MB. */
async function swept({ source }: Population, out: string): Promise<{ seconds: number; megabytes: number }> {
  rmSync(out, { recursive: true, force: true });
  const cli = join(import.meta.dirname, '../handlers/cli/s9326.mjs');
  const wanted = ['sweep', '--source', source, '--out', out, '--as-of', '2026-01-01T00:00:00Z', '--threads', String(threads)];
  const started = performance.now();
  const child = spawn(process.execPath, [cli, ...wanted], { stdio: ['ignore', 'ignore', 'inherit'] });
  let megabytes = 0;
  // The command may start the judging process as a child of its own: both count.
  const timer = setInterval(() => {
    megabytes = Math.max(megabytes, residentOf(child.pid ?? 0) / 1024);
  }, 200);
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  clearInterval(timer);
  if (code !== 0 && code !== 1) throw new Error(`the sweep ended with ${code}`);
  return { seconds: secondsSince(started), megabytes };
}

/** Of a process and its children, in KB; 0 where /proc is not. */
function residentOf(pid: number): number {
  try {
    const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return own + children.reduce((sum, child) => sum + residentOf(Number(child)), 0);
  } catch {
    return 0;
  }
}

/** Each process reads every n-th megabyte-sized piece of whole lines, so that all are as busy. */
async function parsed({ source }: Population): Promise<number> {
  const script = `
    const { openSync, readSync, fstatSync } = require('node:fs');
    const [own, all, ...files] = process.argv.slice(1);
    let index = 0, resources = 0;
    for (const file of files) {
      const handle = openSync(file); const buffer = Buffer.alloc(1 << 22); let rest = Buffer.alloc(0); let read;
      while ((read = readSync(handle, buffer)) > 0) {
        const whole = Buffer.concat([rest, buffer.subarray(0, read)]); const end = whole.lastIndexOf(10) + 1;
        rest = Buffer.from(whole.subarray(end));
        if (index++ % Number(all) === Number(own)) for (const line of whole.toString('utf8', 0, end).split('\\n')) if (line) { JSON.parse(line); resources += 1; }
      }
    }`;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: threads }, (_, own) => {
      const child = spawn(process.execPath, ['--eval', script, String(own), String(threads), ...filesOf(source)], { stdio: 'inherit' });
      return new Promise<void>((resolve, reject) =>
        child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('parsing failed')))),
      );
    }),
  );
  return secondsSince(started);
}

/** Only the dates that are touched by stretches of a day or more with gaps of at most an hour: no zones, readings, stays, rules or answers. */
async function islands({ source }: Population): Promise<number> {
  const started = performance.now();
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  await connection.run(`
    WITH spans AS (
      SELECT subject.reference AS patient, effectivePeriod."start"::TIMESTAMPTZ AS a, effectivePeriod."end"::TIMESTAMPTZ AS b
      FROM read_ndjson('${join(source, 'MedicationAdministration.ndjson')}', maximum_object_size=33554432, columns={
        subject: 'STRUCT(reference VARCHAR)', effectivePeriod: 'STRUCT("start" VARCHAR, "end" VARCHAR)', status: 'VARCHAR'})
      WHERE status NOT IN ('entered-in-error', 'not-done') AND length(effectivePeriod."start") > 10 AND length(effectivePeriod."end") > 10),
    marked AS (SELECT *, a > max(b) OVER (PARTITION BY patient ORDER BY a ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + INTERVAL 1 HOUR AS isNew FROM spans),
    grouped AS (SELECT *, sum(coalesce(isNew, true)::INT) OVER (PARTITION BY patient ORDER BY a) AS island FROM marked),
    runs AS (SELECT patient, min(a) AS a, max(b) AS b FROM grouped GROUP BY patient, island)
    SELECT sum(date_diff('day', a, b) + 1) FROM runs WHERE b - a >= INTERVAL 24 HOUR`);
  connection.closeSync();
  instance.closeSync();
  return secondsSince(started);
}

const claims = Number(values.claims);
const [small, whole] = [await population(Math.ceil(claims / 10)), await population(claims)];
const bytes = filesOf(whole.source).reduce((sum, file) => sum + statSync(file).size, 0);
console.log(
  `Node ${process.version}, ${threads} threads; ${whole.claims} claims, ${whole.administrations} administrations, ${Math.round(bytes / 1e6)} MB`,
);
const out = join(folder, 'out');
const tenth = await swept(small, out);
const sweep = await swept(whole, out);
const problems = await differences(whole.answers, out);
const parse = await parsed(whole);
const query = await islands(whole);
const row = (what: string, seconds: number, more = ''): void =>
  console.log(`${what.padEnd(44)} ${seconds.toFixed(1).padStart(8)} s  ${(seconds / parse).toFixed(1).padStart(6)} ×  ${more}`);
row('read and JSON.parse', parse);
row('the sweep', sweep.seconds, `${Math.round(sweep.megabytes)} MB, ${Math.round(whole.claims / sweep.seconds)} claims/s`);
row('the sweep of a tenth', tenth.seconds, `${Math.round(tenth.megabytes)} MB`);
row('DuckDB, gaps and islands (days only)', query);
console.log(problems.length === 0 ? 'Every known answer came once.' : `Not as known:\n${problems.join('\n')}`);
process.exitCode = problems.length === 0 ? 0 : 1;
