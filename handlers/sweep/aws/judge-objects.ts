/**
 * A batch of the sweep on AWS: reads objects of the work, judges each unit as on one machine, and writes what came of it below `runs/{run}/`, under
 * the object's own name; where it is asked for, the answers go to the FHIR server too. Done again it writes the same bytes to the same keys, and to the
 * server nothing twice. Throws where S3 or the server fails: then Step Functions tries again; and a TypeError for what was asked for wrongly.
 */

import { gzipSync } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { RULE_SET } from '../../../src/rules/index.ts';
import type { WorkerDependencies } from '../../webhook/process-claim.ts';
import { judgeWork } from '../judge-work.ts';
import { rowsOf, toNdjson } from '../rows-of.ts';
import { writeAnswersBack } from '../write-answers.ts';
import { worksOfObject } from './read-work.ts';
import { optionsOf } from './run-options.ts';
import { type BatchEvent, type BatchResult, nameOf, type ObjectDone, runPrefix, WORK_PREFIX } from './sweep-event.ts';

export interface JudgeObjectsParts {
  readonly client: S3Client;
  readonly bucket: string;
  readonly canonicalBase?: string | undefined;
  /** Servers to which answers may be written. */
  readonly sources: WorkerDependencies['sources'];
  now(): number;
}

export function createSweepWorker({
  client,
  bucket: Bucket,
  canonicalBase: base,
  sources,
  now,
}: JudgeObjectsParts): (event: BatchEvent) => Promise<BatchResult> {
  const canonicalBase = base ?? null;
  async function read(Key: string): Promise<Uint8Array> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return Body ? Body.transformToByteArray() : new Uint8Array();
  }
  const put = async (Key: string, text: string): Promise<void> => {
    const Body = gzipSync(text);
    await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/x-ndjson', ContentEncoding: 'gzip' }));
  };

  return async ({ BatchInput: input, Items }) => {
    const options = optionsOf(input, canonicalBase);
    const target = input.writeBack === null ? undefined : sources.get(input.writeBack);
    if (input.writeBack !== null && !target) throw new TypeError('The run names a source that is not configured.');
    let [claims, setAside, findings, written] = [0, 0, 0, 0];
    for (const { Key } of Items) {
      const name = nameOf(Key.slice(WORK_PREFIX.length));
      const works = worksOfObject(name, await read(Key));
      const { rows, counts } = rowsOf(works.map((work) => judgeWork(work, options)));
      const below = runPrefix(input.run);
      // Also what has no rows: of an earlier try that had some, none stay.
      for (const [kind, all] of Object.entries(rows)) await put(`${below}${kind}/${name}.ndjson.gz`, toNdjson(all));
      if (target) written += (await writeAnswersBack(works, options, target.server, now, target.source.writesTask)).written;
      const done: ObjectDone = { ...counts, input, canonicalBase, ruleSet: RULE_SET };
      await put(`${below}done/${name}.ndjson.gz`, toNdjson([done]));
      claims += counts.claims;
      setAside += counts.setAside;
      findings += counts.findings;
    }
    return { objects: Items.length, claims, setAside, findings, written };
  };
}
