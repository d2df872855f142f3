/**
 * What a run has done so far: one file for each chunk of work, written beside and renamed, so that it is there in whole or not at all. A run
 * that is begun again finds them, and does only the rest.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
  writeWhole(join(directory, MANIFEST), `${JSON.stringify(manifest)}\n`);
}

const partOf = (directory: string, ordinal: number): string => join(directory, FOLDER, `${String(ordinal).padStart(8, '0')}.ndjson`);

export const hasPart = (directory: string, ordinal: number): boolean => existsSync(partOf(directory, ordinal));

/** One line for each unit of work. */
export function writePart(directory: string, ordinal: number, done: readonly WorkDone[]): void {
  writeWhole(partOf(directory, ordinal), done.map((each) => `${JSON.stringify(each)}\n`).join(''));
}

function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
}

/** All parts, in order. */
export async function* readParts(directory: string): AsyncGenerator<WorkDone> {
  for (let ordinal = 0; hasPart(directory, ordinal); ordinal += 1)
    for await (const line of createInterface({ input: createReadStream(partOf(directory, ordinal)), crlfDelay: Number.POSITIVE_INFINITY }))
      yield JSON.parse(line) as WorkDone;
}
