/**
 * The core against the slow count on many random records: `node test/count/compare.ts --records 100000 --seed 1 --workers 2`.
 * Record n of seed s is `randomRecord(s + n)`, whatever the number of workers. Exit 1 on any difference.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { differences, smallest } from './against-core.ts';
import { randomRecord } from './random-record.ts';

interface Share {
  readonly first: number;
  readonly step: number;
  readonly end: number;
}

type Message = { done: number; seeds: number[] };

const BATCH = 250;
const SHOWN = 5;

function work({ first, step, end }: Share, tell: (message: Message) => void): void {
  let done = 0;
  let seeds: number[] = [];
  for (let seed = first; seed < end; seed += step) {
    if (outcome(seed).length > 0) seeds.push(seed);
    done += 1;
    if (done < BATCH && seed + step < end) continue;
    tell({ done, seeds });
    done = 0;
    seeds = [];
  }
}

/** A core that throws differs, too. */
function outcome(seed: number): string[] {
  try {
    return differences(randomRecord(seed));
  } catch (error) {
    return [`thrown: ${error instanceof Error ? error.stack : error}`];
  }
}

function show(seed: number): void {
  const found = outcome(seed);
  console.log(`\nseed ${seed}: ${found.length} differences (slow count / core)`);
  let record = randomRecord(seed);
  let lines = found;
  if (!found[0]?.startsWith('thrown')) {
    record = smallest(record);
    lines = differences(record);
  }
  for (const line of lines.slice(0, 12)) console.log(`  ${line}`);
  console.log(
    JSON.stringify(record, null, 1)
      .replaceAll(/\n {3,}/g, ' ')
      .replaceAll(/\n {2}\}/g, ' }'),
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    },
  });
  const [records, seed, workers] = [Number(values.records), Number(values.seed), Number(values.workers)];
  const began = performance.now();
  const different: number[] = [];
  let done = 0;
  const hear = (message: Message) => {
    done += message.done;
    different.push(...message.seeds);
    const rate = Math.round(done / ((performance.now() - began) / 1000));
    process.stderr.write(`\r${done} of ${records} records, ${rate} a second, ${different.length} differ `);
  };
  const shares = Array.from({ length: workers }, (_, n): Share => ({ first: seed + n, step: workers, end: seed + records }));
  if (workers === 1) for (const share of shares) work(share, hear);
  else await Promise.all(shares.map((share) => inWorker(share, hear)));

  process.stderr.write('\n');
  different.sort((a, b) => a - b);
  for (const one of different.slice(0, SHOWN)) show(one);
  const seconds = (performance.now() - began) / 1000;
  console.log(`${done} records, ${different.length} differences`);
  process.stderr.write(`${seconds.toFixed(0)} s, ${Math.round(done / seconds)} records a second\n`);
  process.exitCode = different.length > 0 || done !== records ? 1 : 0;
}

function inWorker(share: Share, hear: (message: Message) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.on('message', hear);
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}

if (isMainThread) await main();
else work(workerData as Share, (message) => parentPort?.postMessage(message));
