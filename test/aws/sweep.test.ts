/** The sweep on AWS: its state machine as it would be deployed, and run here with S3 and Step Functions on this machine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists } from '@aws-sdk/client-sfn';
import aslValidator from 'asl-validator';
import { StateMachine } from 'aws-local-stepfunctions';
import { startFauxqs } from 'fauxqs';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createSweepWorker } from '../../handlers/sweep/aws/judge-objects.ts';
import { createSweepStart } from '../../handlers/sweep/aws/start-sweep.ts';
import type { BatchEvent, RunInput } from '../../handlers/sweep/aws/sweep-event.ts';
import { partition } from '../../handlers/sweep/partition.ts';
import { sweep } from '../../handlers/sweep/sweep.ts';
import { writePopulation } from '../population/write.ts';
import { folder } from '../sweep/source.ts';
import { type Packaged, type Properties, packageService } from './template.ts';

const AS_OF = '2026-01-01T00:00:00.000Z';
const RUN: RunInput = { run: 'r1', asOf: AS_OF, policies: [], timeZone: null };

let packaged: Packaged;
beforeAll(async () => {
  packaged = await packageService();
});
const propertiesOf = (id: string): Properties => packaged.template.Resources[id]?.Properties ?? {};

/** As CloudFormation would write it, with stand-ins for what is not known before. */
function definition(): { States: { JudgeAll: Record<string, unknown> } } {
  const stoodFor = (_key: string, value: unknown): unknown => {
    const { Ref, 'Fn::GetAtt': attribute } = Object(value) as Record<string, unknown>;
    if (typeof Ref === 'string') return `the-${Ref.toLowerCase()}`;
    return Array.isArray(attribute) ? `arn:aws:lambda:us-east-1:123456789012:function:${attribute[0]}` : value;
  };
  return JSON.parse(JSON.stringify(propertiesOf('SweepMachine').Definition, stoodFor));
}

describe('as deployed', () => {
  test('the state machine is Amazon States Language', () => {
    const { isValid, errorsText } = aslValidator(definition() as never);
    expect([isValid, errorsText('\n')]).toEqual([true, expect.any(String)]);
  });

  test('work is batched, so many batches side by side, tried again, and few may fail', () => {
    expect(definition().States.JudgeAll).toMatchObject({
      Type: 'Map',
      ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Prefix: 'work/' } },
      ItemBatcher: { MaxItemsPerBatch: 4 },
      MaxConcurrency: 100,
      ToleratedFailurePercentage: 1,
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' } },
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Prefix: 'results' } },
    });
  });

  test('the schedule is off, and has its zone', () => {
    expect(propertiesOf('SweepSchedule')).toMatchObject({
      State: 'DISABLED',
      ScheduleExpression: 'cron(0 2 * * ? *)',
      ScheduleExpressionTimezone: 'America/Chicago',
      Target: { Arn: { 'Fn::GetAtt': ['SweepStartLambdaFunction', 'Arn'] } },
    });
  });

  test('the bucket is encrypted with our key, closed, asks for TLS, and outlives the stack', () => {
    expect(packaged.template.Resources.SweepBucket).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
          ],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    expect(JSON.stringify(propertiesOf('SweepBucketPolicy'))).toContain('"aws:SecureTransport":"false"');
  });

  test('the worker reads the work and writes the runs, and nothing else', () => {
    const [policy] = propertiesOf('SweepWorkerRole').Policies as {
      PolicyDocument: { Statement: { Action: unknown; Resource: unknown }[] };
    }[];
    const ofS3 = policy?.PolicyDocument.Statement.filter(({ Action }) => String(Action).startsWith('s3:'));
    expect(ofS3?.map(({ Action, Resource }) => [Action, JSON.stringify(Resource)])).toEqual([
      ['s3:GetObject', '{"Fn::Sub":"${SweepBucket.Arn}/work/*"}'],
      ['s3:PutObject', '{"Fn::Sub":"${SweepBucket.Arn}/runs/*"}'],
    ]);
  });
});

interface Bucket {
  readonly client: S3Client;
  put(key: string, body: Uint8Array | string): Promise<void>;
  keys(prefix: string): Promise<readonly string[]>;
  /** The lines of all objects below the prefix, in the order of their names. */
  lines(prefix: string): Promise<readonly string[]>;
}

const BUCKET = 'sweep';

