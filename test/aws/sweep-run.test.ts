/** The sweep on AWS run here, with S3 and Step Functions on this machine. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { ClaimResponse } from '@medplum/fhirtypes';
import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, test } from 'vitest';
import { collectRun } from '../../handlers/sweep/aws/collect-run.ts';
import { createSweepWorker } from '../../handlers/sweep/aws/judge-objects.ts';
import type { BatchEvent, RunInput } from '../../handlers/sweep/aws/sweep-event.ts';
import { partition } from '../../handlers/sweep/partition.ts';
import { sweep } from '../../handlers/sweep/sweep.ts';
import type { WorkerDependencies } from '../../handlers/webhook/process-claim.ts';
import type { Source } from '../../handlers/webhook/source.ts';
import { SHIPPED } from '../../src/index.ts';
import { createClient } from '../fhir-server/support/client.ts';
import { startMedplumServer } from '../fhir-server/support/medplum-server.ts';
import { writePopulation } from '../population/write.ts';
import { type Bucket, ENVIRONMENT, startBucket } from '../support/s3-bucket.ts';
import { folder } from '../sweep/source.ts';
import { resourcesOf, WEEK_CLAIM, WEEK_RECORD } from '../webhook/support/week.ts';
import { machineOf } from './sweep-machine.ts';
import { packageService } from './template.ts';

const AS_OF = '2026-01-01T00:00:00.000Z';
const RUN: RunInput = { run: 'r1', asOf: AS_OF, policies: [], timeZone: null, writeBack: null };

const BUCKET = 'sweep';

const workerOf = ({ client }: Bucket, sources: WorkerDependencies['sources'] = new Map()) =>
  createSweepWorker({ client, bucket: BUCKET, sources, now: () => Date.parse(AS_OF) });

async function collectCommand({ endpoint }: Bucket, run: string, out: string) {
  const cli = join(import.meta.dirname, '../../handlers/cli/s9326.mjs');
  const env = { ...process.env, ...ENVIRONMENT, AWS_ENDPOINT_URL_S3: endpoint };
  return promisify(execFile)(process.execPath, [cli, 'collect', '--run', run, '--out', out], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );
}

/** A population of some 150 claims, its objects in the bucket, and the folder that it came from. */
async function prepared(): Promise<{ bucket: Bucket; source: string }> {
  const [directory, objects] = [folder(), folder()];
  const { source } = await writePopulation(directory, 150, 5);
  const count = await partition({ source, directory: objects, size: 20, threads: 1 });
  expect(readdirSync(objects).filter((name) => name.endsWith('.gz'))).toHaveLength(count);
  const bucket = await startBucket(BUCKET);
  for (const name of readdirSync(objects)) if (name.endsWith('.gz')) await bucket.put(`work/${name}`, readFileSync(join(objects, name)));
  return { bucket, source };
}

