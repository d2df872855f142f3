/** A population whose answers are known from the slow count: every claim is answered once, with the units that are known. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sweep } from '../../handlers/sweep/sweep.ts';
import { differences } from '../population/compare.ts';
import { writePopulation } from '../population/write.ts';
import { folder } from './source.ts';

const AS_OF = Date.UTC(2026, 0, 1);

test.each([1, 2])('250 claims of seed %i have the units that are known, each once', async (seed) => {
  const [directory, out] = [folder(), folder()];
  const { source, answers, claims } = await writePopulation(directory, 250, seed);
  const outputs = await sweep({ source, directory: out, options: { policies: [], asOf: AS_OF }, threads: 2, now: () => AS_OF });
  expect(await differences(answers, out)).toEqual([]);
  expect((outputs?.summary.claims ?? 0) + (outputs?.summary.setAside ?? 0)).toBe(claims);
});

test('an answer that is not the known one is found, and one that is missing, and one too many', async () => {
  const [directory, out] = [folder(), folder()];
  const { source, answers } = await writePopulation(directory, 5, 3);
  await sweep({ source, directory: out, options: { policies: [], asOf: AS_OF }, threads: 1, now: () => AS_OF });
  mkdirSync(join(directory, 'wrong'));
  const wrong = join(directory, 'wrong', 'answers.ndjson');
  writeFileSync(
    wrong,
    `${JSON.stringify({ claim: 'claim1-1', allowed: 99, denied: 0, pended: 0 })}\n${JSON.stringify({ claim: 'none', setAside: true })}\n`,
  );
  const found = await differences(wrong, out);
  expect(found[0]).toMatch(/^claim1-1: known 99 0 0, found \d+ \d+ \d+$/);
  expect(found[1]).toBe('none: known set aside, found nothing');
  expect(found.slice(2).every((line) => line.endsWith('is not known'))).toBe(true);
  expect(found.length).toBeGreaterThan(4);
  expect(await differences(answers, out)).toEqual([]);
});
