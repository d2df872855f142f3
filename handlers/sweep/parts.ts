/**
 * What a run has done so far: a folder for each chunk of work, written beside and renamed, so that it is there in whole or not at all. A run
 * that is begun again finds them, and does only the rest.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkDone } from './judge-work.ts';
import { type PartDone, type Rows, rowsOf, type Told, toNdjson } from './rows-of.ts';

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

const folderOf = (directory: string, ordinal: number): string => join(directory, FOLDER, String(ordinal).padStart(8, '0'));

/** Undefined when it is not done. */
export function readPart(directory: string, ordinal: number): PartDone | undefined {
  const folder = folderOf(directory, ordinal);
  return existsSync(folder) ? (JSON.parse(readFileSync(join(folder, 'done.json'), 'utf8')) as PartDone) : undefined;
}

export function writePart(directory: string, ordinal: number, done: readonly WorkDone[]): PartDone {
  const { rows, counts } = rowsOf(done);
  return putPart(directory, ordinal, counts, (unfinished) => {
    for (const [name, all] of Object.entries(rows)) if (all.length > 0) writeFileSync(join(unfinished, `${name}.ndjson`), toNdjson(all));
  });
}

/** `write` fills the folder, which is there in whole or not at all. */
export function putPart(directory: string, ordinal: number, counts: PartDone, write: (folder: string) => void): PartDone {
  const folder = folderOf(directory, ordinal);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  write(unfinished);
  writeFileSync(join(unfinished, 'done.json'), JSON.stringify(counts));
  renameSync(unfinished, folder);
  return counts;
}

/** The files of the parts that have such rows, in order. */
export function filesOfParts(directory: string, parts: number, rows: Rows): readonly string[] {
  return Array.from({ length: parts }, (_, ordinal) => join(folderOf(directory, ordinal), `${rows}.ndjson`)).filter((file) =>
    existsSync(file),
  );
}

export function* readTold(directory: string, parts: number): Generator<Told & { readonly part: number }> {
  for (let part = 0; part < parts; part += 1) {
    const file = join(folderOf(directory, part), 'told.ndjson');
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, 'utf8').split('\n')) if (line !== '') yield { ...(JSON.parse(line) as Told), part };
  }
}
