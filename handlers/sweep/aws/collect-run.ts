/** A run on AWS → what a sweep on one machine gives: worklist with pages, sheets, totals, ClaimResponses. Stopped, it goes on with what it has not fetched. */
import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { RULE_SET } from '../../../src/rules/index.ts';
import { inParallel } from '../../fhir-server/in-parallel.ts';
import type { Batch } from '../batch.ts';
import type { SweepOptions } from '../judge-work.ts';
import { dropUnfinished, fingerprintOf, hasRun, putPart, readManifest, readPart, writeManifest } from '../parts.ts';
import { runPages } from '../run-chunks.ts';
import { SweepError } from '../sweep.ts';
import { filesByWork, type Outputs, type PageToDraw, writeOutputs } from '../write-outputs.ts';
import { openRun, type RunInBucket } from './read-run.ts';
import { worksOfObject } from './read-work.ts';
import { optionsOf } from './run-options.ts';
import { RUN_NAME } from './sweep-event.ts';

export interface Collecting {
  readonly client: S3Client;
  readonly bucket: string;
  readonly run: string;
  readonly directory: string;
  readonly threads: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Collected extends Outputs {
  /** Objects of the work that this run has not judged. */
  readonly missing: number;
  /** Of the code that judged, where it is another than this: its pages may say other things than its rows. */
  readonly otherRuleSet?: string;
}

/** Small objects, and mostly waiting. */
const FETCHES = 16;

/** Rejects with a SweepError for what the caller can mend, with what S3 says, or with what `signal` was aborted for. */
export async function collectRun({ client, bucket, run, directory, threads, signal, onProgress }: Collecting): Promise<Collected> {
  if (!RUN_NAME.test(run)) throw new SweepError(`--run ${run}: a run is named by up to 60 letters, digits, - and _`);
  const source = await openRun({ client, bucket, run, signal });
  const [first] = source.names;
  if (first === undefined) throw new SweepError(`s3://${bucket}/runs/${run} has no object that was judged`);
  const { input, canonicalBase, ruleSet } = await source.readDone(first);
  const options = optionsOf(input, canonicalBase);

  const fingerprint = fingerprintOf({ bucket, run, judged: source.fingerprint });
  if (!readManifest(directory, fingerprint) && hasRun(directory))
    throw new SweepError(`${directory} holds another sweep, or the run has gone on since: name another folder, or delete it`);
  await mkdir(directory, { recursive: true });
  writeManifest(directory, { fingerprint, asOf: options.asOf });
  dropUnfinished(directory);

  let fetched = 0;
  await inParallel(FETCHES, source.names, async (name, part) => {
    if (!readPart(directory, part)) await fetchPart(source, name, directory, part);
    fetched += 1;
    onProgress?.(fetched, source.names.length);
  });
  const draw = (shown: readonly PageToDraw[]) => drawFrom(source, shown, options, threads);
  const outputs = await writeOutputs({ directory, parts: source.names.length, asOf: options.asOf, draw });
  return { ...outputs, missing: await source.countMissing(), ...(ruleSet === RULE_SET ? {} : { otherRuleSet: ruleSet }) };
}

async function fetchPart(source: RunInBucket, name: string, directory: string, part: number): Promise<void> {
  const { works, claims, findings, setAside } = await source.readDone(name);
  const kinds = await source.readRows(name);
  putPart(directory, part, { works, claims, findings, setAside }, (folder) => {
    for (const [kind, ndjson] of kinds) if (ndjson.length > 0) writeFileSync(join(folder, `${kind}.ndjson`), ndjson);
  });
}

/** Of the work that the shown claims came of, and no more. */
async function drawFrom(source: RunInBucket, shown: readonly PageToDraw[], options: SweepOptions, threads: number): Promise<void> {
  const batches = async function* (): AsyncGenerator<Batch> {
    for (const [part, claims] of Map.groupBy(shown, (each) => each.part)) {
      const name = source.names[part] ?? '';
      const keys = new Set(claims.map(({ key }) => key));
      yield { works: worksOfObject(name, await source.readWork(name)).filter(({ key }) => keys.has(key)) };
    }
  };
  await runPages({ batches: batches(), files: filesByWork(shown), shared: async () => new Map(), options, threads });
}
