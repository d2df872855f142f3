/** `npm run fuzz -- --cases N --seed S`: so many random departures from well-formed records against the core. Prints what is wrong, each once, with a case. */
import { parseArgs } from 'node:util';
import { ALL_CHECKS, checksOf, coreCase, coreProblems } from './core-target.ts';
import { readCorpus } from './corpus.ts';
import { shrink } from './shrink.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' }, from: { type: 'string', default: '0' } },
});
const [cases, seed, from] = [Number(values.cases), Number(values.seed), Number(values.from)];
const corpus = readCorpus();
const found = new Map<string, { count: number; first: number }>();
const started = performance.now();
let slowest = { ms: 0, number: from };
for (let number = from; number < from + cases; number += 1) {
  const one = coreCase(seed, number, corpus);
  const before = performance.now();
  for (const problem of coreProblems(one, checksOf(number))) {
    const known = found.get(problem);
    if (known) known.count += 1;
    else found.set(problem, { count: 1, first: number });
  }
  const ms = performance.now() - before;
  if (ms > slowest.ms) slowest = { ms, number };
}
const seconds = (performance.now() - started) / 1000;
console.log(
  `${cases} cases from ${from}, seed ${seed}: ${seconds.toFixed(0)} s; slowest ${slowest.ms.toFixed(0)} ms (case ${slowest.number}); ${found.size} problems`,
);
for (const [problem, { count, first }] of found) {
  const one = coreCase(seed, first, corpus);
  const fails = (json: unknown): boolean => coreProblems({ ...one, json }, ALL_CHECKS).includes(problem);
  console.log(
    `\n${problem}\n  ${count} times, first case ${first} (${one.origin})\n  ${JSON.stringify(shrink(one.json, fails, 5000)).slice(0, 1500)}`,
  );
}
if (found.size > 0) process.exitCode = 1;
