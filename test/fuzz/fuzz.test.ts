/** A bounded run of the fuzzer of each target, with a fixed seed; `npm run fuzz` runs as many as wanted. */
import { describe, expect, test } from 'vitest';
import { runCases, type Target } from './cases.ts';
import { readCorpus } from './corpus.ts';

const CASES: Readonly<Record<Target, number>> = { core: 600, handler: 300 };
const corpus = readCorpus();

describe('Random departures from well-formed records', () => {
  test.each(['core', 'handler'] as const)('break nothing in the %s', async (target) => {
    const { cases, found } = await runCases(target, 9326, Array(CASES[target]).keys(), corpus);
    expect(cases).toBe(CASES[target]);
    expect(Object.fromEntries(found)).toEqual({});
  });
});
