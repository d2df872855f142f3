import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createSqliteQueue } from '../../handlers/store/sqlite-queue.ts';
import { newFile } from './support/file.ts';
import { job, recorded } from './support/queue.ts';

const SCRIPT = fileURLToPath(new URL('support/worker-process.ts', import.meta.url));

interface Started {
  readonly process: ChildProcess;
  /** What it began, in order. */
  begun(): readonly string[];
  problems(): string;
}

function start(...args: readonly string[]): Started {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return { process: child, begun: () => out.split('\n').filter((line) => line !== ''), problems: () => err };
}

test('Four processes that make one file at the same time, put into it and work from it do each job once', async () => {
  const path = newFile();
  const started = ['a', 'b', 'c', 'd'].map((prefix) => start(path, '50', prefix));
  const codes = await Promise.all(started.map(async ({ process }) => (await once(process, 'close'))[0]));
  expect(started.map(({ problems }) => problems())).toEqual(['', '', '', '']);
  expect(codes).toEqual([0, 0, 0, 0]);
  const expected = ['a', 'b', 'c', 'd'].flatMap((prefix) => Array.from({ length: 50 }, (_, i) => `${prefix}${i}`));
  expect(started.flatMap(({ begun }) => begun()).sort()).toEqual(expected.sort());
  // Each had its part.
  expect(Math.min(...started.map(({ begun }) => begun().length))).toBeGreaterThan(0);
});

test('What a killed process worked on and had not begun is done by the next, the former when its lease has run out', async () => {
  const path = newFile();
  const killed = start(path, '10', 'a', '60000', '1500');
  await vi.waitFor(() => expect(killed.begun()).toHaveLength(4), { timeout: 20_000 });
  await vi.waitFor(
    () => {
      const look = createSqliteQueue(path, { now: Date.now });
      const pending = look.pending();
      void look.close();
      expect(pending).toBe(10);
    },
    { timeout: 20_000 },
  );
  killed.process.kill('SIGKILL');
  await once(killed.process, 'close');

  const queue = createSqliteQueue(path, { now: Date.now, pollMs: 20 });
  onTestFinished(() => queue.close());
  const { worker, begun } = recorded();
  void queue.work(worker);
  await vi.waitFor(() => expect(queue.pending()).toBe(0), { timeout: 20_000 });
  expect(begun.slice(0, 6)).toEqual(['a4', 'a5', 'a6', 'a7', 'a8', 'a9'].map(job));
  expect(
    begun
      .slice(6)
      .map(({ claim }) => claim)
      .sort(),
  ).toEqual(killed.begun().toSorted());
});
