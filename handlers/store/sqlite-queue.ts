/** The queue of a single machine: kept in a SQLite file, which several processes may put into and work from. */
import type { JobQueue, Worker } from '../webhook/job.ts';
import { failureOf } from './back-off.ts';
import { type DeadLetter, openSqliteJobs, type TakenJob } from './sqlite-jobs.ts';

export interface SqliteQueueOptions {
  now(): number;
  /** From 0 to below 1. */
  readonly random?: () => number;
  /** How long a job is taken for; what a killed process was at is taken again after it. Longer than any job takes. Default: three minutes. */
  readonly leaseMs?: number;
  /** Default: 20, which with the waits between them lasts through a night in which a server is away. */
  readonly maxAttempts?: number;
  /** How often it is looked for jobs that fell due or that another process put. Default: 200. */
  readonly pollMs?: number;
  /** Gets each error of the file (a full disk, a lock that is held for long). It is tried again; nothing that was put is lost. */
  readonly onProblem?: (problem: unknown) => void;
}

export interface Working {
  /** Jobs at a time. Default: 4. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

export interface SqliteQueue extends JobQueue {
  /** Works until the signal or `close`, and then to the end of what was begun. */
  work(worker: Worker, working?: Working): Promise<void>;
  /** The longest dead first. `put(deadLetters())` tries them again. */
  deadLetters(): readonly DeadLetter[];
  /** How many wait or are worked on. */
  pending(): number;
  /** Takes no more, and resolves when what was begun has ended. */
  close(): Promise<void>;
}

/** `path` may be `:memory:`. */
export function createSqliteQueue(path: string, options: SqliteQueueOptions): SqliteQueue {
  const { now, random = Math.random, leaseMs = 180_000, maxAttempts = 20, pollMs = 200, onProblem } = options;
  const jobs = openSqliteJobs(path, { now, random, leaseMs, maxAttempts });
  const closing = new AbortController();
  const loops = new Set<Promise<void>>();
  const bell = createBell();
  let closed: Promise<void> | undefined;

  function attempt<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (problem) {
      onProblem?.(problem);
      return undefined;
    }
  }

  async function run(worker: Worker, taken: TakenJob): Promise<void> {
    // How it ended may not be noted: then its lease runs out, and it is done again.
    try {
      await worker(taken.job);
      attempt(() => jobs.done(taken));
    } catch (error) {
      attempt(() => jobs.failed(taken, failureOf(error)));
    }
  }

  async function loop(worker: Worker, concurrency: number, signal: AbortSignal): Promise<void> {
    const running = new Set<Promise<void>>();
    const start = (taken: TakenJob) => {
      const one = run(worker, taken).then(() => {
        running.delete(one);
        bell.ring();
      });
      running.add(one);
    };
    while (!signal.aborted) {
      const taken = running.size < concurrency ? attempt(jobs.take) : undefined;
      if (taken) start(taken);
      else await bell.heard(pollMs, signal);
    }
    await Promise.all(running);
  }

  return {
    async put(given) {
      jobs.put(given);
      bell.ring();
    },
    async work(worker, { concurrency = 4, signal } = {}) {
      const until = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      const working = loop(worker, concurrency, until);
      loops.add(working);
      await working;
      loops.delete(working);
    },
    deadLetters: () => jobs.deadLetters(),
    pending: () => jobs.pending(),
    close() {
      closing.abort();
      closed ??= Promise.all(loops).then(() => jobs.close());
      return closed;
    },
  };
}

/** Wakes the loops when there may be something to do. */
function createBell() {
  const asleep = new Set<() => void>();
  return {
    ring(): void {
      for (const wake of asleep) wake();
    },
    heard: (ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          asleep.delete(wake);
          // Not at once: jobs that end without waiting for anything would keep the process from all else.
          setImmediate(resolve);
        };
        const timer = setTimeout(wake, ms);
        signal.addEventListener('abort', wake);
        asleep.add(wake);
      }),
  };
}
