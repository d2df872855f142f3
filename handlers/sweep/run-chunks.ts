/** Batches of work → parts, and → pages, a few at a time, in worker threads. */
import { type Batch, withPort } from './batch.ts';
import type { Chunk } from './chunk-worker.ts';
import type { SweepOptions, Work } from './judge-work.ts';
import type { PageFiles, PageTask } from './page-worker.ts';
import { readPart } from './parts.ts';
import { poolOf } from './pool.ts';
import type { Lookup } from './read-bucket.ts';
import type { PartDone } from './rows-of.ts';

export interface RunOptions {
  readonly directory: string;
  readonly batches: AsyncIterable<Batch>;
  readonly shared: Lookup;
  readonly options: SweepOptions;
  readonly threads: number;
  /** Stops between chunks; what was begun is finished. */
  readonly signal?: AbortSignal | undefined;
  /** After each chunk, also those that were there already. */
  readonly onDone?: (done: PartDone & { readonly wasThere: boolean }) => void;
}

/** As many as make a chunk worth its message, and few enough that a stop loses little. */
const CHUNK_WORKS = 64;
const CHUNK_CHARACTERS = 8 * 1024 * 1024;

/** How many chunks there are, when all is done; undefined when it was stopped. */
export async function runChunks({ directory, batches, shared, options, threads, signal, onDone }: RunOptions): Promise<number | undefined> {
  let ordinal = 0;
  const begin = function* (batch: Batch): Generator<(send: Send) => Promise<void>> {
    const number = ordinal;
    ordinal += 1;
    const there = readPart(directory, number);
    if (there) onDone?.({ ...there, wasThere: true });
    else
      yield async (send) => {
        const done = await send<PartDone>((port) => ({ directory, ordinal: number, batch, port, options }) satisfies Chunk);
        onDone?.({ ...done, wasThere: false });
      };
  };
  await inThreads('./chunk-worker.ts', { batches, begin, shared, threads, signal });
  return signal?.aborted ? undefined : ordinal;
}

export interface PageRun {
  readonly batches: AsyncIterable<Batch>;
  readonly files: PageFiles;
  readonly shared: Lookup;
  readonly options: SweepOptions;
  readonly threads: number;
}

export async function runPages({ batches, files, shared, options, threads }: PageRun): Promise<void> {
  const begin = function* (batch: Batch): Generator<(send: Send) => Promise<void>> {
    const keys = 'works' in batch ? batch.works.map(({ key }) => key) : [...(batch.keys ?? [])];
    const own = new Map(keys.flatMap((key) => (files.has(key) ? [[key, files.get(key) ?? new Map()]] : [])));
    if (own.size > 0) yield (send) => send<void>((port) => ({ batch, files: own, port, options }) satisfies PageTask);
  };
  await inThreads('./page-worker.ts', { batches, begin, shared, threads });
}

type Port = Chunk['port'];
type Send = <T>(task: (port: Port) => Chunk | PageTask) => Promise<T>;

interface Threads {
  readonly batches: AsyncIterable<Batch>;
  /** What to do of a batch; nothing where it yields nothing. */
  readonly begin: (batch: Batch) => Iterable<(send: Send) => Promise<void>>;
  readonly shared: Lookup;
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
}

/** The first problem ends it, when what was begun is done. */
async function inThreads(worker: `./${string}.ts`, { batches, begin, shared, threads, signal }: Threads): Promise<void> {
  const pool = poolOf(worker, threads);
  const send: Send = (task) => withPort(shared, async (port) => (await pool.run(task(port), { transferList: [port] })) as never);
  const running = new Set<Promise<void>>();
  const problems: unknown[] = [];
  try {
    for await (const batch of batches) {
      if (signal?.aborted || problems.length > 0) break;
      for (const work of begin(batch)) {
        const one: Promise<void> = work(send)
          .catch((problem: unknown) => void problems.push(problem))
          .finally(() => running.delete(one));
        running.add(one);
      }
      // One more than are at work, so that none waits and little is held.
      if (running.size > threads) await Promise.race(running);
    }
    await Promise.all(running);
  } finally {
    await pool.close();
  }
  if (problems.length > 0) throw problems[0];
}

/** Work as it comes, so many at a time. */
export async function* batchesOf(work: AsyncIterable<Work>): AsyncGenerator<Batch> {
  let works: Work[] = [];
  let characters = 0;
  for await (const each of work) {
    works.push(each);
    characters += each.texts.reduce((sum, text) => sum + text.length, 0);
    if (works.length < CHUNK_WORKS && characters < CHUNK_CHARACTERS) continue;
    yield { works };
    [works, characters] = [[], 0];
  }
  if (works.length > 0) yield { works };
}
