/** A sweep on this machine, from its source to what comes out; safe to stop and to begin again. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Batch } from './batch.ts';
import { bucketsWith, type Join, openJoin } from './join.ts';
import type { SweepOptions, Work } from './judge-work.ts';
import { dropUnfinished, fingerprintOf, hasRun, readManifest, writeManifest } from './parts.ts';
import type { Lookup } from './read-bucket.ts';
import { bundleWork } from './read-bundles.ts';
import { isSheet, SheetError, sheetWork } from './read-sheets.ts';
import type { PartDone } from './rows-of.ts';
import { batchesOf, runChunks, runPages } from './run-chunks.ts';
import { filesByWork, type Outputs, writeOutputs } from './write-outputs.ts';

export interface SweepRun {
  /** A folder of Bundles, or of NDJSON by resource type; or one file. */
  readonly source: string;
  readonly directory: string;
  readonly options: Omit<SweepOptions, 'asOf'> & { readonly asOf?: number };
  readonly threads: number;
  now(): number;
  readonly memoryLimit?: string;
  readonly signal?: AbortSignal;
  /** Gets all work once more when all is judged, as to write the answers back. */
  readonly afterwards?: (works: AsyncIterable<Work>, options: SweepOptions) => Promise<void>;
  /** How many units of work there are, when it is known; then how each chunk went. */
  readonly onTotal?: (total: number | undefined, unreadable: number) => void;
  readonly onDone?: (done: PartDone & { readonly wasThere: boolean }) => void;
}

/** A problem that the caller can mend; the message names files, never what is in them. */
export class SweepError extends Error {
  override readonly name = 'SweepError';
}

/** Undefined when it was stopped: called again with the same source and options it goes on. Rejects with a SweepError for what the caller can mend. */
export async function sweep(run: SweepRun): Promise<Outputs | undefined> {
  const { source, directory, options, threads, now, signal, onTotal, onDone } = run;
  const files = filesOf(source);
  const fingerprint = fingerprintOf({ files: files.map((file) => [file, statSync(file).size, statSync(file).mtimeMs]), options });
  const earlier = readManifest(directory, fingerprint);
  if (!earlier && hasRun(directory))
    throw new SweepError(`${directory} holds a sweep of another source or with other options: name another folder, or delete it`);
  const asOf = earlier?.asOf ?? options.asOf ?? now();
  await mkdir(directory, { recursive: true });
  if (!earlier) writeManifest(directory, { fingerprint, asOf });

  dropUnfinished(directory);

  const judging: SweepOptions = { ...options, asOf };
  return withWork(
    { files, staging: join(directory, 'join'), threads, memoryLimit: run.memoryLimit },
    async ({ work, batches, shared, total, unreadable }) => {
      onTotal?.(total, unreadable);
      const each = { directory, shared, options: judging, threads };
      const parts = await runChunks({ ...each, batches: batches(), signal, ...(onDone ? { onDone } : {}) });
      if (parts === undefined) return undefined;
      await run.afterwards?.(work(), judging);
      return writeOutputs({
        directory,
        parts,
        asOf,
        async draw(shown) {
          const files = filesByWork(shown);
          await runPages({ ...each, batches: batches([...files.keys()]), files });
        },
      });
    },
  );
}

export interface SourceWork {
  work(): AsyncIterable<Work>;
  /** The same work for threads to judge; with `keys` only what has theirs. */
  batches(keys?: readonly string[]): AsyncIterable<Batch>;
  readonly shared: Lookup;
  readonly total: number | undefined;
  readonly unreadable: number;
}

export interface OpenSource {
  readonly files: readonly string[];
  /** For the join; emptied before and after. */
  readonly staging: string;
  readonly threads: number;
  readonly memoryLimit?: string | undefined;
  /** Of times in sheets without an offset. */
  readonly timeZone?: string | undefined;
}

