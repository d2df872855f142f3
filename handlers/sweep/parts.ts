/**
 * What a run has done so far: a folder for each chunk of work, written beside and renamed, so that it is there in whole or not at all. A run
 * that is begun again finds them, and does only the rest.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PayerAnswerRow } from '../../src/sweep/payer-answer.ts';
import type { WorklistRow } from '../../src/sweep/rows.ts';
import type { WorkDone } from './judge-work.ts';

export interface Manifest {
  /** Of the source and the options: another run's parts are not of this one. */
  readonly fingerprint: string;
  /** The instant as of which all is judged: that of the first start. */
  readonly asOf: number;
}

const FOLDER = 'parts';
const MANIFEST = 'run.json';

export const fingerprintOf = (description: unknown): string => createHash('sha256').update(JSON.stringify(description)).digest('hex');

/** The manifest of the run in this folder; undefined where there is none, or another's. */
export function readManifest(directory: string, fingerprint: string): Manifest | undefined {
  const file = join(directory, MANIFEST);
  if (!existsSync(file)) return undefined;
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  return manifest.fingerprint === fingerprint ? manifest : undefined;
}

export const hasRun = (directory: string): boolean => existsSync(join(directory, MANIFEST));

export function writeManifest(directory: string, manifest: Manifest): void {
  mkdirSync(join(directory, FOLDER), { recursive: true });
  const file = join(directory, MANIFEST);
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(manifest)}\n`);
  renameSync(`${file}.${process.pid}`, file);
}

/** What a run that was killed did not finish. */
export function dropUnfinished(directory: string): void {
  for (const name of readdirSync(join(directory, FOLDER)))
    if (!/^\d+$/.test(name)) rmSync(join(directory, FOLDER, name), { recursive: true, force: true });
}

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

const folderOf = (directory: string, ordinal: number): string => join(directory, FOLDER, String(ordinal).padStart(8, '0'));

/** Undefined when it is not done. */
export function readPart(directory: string, ordinal: number): PartDone | undefined {
  const folder = folderOf(directory, ordinal);
  return existsSync(folder) ? (JSON.parse(readFileSync(join(folder, 'done.json'), 'utf8')) as PartDone) : undefined;
}

export function writePart(directory: string, ordinal: number, done: readonly WorkDone[]): PartDone {
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
  const counts = { works: done.length, claims: told.length, findings: rows.findings.length, setAside: rows['set-aside'].length };
  const folder = folderOf(directory, ordinal);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (const [name, all] of Object.entries({ ...rows, told }))
    if (all.length > 0) writeFileSync(join(unfinished, `${name}.ndjson`), all.map((each) => `${JSON.stringify(each)}\n`).join(''));
  writeFileSync(join(unfinished, 'done.json'), JSON.stringify(counts));
  renameSync(unfinished, folder);
  return counts;
}

function changeOf(base: WorklistRow, { claim, patient, policy, decision, allowed, denied, pended, amountAtStake }: WorklistRow) {
  return {
    ...{ claim, patient, policy, decision, allowed, denied, pended, amountAtStake },
    ...{ basePolicy: base.policy, baseDecision: base.decision, baseAllowed: base.allowed, baseAmountAtStake: base.amountAtStake },
  };
}

/** The files of the parts that have such rows, in order. */
export function filesOfParts(directory: string, parts: number, rows: Rows): readonly string[] {
  return Array.from({ length: parts }, (_, ordinal) => join(folderOf(directory, ordinal), `${rows}.ndjson`)).filter((file) =>
    existsSync(file),
  );
}

export function* readTold(directory: string, parts: number): Generator<Told> {
  for (let ordinal = 0; ordinal < parts; ordinal += 1) {
    const file = join(folderOf(directory, ordinal), 'told.ndjson');
    if (existsSync(file)) for (const line of readFileSync(file, 'utf8').split('\n')) if (line !== '') yield JSON.parse(line) as Told;
  }
}
