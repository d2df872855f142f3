import { statSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import type { Job } from '../../handlers/webhook/job.ts';
import { newFile } from './support/file.ts';
import { aWhile, createGate, job, openQueue, recorded } from './support/queue.ts';

describe('A local queue', () => {
  test('hands each job to the worker once, the longest waiting first', async () => {
    const queue = openQueue(':memory:');
    await queue.put([job('a'), job('b'), { source: 'clinic' }]);
    const { worker, begun } = recorded();
    void queue.work(worker, { concurrency: 1 });
    await vi.waitFor(() => expect(queue.pending()).toBe(0));
    expect(begun).toEqual([job('a'), job('b'), { source: 'clinic' }]);
    expect(queue.deadLetters()).toEqual([]);
  });

  test('takes a job that is put while it already works, also by another on the same file', async () => {
    const path = newFile();
    const queue = openQueue(path);
    const { worker, begun } = recorded();
    void queue.work(worker);
    await queue.put([job('a')]);
    await vi.waitFor(() => expect(begun).toEqual([job('a')]));
    await openQueue(path).put([job('b')]);
    await vi.waitFor(() => expect(begun).toEqual([job('a'), job('b')]));
  });

  test('does a job once that waits already when it is put again, but not one of another claim or source', async () => {
    const queue = openQueue(':memory:');
    await queue.put([job('a'), job('b'), job('a'), { source: 'clinic' }]);
    await queue.put([job('a'), { source: 'clinic' }, { source: 'other', claim: 'a' }, { source: 'other' }]);
    expect(queue.pending()).toBe(5);
    const { worker, begun } = recorded();
    void queue.work(worker, { concurrency: 1 });
    await vi.waitFor(() => expect(queue.pending()).toBe(0));
    expect(begun).toEqual([job('a'), job('b'), { source: 'clinic' }, { source: 'other', claim: 'a' }, { source: 'other' }]);
  });

  test('does a job again that is put while it is worked on, but not at the same time', async () => {
    const path = newFile();
    const gate = createGate();
    const { worker, begun } = recorded(() => gate.wait);
    const queue = openQueue(path);
    void queue.work(worker);
    void openQueue(path).work(worker);
    await queue.put([job('a')]);
    await vi.waitFor(() => expect(begun).toEqual([job('a')]));
    await queue.put([job('a'), job('b')]);
    await vi.waitFor(() => expect(begun).toEqual([job('a'), job('b')]));
    await aWhile();
    expect(begun).toEqual([job('a'), job('b')]);
    gate.open();
    await vi.waitFor(() => expect(queue.pending()).toBe(0));
    expect(begun).toEqual([job('a'), job('b'), job('a')]);
  });

  test('works on as many at a time as it is told, and no more', async () => {
    const gate = createGate();
    const { worker, begun } = recorded(() => gate.wait);
    const queue = openQueue(':memory:');
    await queue.put([job('a'), job('b'), job('c'), job('d')]);
    void queue.work(worker, { concurrency: 3 });
    await aWhile();
    expect(begun).toEqual([job('a'), job('b'), job('c')]);
    gate.open();
    await vi.waitFor(() => expect(begun).toHaveLength(4));
  });

  test('lets the rest of the process go on while it works through jobs that end at once', async () => {
    const queue = openQueue(':memory:');
    await queue.put(Array.from({ length: 500 }, (_, i) => job(String(i))));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 5);
    await queue.work(async () => {}, { signal: stop.signal });
    expect(queue.pending()).toBeGreaterThan(0);
  });

  test('keeps all jobs of one call or none', async () => {
    const queue = openQueue(':memory:');
    await expect(queue.put([job('a'), { source: null } as unknown as Job])).rejects.toThrow();
    expect(queue.pending()).toBe(0);
    await queue.put([job('a')]);
    expect(queue.pending()).toBe(1);
  });

  test('makes its files for its owner only', async () => {
    const path = newFile();
    const umask = process.umask(0);
    try {
      await openQueue(path).put([job('a')]);
    } finally {
      process.umask(umask);
    }
    expect([path, `${path}-wal`, `${path}-shm`].map((each) => statSync(each).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
  });
});

describe('A local queue that is closed', () => {
  test('takes no more, waits for what was begun, and keeps the rest for the next time', async () => {
    const path = newFile();
    const gate = createGate();
    const { worker, begun } = recorded(() => gate.wait);
    const queue = openQueue(path);
    await queue.put([job('a'), job('b')]);
    const working = queue.work(worker, { concurrency: 1 });
    await vi.waitFor(() => expect(begun).toEqual([job('a')]));
    let isClosed = false;
    const closed = queue.close().then(() => {
      isClosed = true;
    });
    await aWhile();
    expect(isClosed).toBe(false);
    gate.open();
    await closed;
    await working;
    expect(begun).toEqual([job('a')]);

    const next = openQueue(path);
    expect(next.pending()).toBe(1);
    void next.work(worker);
    await vi.waitFor(() => expect(begun).toEqual([job('a'), job('b')]));
  });

  test('refuses jobs, and closes a second time without a word', async () => {
    const queue = openQueue(':memory:');
    await queue.close();
    await queue.close();
    await expect(queue.put([job('a')])).rejects.toThrow('database is not open');
  });

  test('goes on with other workers when one is stopped by its signal', async () => {
    const queue = openQueue(':memory:');
    const stopped = recorded();
    const going = recorded();
    const stop = new AbortController();
    const working = queue.work(stopped.worker, { signal: stop.signal });
    void queue.work(going.worker);
    stop.abort();
    await working;
    await queue.put([job('a'), job('b')]);
    await vi.waitFor(() => expect(queue.pending()).toBe(0));
    expect([stopped.begun, going.begun]).toEqual([[], [job('a'), job('b')]]);
  });
});
