/**
 * The two Lambda entries of the webhook as they are deployed, between an SQS, a DynamoDB and a FHIR server of this machine: what the API
 * hands to the one comes out of the other as an answer.
 */
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import type { Claim } from '@medplum/fhirtypes';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import type { LambdaHandler } from '../../handlers/http/lambda-event.ts';
import { eventOf } from '../handlers/support/event.ts';
import { PROJECT } from '../handlers/support/packaged.ts';
import { newTable, startDynalite } from '../store/support/dynamo.ts';
import { type Queues, startQueues } from '../store/support/sqs.ts';
import { type FhirOverHttp, startFhir } from './support/fhir-http.ts';
import { otherClaim, WEEK_CLAIM } from './support/week.ts';

const SECRET = 'a secret of the test, long enough';
/** Stands for what nobody but the FHIR server may see. */
const MARKER = 'Zzyzx';

const context = { awsRequestId: 'r1', functionName: 's9326-test', memoryLimitInMB: '1024' } as Context;

type WorkerHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

let dynamo: DynamoDBClient;
let maxReceiveCount: number;
beforeAll(async () => {
  dynamo = await startDynalite();
  const { Resources } = parse(await readFile(join(PROJECT, 'serverless/webhook.yml'), 'utf8'), { logLevel: 'silent' });
  maxReceiveCount = Resources.Jobs.Properties.RedrivePolicy.maxReceiveCount;
});

let fhir: FhirOverHttp;
let queues: Queues;
let table: string;
let printed: string[];

beforeEach(async () => {
  [fhir, queues, table] = [await startFhir(), await startQueues({ maxReceiveCount }), await newTable(dynamo)];
  printed = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text).trimEnd()) > 0);
  const sqsUrl = await originOf(queues.client);
  // The path of a queue's URL names it.
  const onSqs = (url: string): string => `${sqsUrl}/000000000000/${url.split('/').at(-1)}`;
  const source = {
    name: 'clinic',
    proof: { type: 'hmac', secret: { env: 'CLINIC_SECRET' } },
    server: { baseUrl: fhir.baseUrl, auth: { type: 'none' } },
  };
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SQS: sqsUrl,
    AWS_ENDPOINT_URL_DYNAMODB: await originOf(dynamo),
    S9326_JOBS_QUEUE_URL: onSqs(queues.queueUrl),
    S9326_DEAD_LETTERS_URL: onSqs(queues.deadLetterUrl),
    S9326_ANSWERS_TABLE: table,
    CLINIC_SECRET: SECRET,
    S9326_SOURCES: JSON.stringify([source]),
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});

