/** Runs cases of one target and keeps each problem once, with the first case that has it. */
import { checksOf, coreCase, coreProblems } from './core-target.ts';
import type { Corpus } from './corpus.ts';
import { handlerCase, handlerProblems, isChecked } from './handler-target.ts';

export type Target = 'core' | 'handler';

export interface Found {
  count: number;
  first: number;
}

export interface Ran {
  readonly cases: number;
  readonly found: ReadonlyMap<string, Found>;
  readonly slowest: { readonly ms: number; readonly number: number };
}

/** Longer than any case takes, on a machine that does other things too. */
export const MOST_MS = 10_000;

export async function problemsOfCase(target: Target, seed: number, number: number, corpus: Corpus): Promise<string[]> {
  if (target === 'core') return coreProblems(coreCase(seed, number, corpus), checksOf(number));
  return handlerProblems(handlerCase(seed, number, corpus), isChecked(number));
}

/** `at` is told each case before it runs, `tell` each problem when it is first seen: what a worker found must not end with it. */
export async function runCases(
  target: Target,
  seed: number,
  numbers: Iterable<number>,
  corpus: Corpus,
  at?: (n: number) => void,
  tell?: (problem: string, n: number) => void,
): Promise<Ran> {
  const found = new Map<string, Found>();
  let slowest = { ms: 0, number: 0 };
  let cases = 0;
  for (const number of numbers) {
    at?.(number);
    const started = performance.now();
    const problems = await problemsOfCase(target, seed, number, corpus);
    const ms = performance.now() - started;
    if (ms > slowest.ms) slowest = { ms, number };
    for (const problem of ms > MOST_MS ? [...problems, 'slow'] : problems) {
      const known = found.get(problem);
      if (known) known.count += 1;
      else {
        found.set(problem, { count: 1, first: number });
        tell?.(problem, number);
      }
    }
    cases += 1;
  }
  return { cases, found, slowest };
}
