/** What a worker thread gets at a time: units of work themselves, or the bucket of the join that has them. */
import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Work } from './judge-work.ts';
import { type Bucket, type Lookup, readBucket, SharedResources } from './read-bucket.ts';

export type Batch = { readonly works: readonly Work[] } | { readonly bucket: Bucket; readonly keys?: ReadonlySet<string> };

/** A batch as it is sent: with the port at which the main thread, which has the database, is asked for what is nobody's. */
export interface SentBatch {
  readonly batch: Batch;
  readonly port: MessagePort;
}

/** Of this thread: a pool is of one run. */
let current: MessagePort | undefined;
const resources = new SharedResources(async (names) => {
  if (!current) return new Map();
  current.postMessage(names);
  const [found] = (await once(current, 'message')) as [ReadonlyMap<string, string> | null];
  if (!found) throw new Error('the database of the join did not answer');
  return found;
});

export async function worksOf({ batch, port }: SentBatch): Promise<readonly Work[]> {
  if ('works' in batch) return batch.works;
  current = port;
  try {
    return await readBucket(batch.bucket, resources, batch.keys);
  } finally {
    current = undefined;
  }
}

/** Sends it and answers what it asks, for as long as it is at work. */
export async function withPort<T>(lookup: Lookup, use: (port: MessagePort) => Promise<T>): Promise<T> {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (names: readonly string[]) => {
    lookup(names).then(
      (found) => port1.postMessage(found),
      // The thread waits for an answer, also for none.
      () => port1.postMessage(null),
    );
  });
  try {
    return await use(port2);
  } finally {
    port1.close();
  }
}