async function originOf({ config }: { readonly config: { endpoint?: DynamoDBClient['config']['endpoint'] } }): Promise<string> {
  const { protocol, hostname, port } = (await config.endpoint?.()) ?? {};
  return `${protocol}//${hostname}:${port}`;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** A cold start each time: it reads the environment anew, and shares nothing with another. */
async function startWebhook(): Promise<LambdaHandler> {
  vi.resetModules();
  return (await import('../../handlers/webhook.ts')).handler;
}

async function startWorker(): Promise<WorkerHandler> {
  vi.resetModules();
  const { handler } = await import('../../handlers/webhook-worker.ts');
  return (event) => handler(event, context);
}

/** As Medplum calls, through the API. */
function notificationOf(body: unknown, { secret = SECRET, source = 'clinic' } = {}) {
  const signature = createHmac('sha256', secret).update(JSON.stringify(body)).digest('hex');
  return eventOf(body, { path: `/webhook/${source}`, headers: { 'x-signature': signature } });
}

async function notify(body: unknown, options?: Parameters<typeof notificationOf>[1]): Promise<number | undefined> {
  const handler = await startWebhook();
  return (await handler(notificationOf(body, options), context)).statusCode;
}

const JOB = JSON.stringify({ source: 'clinic', claim: 'c1' });

const lines = (message: string) =>
  printed
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter((line) => line.message === message);
const results = () => lines('job').map(({ result }) => result);
const items = async () => (await dynamo.send(new ScanCommand({ TableName: table }))).Items ?? [];
const counts = async () => ({ answers: (await fhir.all('ClaimResponse')).length, provenances: (await fhir.all('Provenance')).length });

test('an event of the API becomes a message, and the message an answer beside the claim', async () => {
  const stored = await fhir.put(WEEK_CLAIM);

  expect(await notify(stored)).toBe(200);
  expect(queues.bodies()).toEqual([JOB]);
  expect(fhir.asked).toEqual([]);
  expect(await queues.deliver(await startWorker())).toEqual({ bodies: [JOB], failed: [] });

  const [answer] = await fhir.all('ClaimResponse');
  expect(answer).toMatchObject({ request: { reference: 'Claim/c1' }, outcome: 'complete' });
  expect(answer?.disposition).toContain('6 of 9 units');
  expect(await counts()).toEqual({ answers: 1, provenances: 1 });
  expect(await items()).toEqual([{ pk: { S: `answer clinic Claim/c1 ${stored.meta?.versionId}` }, doneAt: { N: expect.any(String) } }]);
  expect([queues.bodies(), queues.deadLetters()]).toEqual([[], []]);
  expect(lines('request')).toMatchObject([{ route: 'POST /webhook/{source}', status: 200, function_request_id: 'r1' }]);
  expect(lines('job')).toMatchObject([
    { source: 'clinic', result: 'answered', claims: 1, decisions: { reduced: 1 }, function_request_id: 'r1' },
  ]);
  expect(printed.filter((line) => line.includes('"_aws"') && line.includes('"decision":"reduced"'))).toHaveLength(1);
});

test.each([
  ['from nobody', { secret: 'a secret of somebody else, as long' }, 401],
  ['for a source that there is not', { source: 'closed' }, 404],
])('a notification %s puts nothing into the queue', async (_what, options, status) => {
  expect(await notify(await fhir.put(WEEK_CLAIM), options)).toBe(status);
  expect(queues.bodies()).toEqual([]);
});

test('a queue that cannot be written: the FHIR server is asked to tell again', async () => {
  vi.stubEnv('S9326_JOBS_QUEUE_URL', `${process.env.S9326_JOBS_QUEUE_URL}-that-is-not-there`);
  expect(await notify(WEEK_CLAIM)).toBe(503);
});

describe('one answer', () => {
  test('to the same message twice', async () => {
    await fhir.put(WEEK_CLAIM);
    queues.send(JOB);
    queues.send(JOB);
    const worker = await startWorker();
    while (await queues.deliver(worker));
    queues.send(JOB);
    expect(await queues.deliver(await startWorker())).toEqual({ bodies: [JOB], failed: [] });

    expect(results().filter((result) => result === 'answered')).toHaveLength(1);
    expect(results().at(-1)).toBe('already-answered');
    expect(await counts()).toEqual({ answers: 1, provenances: 1 });
    expect(queues.deadLetters()).toEqual([]);
  });

  test('of two workers at once: the other is told to come back', async () => {
    await fhir.put(WEEK_CLAIM);
    queues.send(JOB);
    const [one, other] = [await startWorker(), await startWorker()];
    const eventFor = (id: string): SQSEvent => ({
      Records: [
        { messageId: id, receiptHandle: id, body: JOB, attributes: { ApproximateReceiveCount: '1' } },
      ] as unknown as SQSEvent['Records'],
    });
    const done = await Promise.all([one(eventFor('a')), other(eventFor('b'))]);

    expect(done.flatMap(({ batchItemFailures }) => batchItemFailures)).toHaveLength(1);
    expect(results().toSorted()).toEqual(['answered', 'deferred']);
    expect(await queues.deliver(other)).toEqual({ bodies: [JOB], failed: [] });
    expect(results().at(-1)).toBe('already-answered');
    expect(await counts()).toEqual({ answers: 1, provenances: 1 });
  });
});

test('a claim that is not ours is done with, without an answer', async () => {
  await fhir.put(otherClaim());
  queues.send(JOB);
  expect(await queues.deliver(await startWorker())).toEqual({ bodies: [JOB], failed: [] });
  expect(results()).toEqual(['not-ours']);
  expect(await counts()).toEqual({ answers: 0, provenances: 0 });
});

test('a notification that names no claim leads to a message for each that changed', async () => {
  await fhir.put(WEEK_CLAIM);
  expect(await (await startWebhook())({ ...notificationOf(''), body: '', headers: signed('') }, context)).toMatchObject({
    statusCode: 200,
  });
  expect(queues.bodies()).toEqual([JSON.stringify({ source: 'clinic' })]);
  const worker = await startWorker();
  await queues.deliver(worker);
  expect(queues.bodies()).toEqual([JOB]);
  await queues.deliver(worker);
  expect(results()).toEqual(['looked', 'answered']);
  expect((await items()).map(({ pk }) => pk?.S?.split(' ')[0]).toSorted()).toEqual(['answer', 'watermark']);
});

const signed = (body: string) => ({ 'x-signature': createHmac('sha256', SECRET).update(body).digest('hex') });

describe('the dead letters', () => {
  test('get what the server refuses, at once and with the reason', async () => {
    await fhir.put(WEEK_CLAIM);
    fhir.inTheWay = (method, path) => (method === 'POST' && path === 'ClaimResponse' ? new Response(null, { status: 403 }) : undefined);
    queues.send(JOB);
    expect(await queues.deliver(await startWorker())).toEqual({ bodies: [JOB], failed: [] });
    expect(queues.deadLetters()).toEqual([{ body: JOB, reason: expect.stringMatching(/^POST ClaimResponse: 403/), attempts: '1' }]);
    expect(queues.bodies()).toEqual([]);
    expect(results()).toEqual(['failed']);
    // The claim is free again, should it be sent back.
    expect(await items()).toEqual([]);
  });

  test('get what is of a source that is no longer configured', async () => {
    const body = JSON.stringify({ source: 'closed', claim: 'c1' });
    queues.send(body);
    expect(await queues.deliver(await startWorker())).toEqual({ bodies: [body], failed: [] });
    expect(queues.deadLetters()).toEqual([{ body, reason: 'No source of that name is configured.', attempts: '1' }]);
    expect(results()).toEqual(['failed']);
  });

  test('get what failed for now as often as the redrive policy allows, and no sooner', async () => {
    const { meta } = await fhir.put(WEEK_CLAIM);
    const pk = { S: `answer clinic Claim/c1 ${meta?.versionId}` };
    // Somebody else is at it, and stays.
    await dynamo.send(new PutItemCommand({ TableName: table, Item: { pk, holder: { S: 'other' }, leaseUntil: { N: '9e15' } } }));
    queues.send(JOB);
    const worker = await startWorker();
    const patient: WorkerHandler = async (event) => {
      const answer = await worker(event);
      for (const { receiptHandle: ReceiptHandle } of event.Records)
        await queues.client.send(new ChangeMessageVisibilityCommand({ QueueUrl: queues.queueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
      return answer;
    };
    for (let i = 0; i < maxReceiveCount; i += 1) expect(await queues.deliver(patient)).toEqual({ bodies: [JOB], failed: [JOB] });
    expect(queues.deadLetters()).toEqual([]);
    expect(await queues.deliver(patient)).toBeUndefined();
    expect(queues.deadLetters()).toMatchObject([{ body: JOB }]);
    expect(results()).toEqual(Array(20).fill('deferred'));
  });
});

test('nothing of a claim but its id is in the queue, the table, the dead letters or the log', async () => {
  const marked: Claim & { id: string } = {
    ...WEEK_CLAIM,
    identifier: [{ system: `https://clinic.example/${MARKER}`, value: MARKER }],
    patient: { reference: 'Patient/p1', display: MARKER },
    diagnosis: [{ sequence: 1, diagnosisCodeableConcept: { text: MARKER, coding: [{ code: MARKER }] } }],
  };
  await fhir.put({
    resourceType: 'Patient',
    id: 'p1',
    name: [{ family: MARKER }],
    address: [{ state: 'IL', country: 'US', line: [MARKER] }],
  });
  const stored = await fhir.put(marked);
  const seen: unknown[] = [];
  const look = async () => void seen.push(queues.bodies(), queues.deadLetters(), await items());
  const worker = await startWorker();

  await notify(stored);
  await look();
  fhir.inTheWay = (method, path) => (method === 'POST' && path === '' ? Response.json({ error: MARKER }, { status: 403 }) : undefined);
  await queues.deliver(worker);
  await look();
  fhir.inTheWay = (method) => (method === 'POST' ? Response.json({ error: MARKER }, { status: 400 }) : undefined);
  queues.send(JOB);
  await queues.deliver(worker);
  await look();
  fhir.inTheWay = () => undefined;
  queues.send(JOB);
  await queues.deliver(worker);
  await look();
  queues.send(MARKER);
  await queues.deliver(worker);

  expect(results()).toContain('answered');
  expect((await fhir.all('ClaimResponse')).length).toBe(1);
  expect(JSON.stringify(seen)).not.toContain(MARKER);
  expect(printed.join('\n')).not.toContain(MARKER);
  expect(printed.join('\n')).not.toMatch(/"[^"]*\b(c1|p1)\b/);
});

test.each(['S9326_JOBS_QUEUE_URL', 'S9326_ANSWERS_TABLE', 'S9326_DEAD_LETTERS_URL'])(
  'the worker does not start without %s',
  async (name) => {
    vi.stubEnv(name, '');
    await expect(startWorker()).rejects.toThrow(name);
  },
);
