/** `npm run bench`: what judging costs beside reading and writing the same JSON. Ratios of medians, taken turn by turn in one run, because machines are noisy. */
import { writeClaimResponse } from '../src/fhir/write-claim-response.ts';
import { adjudicate, readRequest } from '../src/index.ts';
import { bundleOf } from './bundle-of.ts';
import { benchService } from './service.ts';

const OPTIONS = { asOf: Date.UTC(2025, 3, 2), policies: [] };

/** Median milliseconds of each task, the tasks taking turns. */
function medians<K extends string>(tasks: Record<K, () => unknown>, rounds: number): Record<K, number> {
  const names = Object.keys(tasks) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) {
      const start = performance.now();
      tasks[name]();
      times[name].push(performance.now() - start);
    }
  const median = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<K, number>;
}

function parsed(bytes: Uint8Array) {
  const read = readRequest(JSON.parse(new TextDecoder().decode(bytes)));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.request;
}

function judgeBytes(bytes: Uint8Array): Uint8Array {
  const [record] = parsed(bytes).records;
  const [judgement] = record ? adjudicate(record, OPTIONS) : [];
  if (!judgement) throw new Error('nothing judged');
  return new TextEncoder().encode(JSON.stringify(writeClaimResponse(judgement)));
}

function benchCore(): void {
  console.log(`Node ${process.version}, medians in ms\n`);
  console.log('administrations      KB   parse  adjudicate      ÷   bytes→bytes  parse+stringify      ÷');
  for (const administrations of [51, 1021, 10_000]) {
    const bytes = new TextEncoder().encode(JSON.stringify(bundleOf(administrations)));
    const text = new TextDecoder().decode(bytes);
    const record = parsed(bytes).records[0];
    if (!record) throw new Error('nothing read');
    const answer = JSON.parse(new TextDecoder().decode(judgeBytes(bytes)));
    const time = medians(
      {
        parse: () => JSON.parse(text),
        adjudicate: () => adjudicate(record, OPTIONS),
        whole: () => judgeBytes(bytes),
        both: () => JSON.stringify(answer).length + JSON.stringify(JSON.parse(text).resourceType).length,
      },
      administrations > 5000 ? 30 : administrations > 500 ? 150 : 1500,
    );
    const cell = (value: number, width: number, digits = 3) => value.toFixed(digits).padStart(width);
    console.log(
      `${String(administrations).padStart(15)} ${cell(bytes.length / 1024, 7, 0)} ${cell(time.parse, 7)} ${cell(time.adjudicate, 11)} ${cell(time.adjudicate / time.parse, 6, 2)} ` +
        `${cell(time.whole, 13)} ${cell(time.both, 16)} ${cell(time.whole / time.both, 6, 2)}`,
    );
  }
}

const [part] = process.argv.slice(2);
if (part !== 'service') benchCore();
if (part !== 'core') await benchService();
