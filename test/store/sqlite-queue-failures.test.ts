import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test, vi } from 'vitest';
import { JobFailure, type Worker } from '../../handlers/webhook/job.ts';
import { createClock } from './support/clock.ts';
import { newFile } from './support/file.ts';
import { createGate, job, openQueue, recorded } from './support/queue.ts';

const away = (retryAfterMs?: number) => new JobFailure('The server is away.', { isTransient: true, retryAfterMs });
const failing =
  (failure: unknown): Worker =>
  async () => {
    throw failure;
  };

describe('A job that fails for now', () => {
  test.each([
    ['waits half a second', away(), 500],
    ['waits for as long as the server asked, and half a second', away(60_000), 60_500],
    ['is not kept from its turn for a month, whatever was asked', away(30 * 24 * 3_600_000), 11 * 3_600_000],
  ])('%s', async (_, failure, ms) => {
    const clock = createClock();
    const queue = openQueue(':memory:', { now: clock.now });
    const { worker, times } = recorded(failing(failure));
    await queue.put([job('a')]);
    void queue.work(worker);
    await times(1);
    clock.move(ms - 1);
    await times(1);
    clock.move(1);
    await times(2);
    expect(queue.pending()).toBe(1);
  });

  test('waits twice as long each time, up to half an hour without chance', async () => {
    const clock = createClock();
    const start = clock.now();
    const begunAt: number[] = [];
    const { worker, times } = recorded(async () => {
      begunAt.push(clock.now() - start);
      throw away();
    });
    const queue = openQueue(':memory:', { now: clock.now });
    await queue.put([job('a')]);
    void queue.work(worker);
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      await times(attempt);
      clock.move(Math.min(1_800_000, 500 * 2 ** (attempt - 1)));
    }
    expect(begunAt.slice(0, 5)).toEqual([0, 500, 1500, 3500, 7500]);
    const waits = begunAt.slice(1).map((at, index) => at - (begunAt[index] ?? 0));
    expect(waits.slice(-8)).toEqual([1_024_000, ...Array(7).fill(1_800_000)]);
    await vi.waitFor(() => expect(queue.deadLetters()).toMatchObject([{ attempts: 20 }]));
  });

  test('is a dead letter after its last attempt, with the last reason, and not before', async () => {
    const clock = createClock();
    const queue = openQueue(':memory:', { now: clock.now, maxAttempts: 3 });
    const { worker, times } = recorded(failing(away()));
    await queue.put([job('a')]);
    void queue.work(worker);
    for (const attempts of [1, 2]) {
      await times(attempts);
      expect(queue.deadLetters()).toEqual([]);
      clock.move(1000);
    }
    await vi.waitFor(() => expect(queue.pending()).toBe(0));
    await times(3);
    expect(queue.deadLetters()).toEqual([{ ...job('a'), reason: 'The server is away.', attempts: 3, at: clock.now() }]);
  });

  test('gets all its attempts anew when it is put again, but no earlier turn', async () => {
    const clock = createClock();
    const queue = openQueue(':memory:', { now: clock.now, maxAttempts: 2 });
    const { worker, times } = recorded(failing(away()));
    await queue.put([job('a')]);
    void queue.work(worker);
    await times(1);
    await queue.put([job('a')]);
    await times(1);
    clock.move(500);
    await times(2);
    expect([queue.deadLetters(), queue.pending()]).toEqual([[], 1]);
  });

  test('and was put again while it was worked on is one job that waits for what was asked', async () => {
    const clock = createClock();
    const queue = openQueue(':memory:', { now: clock.now });
    const gate = createGate();
    const { worker, times } = recorded(async () => {
      await gate.wait;
      throw away(60_000);
    });
    await queue.put([job('a')]);
    void queue.work(worker);
    await times(1);
    await queue.put([job('a')]);
    expect(queue.pending()).toBe(2);
    gate.open();
    await vi.waitFor(() => expect(queue.pending()).toBe(1));
    clock.move(60_499);
    await times(1);
    clock.move(1);
    await times(2);
  });

  test('by a bug is tried again, and only the class of the error is kept', async () => {
    const queue = openQueue(':memory:', { maxAttempts: 1 });
    await queue.put([job('a'), job('b')]);
    void queue.work(async ({ claim }) => {
      throw claim === 'a' ? new TypeError('Jane Roe is not iterable') : 'Jane Roe';
    });
    await vi.waitFor(() => expect(queue.pending()).toBe(0));
    expect(queue.deadLetters().map(({ reason }) => reason)).toEqual(['Not processed: TypeError.', 'Not processed: thrown value.']);
  });
});

