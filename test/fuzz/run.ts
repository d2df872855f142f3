/**
 * `npm run fuzz -- --target core|handler --cases N --seed S --workers W`: so many random departures from well-formed records. Prints
 * what is wrong, each once, with a case. `--from N` starts at another case: that of a problem, run again.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Found, Ran, Target } from './cases.ts';
import { ALL_CHECKS, coreCase, coreProblems } from './core-target.ts';
import { readCorpus } from './corpus.ts';
import { handlerCase } from './handler-target.ts';
import { shrink } from './shrink.ts';

const text = (value: string) => ({ type: 'string', default: value }) as const;
const { values } = parseArgs({
  options: { target: text('core'), cases: text('100000'), seed: text('1'), from: text('0'), workers: text('1') },
});
const [cases, seed, from, workers] = [values.cases, values.seed, values.from, values.workers].map(Number) as [
  number,
  number,
  number,
  number,
];
const target: Target = values.target === 'handler' ? 'handler' : 'core';
const HUNG_MS = 300_000;
const TICK_MS = 60_000;

const at = new Int32Array(new SharedArrayBuffer(4 * workers)).fill(-1);
const started = performance.now();
const seconds = (): string => ((performance.now() - started) / 1000).toFixed(0);
const watch = setInterval(tell, TICK_MS);
const shares = await Promise.all(Array.from({ length: workers }, (_, index) => runShare(index)));
clearInterval(watch);
report(shares);

function runShare(index: number): Promise<Ran> {
  const share = { target, seed, from: from + index, to: from + cases, step: workers, index, at };
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: share,
      resourceLimits: { maxOldGenerationSizeMb: 3000, stackSizeMb: 4 },
    });
    const fail = (problem: string) => {
      clearInterval(timer);
      const first = Atomics.load(at, index);
      resolve({ cases: 0, found: new Map([[problem, { count: 1, first }]]), slowest: { ms: 0, number: first } });
    };
    let [last, since] = [-1, performance.now()];
    const timer = setInterval(() => {
      const now = Atomics.load(at, index);
      if (now !== last) [last, since] = [now, performance.now()];
      else if (performance.now() - since > HUNG_MS) void worker.terminate().then(() => fail('a hang: the rest of this worker was not run'));
    }, 5000);
    worker.once('message', (ran: Ran) => {
      clearInterval(timer);
      resolve(ran);
    });
    worker.once('error', (error) => fail(`a crash: the rest of this worker was not run (${error.message.slice(0, 80)})`));
  });
}

function tell(): void {
  console.log(`${seconds()} s: at case ${Math.min(...at)} of ${from + cases}`);
}

function report(all: readonly Ran[]): void {
  const found = new Map<string, Found>();
  for (const { found: own } of all)
    for (const [problem, { count, first }] of own) {
      const known = found.get(problem) ?? { count: 0, first };
      found.set(problem, { count: known.count + count, first: Math.min(known.first, first) });
    }
  const ran = all.reduce((sum, each) => sum + each.cases, 0);
  const slowest = all.map((each) => each.slowest).reduce((a, b) => (a.ms > b.ms ? a : b));
  console.log(
    `${target}: ${ran} cases from ${from}, seed ${seed}, ${workers} workers: ${seconds()} s; slowest ${slowest.ms.toFixed(0)} ms (case ${slowest.number}); ${found.size} problems`,
  );
  if (found.size === 0) return;
  process.exitCode = 1;
  const corpus = readCorpus();
  for (const [problem, { count, first }] of found) {
    const one = (target === 'core' ? coreCase : handlerCase)(seed, Math.max(first, 0), corpus);
    console.log(`\n${problem}\n  ${count} times, first case ${first} (${one.origin})`);
    if ('bytes' in one) console.log(`  ${one.query} ${JSON.stringify(one.headers)}\n  ${Buffer.from(one.bytes).toString().slice(0, 1500)}`);
    else if (!/^(a hang|a crash|slow)/.test(problem)) {
      const fails = (json: unknown): boolean => coreProblems({ ...one, json }, ALL_CHECKS).includes(problem);
      console.log(`  ${JSON.stringify(shrink(one.json, fails, 5000)).slice(0, 1500)}`);
    }
  }
}
