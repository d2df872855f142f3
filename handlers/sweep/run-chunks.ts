/** Work → parts, a few chunks at a time, in worker threads. */
import { Piscina } from 'piscina';
import type { Chunk, ChunkDone } from './chunk-worker.ts';
import type { SweepOptions, Work } from './judge-work.ts';
import type { PageTask } from './page-worker.ts';
import { hasPart } from './parts.ts';

export interface RunOptions {
  readonly directory: string;
  readonly work: AsyncIterable<Work>;
  readonly options: SweepOptions;
  readonly threads: number;
  /** Stops between chunks; what was begun is finished. */
  readonly signal?: AbortSignal | undefined;
  /** After each chunk, also those that were there already. */
  readonly onDone?: (done: ChunkDone & { readonly works: number; readonly wasThere: boolean }) => void;
}

/** As many as make a chunk worth its message, and few enough that a stop loses little. */
const CHUNK_WORKS = 64;
const CHUNK_CHARACTERS = 8 * 1024 * 1024;

/** True when all is done, false when it was stopped. */
export async function runChunks({ directory, work, options, threads, signal, onDone }: RunOptions): Promise<boolean> {
  const pool = poolOf('./chunk-worker.ts', threads);
  const running = new Set<Promise<void>>();
  const problems: unknown[] = [];
  try {
    let ordinal = 0;
    for await (const works of chunksOf(work)) {
      if (signal?.aborted || problems.length > 0) break;
      const chunk: Chunk = { directory, ordinal, work: works, options };
      ordinal += 1;
      if (hasPart(directory, chunk.ordinal)) {
        onDone?.({ claims: 0, findings: 0, setAside: 0, works: works.length, wasThere: true });
        continue;
      }
      const one = (pool.run(chunk) as Promise<ChunkDone>)
        .then((done) => onDone?.({ ...done, works: works.length, wasThere: false }))
        .catch((problem: unknown) => void problems.push(problem))
        .finally(() => running.delete(one));
      running.add(one);
      // One more than are at work, so that none waits and little is held.
      if (running.size > threads) await Promise.race(running);
    }
    await Promise.all(running);
  } finally {
    await pool.close();
  }
  if (problems.length > 0) throw problems[0];
  return signal?.aborted !== true;
}

/** Draws pages a few records at a time. */
export async function runPages(tasks: AsyncIterable<PageTask>, threads: number): Promise<void> {
  const pool = poolOf('./page-worker.ts', threads);
  const running = new Set<Promise<void>>();
  try {
    for await (const task of tasks) {
      const one: Promise<void> = (pool.run(task) as Promise<void>).finally(() => running.delete(one));
      running.add(one);
      if (running.size > threads) await Promise.race(running);
    }
    await Promise.all(running);
  } finally {
    await pool.close();
  }
}

/** Threads are begun as there is work for them: one that is ended while it still loads its modules has taken Node down with it. */
const poolOf = (file: string, threads: number): Piscina =>
  new Piscina({ filename: new URL(file, import.meta.url).href, maxThreads: threads, minThreads: 0, idleTimeout: IDLE_MS });

const IDLE_MS = 60_000;

async function* chunksOf(work: AsyncIterable<Work>): AsyncGenerator<Work[]> {
  let chunk: Work[] = [];
  let characters = 0;
  for await (const each of work) {
    chunk.push(each);
    characters += each.texts.reduce((sum, text) => sum + text.length, 0);
    if (chunk.length < CHUNK_WORKS && characters < CHUNK_CHARACTERS) continue;
    yield chunk;
    [chunk, characters] = [[], 0];
  }
  if (chunk.length > 0) yield chunk;
}