/** The units of work of a source, for as long as `use` takes. */
export async function withWork<T>(
  { files, staging, threads, memoryLimit, timeZone }: OpenSource,
  use: (source: SourceWork) => Promise<T>,
): Promise<T> {
  if (files.some(isSheet)) {
    const works = readSheets(files, timeZone);
    return use(wholeWork(() => inOrder(works), works.length));
  }
  if ((await kindOf(files)) === 'bundles') {
    const total = files.every((file) => file.endsWith('.json')) ? files.length : undefined;
    return use(wholeWork(() => bundleWork(files), total));
  }
  // Of a run that was killed: it may be cut off anywhere.
  rmSync(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const joined = await openJoin({ files, directory: staging, threads, ...(memoryLimit === undefined ? {} : { memoryLimit }) }).catch(
    (error: unknown) => {
      throw outOfMemory(error) ? new SweepError('The lines of the source do not fit into --memory: give more, or fewer --threads') : error;
    },
  );
  try {
    const batches = (keys?: readonly string[]) => bucketBatches(joined, keys);
    return await use({ work: joined.work, batches, shared: joined.shared, total: joined.patients, unreadable: joined.unreadable });
  } finally {
    joined.close();
    rmSync(staging, { recursive: true, force: true });
  }
}

/** As DuckDB says it. */
const outOfMemory = (error: unknown): boolean => error instanceof Error && error.message.startsWith('Out of Memory');

/** Of records that have all they name. */
const wholeWork = (work: () => AsyncIterable<Work>, total: number | undefined): SourceWork => ({
  work,
  batches: () => batchesOf(work()),
  shared: async () => new Map(),
  total,
  unreadable: 0,
});

async function* bucketBatches({ buckets }: Join, keys?: readonly string[]): AsyncGenerator<Batch> {
  if (keys) for (const [bucket, own] of bucketsWith(buckets, keys)) yield { bucket, keys: new Set(own) };
  else for (const bucket of buckets) yield { bucket };
}

function readSheets(files: readonly string[], timeZone: string | undefined): readonly Work[] {
  if (!files.every(isSheet)) throw new SweepError('The source has both sheets and FHIR: sweep them one after the other');
  try {
    return sheetWork(files, timeZone);
  } catch (error) {
    throw error instanceof SheetError ? new SweepError(error.message) : error;
  }
}

async function* inOrder(works: readonly Work[]): AsyncGenerator<Work> {
  yield* works;
}

export const isSource = (name: string): boolean => /\.(json|ndjson|jsonl)(\.gz)?$/i.test(name) || isSheet(name);

/** By name, so that the order of a folder does not matter. */
export function filesOf(source: string): readonly string[] {
  let names: readonly string[];
  try {
    names = statSync(source).isDirectory()
      ? readdirSync(source, { recursive: true, encoding: 'utf8' }).map((name) => join(source, name))
      : [source];
  } catch {
    throw new SweepError(`${source} cannot be read`);
  }
  const files = names.filter((name) => isSource(name) && statSync(name).isFile()).sort();
  if (files.length === 0) throw new SweepError(`${source} has no .json or .ndjson file, and no sheets`);
  return files;
}

type Kind = 'bundles' | 'by-type';

/** As the first file has it: all of them are alike. */
async function kindOf(files: readonly string[]): Promise<Kind> {
  const kinds = new Set(
    await Promise.all(files.map(async (file) => (file.endsWith('.gz') || !(await beginsWithBundle(file)) ? 'by-type' : 'bundles'))),
  );
  const [kind = 'by-type'] = kinds;
  if (kinds.size > 1) throw new SweepError('The source has both Bundles and NDJSON by resource type: sweep them one after the other');
  const isSingle = files.some((file) => /\.json$/i.test(file));
  if (kind === 'by-type' && isSingle)
    throw new SweepError('A .json file of the source is no Bundle: resources by type are expected as .ndjson');
  return kind;
}

async function beginsWithBundle(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead).toString();
    return /"resourceType"\s*:\s*"(Bundle|Parameters)"/.test(head.split('"resource"')[0] ?? '');
  } finally {
    await handle.close();
  }
}
