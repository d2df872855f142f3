import { statSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore } from '../../handlers/store/sqlite-store.ts';
import { describeAnswerStore } from './answer-store.contract.ts';
import { type Clock, createClock } from './support/clock.ts';
import { newFile } from './support/file.ts';
import { job, openQueue } from './support/queue.ts';

function openStore(path: string, clock: Clock = createClock()) {
  const store = createSqliteStore(path, clock);
  onTestFinished(() => store.close());
  return store;
}

describeAnswerStore('memory', async (clock) => openStore(':memory:', clock));
describeAnswerStore('a SQLite file', async (clock) => openStore(newFile(), clock));

test('Two stores on one file, and a queue in it, know of each other', async () => {
  const path = newFile();
  const [one, two] = [openStore(path), openStore(path)];
  const queue = openQueue(path);
  await queue.put([job('c1')]);
  expect(await one.begin('key', 'one', 1000)).toBe('begun');
  expect(await two.begin('key', 'two', 1000)).toBe('busy');
  await one.finish('key', 'one');
  expect(await two.begin('key', 'two', 1000)).toBe('done');
  await one.setWatermark('clinic', '2025-04-01T00:00:00Z');
  expect(await two.watermark('clinic')).toBe('2025-04-01T00:00:00Z');
  expect(queue.pending()).toBe(1);
});

test('What was finished is done for the next process too', async () => {
  const path = newFile();
  const store = createSqliteStore(path, createClock());
  await store.begin('key', 'one', 1000);
  await store.finish('key', 'one');
  store.close();
  expect(await openStore(path).begin('key', 'two', 1000)).toBe('done');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
