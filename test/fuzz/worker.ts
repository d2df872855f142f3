/** A share of the cases of `run.ts`: those from `from` up to `to`, in steps. */
import { parentPort, workerData } from 'node:worker_threads';
import { runCases, type Target } from './cases.ts';
import { readCorpus } from './corpus.ts';

export interface Share {
  readonly target: Target;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly index: number;
  /** The case that each worker is at. */
  readonly at: Int32Array;
}

const { target, seed, from, to, step, index, at } = workerData as Share;

function* numbers(): Generator<number> {
  for (let number = from; number < to; number += step) yield number;
}

const atCase = (number: number): void => void Atomics.store(at, index, number);
const tell = (problem: string, number: number): void => console.log(`case ${number}: ${problem}`);

parentPort?.postMessage(await runCases(target, seed, numbers(), readCorpus(), atCase, tell));
