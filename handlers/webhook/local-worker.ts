/** The worker of this machine, for `s9326 serve`: what was acknowledged is kept in a file and worked on, also after a restart. */
import { randomUUID } from 'node:crypto';
import { createSqliteQueue } from '../store/sqlite-queue.ts';
import { createSqliteStore } from '../store/sqlite-store.ts';
import { connectSources } from './connect-sources.ts';
import type { JobQueue } from './job.ts';
import { createWorker, type WorkerDependencies } from './process-claim.ts';
import type { Source } from './source.ts';

export interface LocalWorkerOptions extends Pick<WorkerDependencies, 'now' | 'program' | 'canonicalBase' | 'report'> {
  readonly sources: readonly Source[];
  /** SQLite file, or `:memory:`. */
  readonly stateFile: string;
  /** Gets each error of the file; it is tried again. */
  readonly onProblem?: (problem: unknown) => void;
}

export interface LocalWorker {
  readonly queue: JobQueue;
  /** Resolves when what was begun has ended. */
  stop(): Promise<void>;
}

/** Throws for a file that cannot be used and for access to a server that can never work. */
export function startLocalWorker({ sources, stateFile, onProblem, ...options }: LocalWorkerOptions): LocalWorker {
  const { now } = options;
  const connected = connectSources(sources, now);
  const store = createSqliteStore(stateFile, { now });
  const queue = createSqliteQueue(stateFile, { now, ...(onProblem ? { onProblem } : {}) });
  const worker = createWorker({ ...options, sources: connected, store, queue, newOwner: randomUUID });
  const working = queue.work(worker);
  return {
    queue,
    async stop() {
      await queue.close();
      store.close();
      await working;
    },
  };
}