describe('run here', () => {
  test('the state machine gives every answer that a sweep on one machine gives', async () => {
    const { bucket, source } = await prepared();
    const worker = workerOf(bucket);
    // The emulator has neither a reader nor batches: it gets what they would hand over.
    const keys = await bucket.keys('work/');
    const batches = [0, 4, 8].map((from): BatchEvent => ({ BatchInput: RUN, Items: keys.slice(from, from + 4).map((Key) => ({ Key })) }));
    const { JudgeAll } = machineOf(await packageService()).States;
    const {
      ItemReader: _reader,
      ItemBatcher: _batcher,
      ResultWriter: _writer,
      Label: _label,
      ToleratedFailurePercentage: _tolerated,
      ItemProcessor,
      ...map
    } = JudgeAll;
    const { ProcessorConfig: _config, ...processor } = ItemProcessor as Record<string, unknown>;
    const machine = new StateMachine(
      { StartAt: 'JudgeAll', States: { JudgeAll: { ...map, ItemsPath: '$.batches', ItemProcessor: processor } } } as never,
      { validationOptions: { checkArn: false } },
    );
    const running = machine.run({ batches } as never, {
      overrides: { taskResourceLocalHandlers: { JudgeBatch: (event: unknown) => worker(event as BatchEvent) as never } },
    });
    const results = (await running.result) as unknown as { objects: number; claims: number; setAside: number }[];

    const out = folder();
    const outputs = await sweep({ source, directory: out, options: { policies: [], asOf: Date.parse(AS_OF) }, threads: 1, now: Date.now });
    const sum = (name: 'objects' | 'claims' | 'setAside') => results.reduce((total, each) => total + each[name], 0);
    expect([sum('objects'), sum('claims'), sum('setAside')]).toEqual([keys.length, outputs?.summary.claims, outputs?.summary.setAside]);
    const expected = readFileSync(join(out, 'claim-responses.ndjson'), 'utf8').split('\n').filter(Boolean);
    expect(await bucket.lines('runs/r1/claim-responses/')).toEqual(expected);
  });

  test('a batch that is judged again writes the same bytes to the same keys', async () => {
    const { bucket } = await prepared();
    const worker = workerOf(bucket);
    const batch: BatchEvent = { BatchInput: RUN, Items: (await bucket.keys('work/')).slice(0, 2).map((Key) => ({ Key })) };
    const first = await worker(batch);
    const [keys, lines] = [await bucket.keys('runs/'), await bucket.lines('runs/')];
    expect(await worker(batch)).toEqual(first);
    expect([await bucket.keys('runs/'), await bucket.lines('runs/')]).toEqual([keys, lines]);
    expect(keys).toHaveLength(2 * 9);
  });

  test('an object that is broken, or a line of it, is set aside with its place, and the rest goes on', async () => {
    const { bucket } = await prepared();
    const [good = ''] = await bucket.keys('work/');
    await bucket.put('work/broken.ndjson.gz', 'no gzip');
    await bucket.put('work/lines.ndjson.gz', gzipSync('{"key":"Patient/x"}\nMaria\n'));
    const worker = workerOf(bucket);
    const { claims, setAside } = await worker({
      BatchInput: RUN,
      Items: ['work/broken.ndjson.gz', 'work/lines.ndjson.gz', good].map((Key) => ({ Key })),
    });
    expect([claims > 0, setAside]).toEqual([true, 3]);
    const asides = (await bucket.lines('runs/r1/set-aside/')).map(
      (line) => JSON.parse(line) as { key: string; reasons: { text: string }[] },
    );
    expect(asides.map(({ key, reasons }) => [key, reasons[0]?.text])).toEqual([
      ['broken', 'The object is no gzip.'],
      ['lines:1', 'The line is no unit of work: see s9326 partition.'],
      ['lines:2', 'The line is no unit of work: see s9326 partition.'],
    ]);
  });

  test('collected, it is what a sweep on one machine writes, byte for byte: worklist, pages, sheets, totals and answers', async () => {
    const { bucket, source } = await prepared();
    const worker = workerOf(bucket);
    const keys = await bucket.keys('work/');
    const input: RunInput = { ...RUN, policies: ['baseline', 'bcbsnc-2011'] };
    const judge = (some: readonly string[]) => worker({ BatchInput: input, Items: some.map((Key) => ({ Key })) });
    const collect = (directory: string) => collectRun({ client: bucket.client, bucket: BUCKET, run: 'r1', directory, threads: 1 });
    await judge(keys.slice(1));
    const [early, whole, swept] = [folder(), folder(), folder()];
    expect((await collect(early)).missing).toBe(1);
    await judge(keys.slice(0, 1));
    await expect(collect(early)).rejects.toThrow('the run has gone on since: name another folder, or delete it');
    expect(await collect(whole)).toMatchObject({ missing: 0 });

    const policies = SHIPPED.filter(({ id }) => input.policies.includes(id));
    await sweep({ source, directory: swept, options: { policies, asOf: Date.parse(AS_OF) }, threads: 1, now: Date.now });
    const filesBelow = (directory: string) =>
      readdirSync(directory, { recursive: true, encoding: 'utf8' })
        .filter((name) => !/^(parts|run\.json)/.test(name) && statSync(join(directory, name)).isFile())
        .sort();
    expect(filesBelow(whole)).toEqual(filesBelow(swept));
    expect(filesBelow(whole)).toContain('what-if.parquet');
    expect(filesBelow(whole).filter((name) => !readFileSync(join(whole, name)).equals(readFileSync(join(swept, name))))).toEqual([]);
  });

  test('its answers go to the server of the source that it names, once for a version of a claim', async () => {
    const { origin, repository } = await startMedplumServer();
    const resources = [...resourcesOf(WEEK_RECORD), WEEK_CLAIM];
    for (const resource of resources) await repository.createResource(resource);
    const bucket = await startBucket(BUCKET);
    const work = { key: 'Patient/p1', texts: resources.map((resource) => JSON.stringify(resource)) };
    await bucket.put('work/1.ndjson.gz', gzipSync(JSON.stringify(work)));
    const source: Source = {
      name: 'clinic',
      proof: { type: 'header', name: 'x', value: 'not used here' },
      server: { baseUrl: origin, auth: { type: 'none' } },
      countsOwnAnswers: false,
      writesTask: false,
    };
    const worker = workerOf(bucket, new Map([['clinic', { source, server: createClient(origin).fhir }]]));
    const batch: BatchEvent = { BatchInput: { ...RUN, writeBack: 'clinic' }, Items: [{ Key: 'work/1.ndjson.gz' }] };
    expect(await worker(batch)).toMatchObject({ claims: 1, written: 1 });
    await worker(batch);
    const answers = await repository.searchResources<ClaimResponse>({ resourceType: 'ClaimResponse' });
    expect(answers.map(({ request }) => request?.reference)).toEqual(['Claim/c1']);

    const unknown: BatchEvent = { ...batch, BatchInput: { ...RUN, writeBack: 'other' } };
    await expect(worker(unknown)).rejects.toThrow(new TypeError('The run names a source that is not configured.'));
  });

  test('the command fetches a run, and says what is wrong with a wrong one in words', async () => {
    const { bucket } = await prepared();
    const keys = await bucket.keys('work/');
    await workerOf(bucket)({ BatchInput: RUN, Items: keys.slice(1).map((Key) => ({ Key })) });
    const out = folder();
    const { code, stdout, stderr } = await collectCommand(bucket, `s3://${BUCKET}/runs/r1`, out);
    expect([code, stderr]).toEqual([1, '1 objects of the work are not judged: the run is under way, was stopped, or they failed.\n']);
    expect(stdout).toMatch(/^\d+ claims judged as of 2026-01-01T00:00:00\.000Z: .*\nIn .*worklist\.html, claims\/\n$/s);
    expect(await collectCommand(bucket, 's3://other/runs/r1', folder())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('s3://other/runs/r1 could not be read (NoSuchBucket)'),
    });
    expect(await collectCommand(bucket, BUCKET, folder())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--run sweep: a run is s3://BUCKET/runs/NAME'),
    });
  });

  test('a run that there is not is said to be none', async () => {
    const { client } = await startBucket(BUCKET);
    const collecting = collectRun({ client, bucket: BUCKET, run: 'r9', directory: folder(), threads: 1 });
    await expect(collecting).rejects.toThrow('s3://sweep/runs/r9 has no object that was judged');
  });

  test('an object that is not there fails, so that it is tried again', async () => {
    const bucket = await startBucket(BUCKET);
    const worker = workerOf(bucket);
    await expect(worker({ BatchInput: RUN, Items: [{ Key: 'work/none.ndjson.gz' }] })).rejects.toThrow();
  });
});