async function startBucket(): Promise<Bucket> {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  server.createBucket(BUCKET);
  const client = new S3Client({
    endpoint: server.address,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  onTestFinished(async () => {
    client.destroy();
    await server.stop();
  });
  const keys = async (Prefix: string): Promise<readonly string[]> => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }));
    return Contents.flatMap(({ Key }) => Key ?? []).sort();
  };
  return {
    client,
    put: async (Key, Body) => void (await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }))),
    keys,
    async lines(prefix) {
      const all: string[] = [];
      for (const Key of await keys(prefix)) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        all.push(...gunzipSync(bytes).toString().split('\n').filter(Boolean));
      }
      return all;
    },
  };
}

/** A population of some 150 claims, its objects in the bucket, and the folder that it came from. */
async function prepared(): Promise<{ bucket: Bucket; source: string }> {
  const [directory, objects] = [folder(), folder()];
  const { source } = await writePopulation(directory, 150, 5);
  const count = await partition({ source, directory: objects, size: 20, threads: 1 });
  expect(readdirSync(objects).filter((name) => name.endsWith('.gz'))).toHaveLength(count);
  const bucket = await startBucket();
  for (const name of readdirSync(objects)) if (name.endsWith('.gz')) await bucket.put(`work/${name}`, readFileSync(join(objects, name)));
  return { bucket, source };
}

describe('run here', () => {
  test('the state machine gives every answer that a sweep on one machine gives', async () => {
    const { bucket, source } = await prepared();
    const worker = createSweepWorker({ client: bucket.client, bucket: BUCKET });
    // The emulator has neither a reader nor batches: it gets what they would hand over.
    const keys = await bucket.keys('work/');
    const batches = [0, 4, 8].map((from): BatchEvent => ({ BatchInput: RUN, Items: keys.slice(from, from + 4).map((Key) => ({ Key })) }));
    const { JudgeAll } = definition().States;
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
    const worker = createSweepWorker({ client: bucket.client, bucket: BUCKET });
    const batch: BatchEvent = { BatchInput: RUN, Items: (await bucket.keys('work/')).slice(0, 2).map((Key) => ({ Key })) };
    const first = await worker(batch);
    const [keys, lines] = [await bucket.keys('runs/'), await bucket.lines('runs/')];
    expect(await worker(batch)).toEqual(first);
    expect([await bucket.keys('runs/'), await bucket.lines('runs/')]).toEqual([keys, lines]);
    expect(keys).toHaveLength(2 * 7);
  });

  test('an object that is broken, or a line of it, is set aside with its place, and the rest goes on', async () => {
    const { bucket } = await prepared();
    const [good = ''] = await bucket.keys('work/');
    await bucket.put('work/broken.ndjson.gz', 'no gzip');
    const { gzipSync } = await import('node:zlib');
    await bucket.put('work/lines.ndjson.gz', gzipSync('{"key":"Patient/x"}\nMaria\n'));
    const worker = createSweepWorker({ client: bucket.client, bucket: BUCKET });
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

  test('an object that is not there fails, so that it is tried again', async () => {
    const bucket = await startBucket();
    const worker = createSweepWorker({ client: bucket.client, bucket: BUCKET });
    await expect(worker({ BatchInput: RUN, Items: [{ Key: 'work/none.ndjson.gz' }] })).rejects.toThrow();
  });
});

describe('the start', () => {
  const start = (send: (command: { input: unknown }) => unknown) =>
    createSweepStart({
      client: { send: async (command: { input: unknown }) => send(command) } as never,
      stateMachineArn: 'arn:machine',
      now: () => Date.parse('2026-03-01T08:00:00Z'),
    });

  test('without anything said is of the date, as of now, under the policies that apply', async () => {
    const sent: unknown[] = [];
    expect(await start(({ input }) => sent.push(input))({})).toEqual({ run: '2026-03-01', isNew: true });
    expect(sent).toEqual([
      {
        stateMachineArn: 'arn:machine',
        name: '2026-03-01',
        input: JSON.stringify({ run: '2026-03-01', asOf: '2026-03-01T08:00:00.000Z', policies: [], timeZone: null }),
      },
    ]);
  });

  test('twice under one name is one run', async () => {
    const answer = await start(() => {
      throw new ExecutionAlreadyExists({ message: 'there', $metadata: {} });
    })({ run: 'night' });
    expect(answer).toEqual({ run: 'night', isNew: false });
  });

  test('with what cannot be is not begun, and says every reason', async () => {
    const bad = { run: 'a/b', asOf: 'yesterday', policies: ['none'], timeZone: 'Mars' };
    await expect(start(() => expect.fail())(bad)).rejects.toThrow(
      'The sweep was not started: run must be up to 60 letters, digits, - and _; asOf must be an instant with an offset from UTC; policies must be ids of shipped policies; timeZone must be an IANA time zone',
    );
  });
});
