/**
 * A batch of the sweep on AWS: reads objects of the work, judges each unit as on one machine, and writes what came of it below `runs/{run}/`, under
 * the object's own name. Done again it writes the same bytes to the same keys. Throws only where S3 fails: then Step Functions tries again.
 */

import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Policy, parseInstant, SHIPPED } from '../../../src/index.ts';
import { judgeWork, type SweepOptions, type Work } from '../judge-work.ts';
import { type BatchEvent, type BatchResult, type RunInput, WORK_PREFIX } from './sweep-event.ts';

export interface JudgeObjectsParts {
  readonly client: S3Client;
  readonly bucket: string;
  readonly canonicalBase?: string | undefined;
}

export function createSweepWorker({
  client,
  bucket: Bucket,
  canonicalBase,
}: JudgeObjectsParts): (event: BatchEvent) => Promise<BatchResult> {
  async function read(Key: string): Promise<Uint8Array> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return Body ? Body.transformToByteArray() : new Uint8Array();
  }

  const put = async (Key: string, rows: readonly unknown[]): Promise<void> => {
    const Body = gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/x-ndjson', ContentEncoding: 'gzip' }));
  };

  return async ({ BatchInput: input, Items }) => {
    const options = optionsOf(input, canonicalBase);
    let [claims, setAside, findings] = [0, 0, 0];
    for (const { Key } of Items) {
      const name = Key.slice(WORK_PREFIX.length).replace(/\.ndjson\.gz$/, '');
      const done = worksOf(name, await read(Key)).map((work) => judgeWork(work, options));
      const answers = done.flatMap((each) => each.answers);
      const asides = done.flatMap((each) => each.setAside);
      const parts = {
        'claim-responses': answers.map(({ response }) => response),
        claims: answers.map(({ row }) => row),
        lines: answers.flatMap(({ lines }) => lines),
        findings: answers.flatMap((each) => each.findings),
        'payer-answers': answers.flatMap(({ payerAnswers }) => payerAnswers),
        'what-if': answers.flatMap(({ whatIf }) => whatIf),
        'set-aside': asides,
      };
      for (const [part, rows] of Object.entries(parts)) await put(`runs/${input.run}/${part}/${name}.ndjson.gz`, rows);
      claims += answers.length;
      setAside += asides.length;
      findings += parts.findings.length;
    }
    return { objects: Items.length, claims, setAside, findings };
  };
}

function optionsOf({ asOf, policies, timeZone }: RunInput, canonicalBase: string | undefined): SweepOptions {
  const instant = parseInstant(asOf);
  const chosen = policies.flatMap((id): readonly Policy[] => SHIPPED.filter((policy) => policy.id === id));
  if (instant === undefined || chosen.length < policies.length)
    throw new TypeError('The run names an instant or a policy that is not known.');
  return {
    asOf: instant,
    policies: chosen,
    ...(timeZone === null ? {} : { timeZone }),
    ...(canonicalBase === undefined ? {} : { canonicalBase }),
  };
}

/** What cannot be read is work too, with its problem: it is set aside, and the rest goes on. */
function worksOf(name: string, bytes: Uint8Array): readonly Work[] {
  const broken = (key: string, problem: string): Work => ({ key, texts: [], problem });
  let text: string;
  try {
    text = gunzipSync(bytes).toString();
  } catch {
    return [broken(name, 'The object is no gzip.')];
  }
  return text.split('\n').flatMap((line, i) => {
    if (line === '') return [];
    try {
      const work = JSON.parse(line) as Work;
      if (typeof work.key === 'string' && Array.isArray(work.texts)) return [work];
    } catch {
      // Told with the others.
    }
    return [broken(`${name}:${i + 1}`, 'The line is no unit of work: see s9326 partition.')];
  });
}
