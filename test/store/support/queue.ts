/** A local queue with a clock of the test's own, closed when the test ends. */
import { expect, onTestFinished, vi } from 'vitest';
import { createSqliteQueue, type SqliteQueue, type SqliteQueueOptions } from '../../../handlers/store/sqlite-queue.ts';
import type { Job, Worker } from '../../../handlers/webhook/job.ts';
import { createClock } from './clock.ts';

/** Without chance: the first wait is 500 ms, and each the double of the one before. */
export function openQueue(path: string, options: Partial<SqliteQueueOptions> = {}): SqliteQueue {
  const queue = createSqliteQueue(path, { now: createClock().now, random: () => 0, pollMs: 2, ...options });
  onTestFinished(() => queue.close());
  return queue;
}

export const job = (claim: string): Job => ({ source: 'clinic', claim });

export interface Recorded {
  readonly worker: Worker;
  /** In the order in which they were begun. */
  readonly begun: Job[];
  /** Waits until so many were begun, and the queue had time to note how they ended and to begin one too many. */
  times(count: number): Promise<void>;
}

/** `how` says how each ends. */
export function recorded(how: Worker = async () => {}): Recorded {
  const begun: Job[] = [];
  return {
    begun,
    worker: async (each) => {
      begun.push(each);
      await how(each);
    },
    times: async (count) => {
      await vi.waitFor(() => expect(begun).toHaveLength(count));
      await aWhile();
      expect(begun).toHaveLength(count);
    },
  };
}

/** A worker's jobs wait here until they are let go. */
export function createGate(): { readonly wait: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { wait: promise, open: resolve };
}

/** Long enough for several looks at the file. */
export const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