describe('A job that can never succeed', () => {
  const forbidden = new JobFailure('The server forbids it (403).', { isTransient: false });

  test('is a dead letter at once, and takes no other with it', async () => {
    const clock = createClock();
    const queue = openQueue(':memory:', { now: clock.now });
    const { worker, times } = recorded(async ({ claim }) => {
      if (claim === 'a' || claim === undefined) throw forbidden;
    });
    await queue.put([job('a'), job('b'), { source: 'clinic' }]);
    void queue.work(worker);
    await vi.waitFor(() => expect(queue.pending()).toBe(0));
    await times(3);
    const told = { reason: 'The server forbids it (403).', attempts: 1, at: clock.now() };
    expect(queue.deadLetters()).toEqual([
      { source: 'clinic', ...told },
      { ...job('a'), ...told },
    ]);
  });

  test('can be put again, and is no dead letter any more when it succeeds then', async () => {
    const queue = openQueue(':memory:');
    let isForbidden = true;
    await queue.put([job('a'), job('b')]);
    void queue.work(async () => {
      if (isForbidden) throw forbidden;
    });
    await vi.waitFor(() => expect(queue.deadLetters()).toHaveLength(2));
    await queue.put([job('a')]);
    await vi.waitFor(() => expect(queue.pending()).toBe(0));
    expect(queue.deadLetters()).toHaveLength(2);
    isForbidden = false;
    await queue.put(queue.deadLetters().filter(({ claim }) => claim === 'a'));
    await vi.waitFor(() => expect(queue.deadLetters()).toMatchObject([job('b')]));
  });
});

describe('A job whose worker does not come back', () => {
  test('is taken by another when the lease has run out, and not before; what the first says then is not heard', async () => {
    const path = newFile();
    const clock = createClock();
    const gate = createGate();
    const hung = recorded(() => gate.wait);
    const other = recorded(failing(away()));
    const first = openQueue(path, { now: clock.now, leaseMs: 1000 });
    const second = openQueue(path, { now: clock.now, leaseMs: 1000 });
    await first.put([job('a')]);
    const stop = new AbortController();
    const hanging = first.work(hung.worker, { signal: stop.signal });
    await hung.times(1);
    stop.abort();
    void second.work(other.worker);
    clock.move(999);
    await other.times(0);
    clock.move(1);
    await other.times(1);
    gate.open();
    await hanging;
    // The second failed, and the job waits for its next attempt, although the first was told that it is done.
    expect(second.pending()).toBe(1);
    clock.move(1000);
    await other.times(2);
  });

  test('is a dead letter when that happened in all its attempts', async () => {
    const clock = createClock();
    const gate = createGate();
    const { worker, times } = recorded(() => gate.wait);
    const queue = openQueue(':memory:', { now: clock.now, leaseMs: 1000, maxAttempts: 2 });
    await queue.put([job('a'), job('b')]);
    void queue.work(worker, { concurrency: 10 });
    await times(2);
    clock.move(1000);
    await times(4);
    expect(queue.deadLetters()).toEqual([]);
    clock.move(1000);
    await vi.waitFor(() => expect(queue.pending()).toBe(0));
    const told = { reason: 'Taken as often as allowed, and never finished in time.', attempts: 2, at: clock.now() };
    expect(queue.deadLetters()).toEqual([
      { ...job('a'), ...told },
      { ...job('b'), ...told },
    ]);
    gate.open();
  });
});

test('A file that cannot be used for a while is told of, and worked on as soon as it can', async () => {
  const path = newFile();
  const problems: unknown[] = [];
  const clock = createClock();
  const queue = openQueue(path, { now: clock.now, leaseMs: 1000, onProblem: (problem) => problems.push(problem) });
  const gate = createGate();
  const { worker, begun, times } = recorded(() => gate.wait);
  await queue.put([job('a')]);
  void queue.work(worker);
  await times(1);
  expect(problems).toEqual([]);
  const file = new DatabaseSync(path);
  file.exec('ALTER TABLE job RENAME TO away');
  gate.open();
  await expect(queue.put([job('b')])).rejects.toThrow('no such table');
  await vi.waitFor(() => expect(problems.length).toBeGreaterThan(2));
  expect(problems.map(String)).toEqual(problems.map(() => 'Error: no such table: job'));
  file.exec('ALTER TABLE away RENAME TO job');
  file.close();
  await queue.put([job('b')]);
  await times(2);
  // That it was done was not noted, so it is done again.
  clock.move(1000);
  await times(3);
  expect(begun).toEqual([job('a'), job('b'), job('a')]);
  expect(queue.pending()).toBe(0);
});
