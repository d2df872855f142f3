import { describe, expect, test, vi } from 'vitest';
import { createSqsQueue } from '../../handlers/store/sqs-queue.ts';
import { createSqsHandler } from '../../handlers/store/work-sqs.ts';
import { type Job, JobFailure, type Worker } from '../../handlers/webhook/job.ts';
import { createGate, job, recorded } from './support/queue.ts';
import { type Queues, recordOf, startQueues } from './support/sqs.ts';

const body = (claim: string): string => JSON.stringify(job(claim));
const away = (retryAfterMs?: number) => new JobFailure('The server is away.', { isTransient: true, retryAfterMs });
const forbidden = new JobFailure('The server forbids it (403).', { isTransient: false });

/** Without chance: the first wait is half a second, which SQS has as a whole one. */
const handlerOf = (queues: Queues, worker: Worker) => createSqsHandler(worker, { ...queues, random: () => 0 });

async function startWith(claims: readonly string[], options = {}): Promise<Queues> {
  const queues = await startQueues(options);
  await createSqsQueue(queues).put(claims.map(job));
  return queues;
}

/** Fails those of the claims that are named. */
const failing =
  (how: Readonly<Record<string, unknown>>): Worker =>
  async ({ claim = '' }: Job) => {
    if (claim in how) throw how[claim];
  };

describe('A batch of messages', () => {
  test('that all succeed is done with', async () => {
    const queues = await startWith(['a', 'b', 'c']);
    await createSqsQueue(queues).put([{ source: 'clinic' }]);
    const { worker, begun } = recorded();
    expect(await queues.deliver(handlerOf(queues, worker))).toMatchObject({ failed: [] });
    expect(begun).toHaveLength(4);
    expect(begun).toEqual(expect.arrayContaining([job('a'), job('b'), job('c'), { source: 'clinic' }]));
    expect([queues.bodies(), queues.deadLetters()]).toEqual([[], []]);
  });

  test('gives back only what failed for now, which comes again after its wait', async () => {
    const queues = await startWith(['a', 'b', 'c']);
    const { worker, begun } = recorded(failing({ b: away() }));
    expect(await queues.deliver(handlerOf(queues, worker))).toEqual({ bodies: ['a', 'b', 'c'].map(body), failed: [body('b')] });
    expect(queues.bodies()).toEqual([body('b')]);
    expect(await queues.deliver(handlerOf(queues, worker))).toBeUndefined();
    await vi.waitFor(async () => expect(await queues.deliver(handlerOf(queues, async () => {}))).toMatchObject({ bodies: [body('b')] }), {
      timeout: 5000,
    });
    expect(begun).toHaveLength(3);
    expect([queues.bodies(), queues.deadLetters()]).toEqual([[], []]);
  });

  test('of which all failed for now is given back, and no error of the function', async () => {
    const queues = await startWith(['a', 'b']);
    expect(await queues.deliver(handlerOf(queues, failing({ a: away(), b: new TypeError('Jane Roe') })))).toMatchObject({
      failed: [body('a'), body('b')],
    });
    expect(queues.bodies()).toEqual([body('a'), body('b')]);
  });

  test('is worked on at the same time, and two batches do not mix what failed', async () => {
    const queues = await startQueues();
    const gate = createGate();
    const { worker, begun } = recorded(async (each) => {
      await gate.wait;
      await failing({ a2: away(), b1: away() })(each);
    });
    const handler = handlerOf(queues, worker);
    const batchOf = (...claims: readonly string[]) =>
      handler({
        Records: claims.map((claim) => recordOf({ MessageId: claim, Body: body(claim), Attributes: { ApproximateReceiveCount: '1' } })),
      });
    const both = Promise.all([batchOf('a1', 'a2'), batchOf('b1', 'b2')]);
    await vi.waitFor(() => expect(begun).toHaveLength(4));
    gate.open();
    // Their receipts are not of this queue: to hide them is refused, and they are given back all the same.
    expect(await both).toEqual([{ batchItemFailures: [{ itemIdentifier: 'a2' }] }, { batchItemFailures: [{ itemIdentifier: 'b1' }] }]);
  });
});

describe('A message that failed for now', () => {
  /** Rounded up to a second; the time since is taken off. */
  async function hiddenAfter(failure: JobFailure, receiveCount: number): Promise<number> {
    const queues = await startWith(['a']);
    const handler = handlerOf(queues, failing({ a: failure }));
    await queues.deliver(({ Records }) =>
      handler({
        Records: Records.map((each) => ({ ...each, attributes: { ...each.attributes, ApproximateReceiveCount: String(receiveCount) } })),
      }),
    );
    return Math.ceil((queues.hiddenForMs()[body('a')] ?? Number.NaN) / 1000);
  }

  test.each([
    ['a second', away(), 1, 1],
    ['twice as long each time', away(), 5, 8],
    ['half an hour at most without chance', away(), 30, 1800],
    ['for as long as the server asked, and its own wait', away(120_000), 1, 121],
    ['less than the twelve hours that SQS can, whatever was asked', away(30 * 24 * 3_600_000), 1, 11 * 3600],
  ])('is hidden %s', async (_, failure, receiveCount, seconds) => {
    expect(await hiddenAfter(failure, receiveCount)).toBe(seconds);
  });

  test('as often as the redrive policy allows is a dead letter, and not before', async () => {
    const queues = await startWith(['a'], { maxReceiveCount: 2 });
    const { worker, begun } = recorded(failing({ a: away() }));
    const handler = handlerOf(queues, worker);
    for (const attempts of [1, 2]) {
      await vi.waitFor(async () => expect(await queues.deliver(handler)).toMatchObject({ failed: [body('a')] }), { timeout: 5000 });
      expect(begun).toHaveLength(attempts);
      expect(queues.deadLetters()).toEqual([]);
    }
    await vi.waitFor(
      async () => {
        expect(await queues.deliver(handler)).toBeUndefined();
        expect(queues.deadLetters()).toMatchObject([{ body: body('a') }]);
      },
      { timeout: 5000 },
    );
    expect(begun).toHaveLength(2);
    expect(queues.bodies()).toEqual([]);
  });
});

describe('A message that can never succeed', () => {
  test('is a dead letter at once with the reason, and does not come again', async () => {
    const queues = await startWith(['a', 'b']);
    const { worker, begun } = recorded(failing({ a: forbidden }));
    expect(await queues.deliver(handlerOf(queues, worker))).toMatchObject({ failed: [] });
    expect(begun).toHaveLength(2);
    expect(queues.bodies()).toEqual([]);
    expect(queues.deadLetters()).toEqual([{ body: body('a'), reason: 'The server forbids it (403).', attempts: '1' }]);
  });

  test.each([
    '{"source":',
    'null',
    '7',
    '[]',
    '{}',
    '{"source":""}',
    '{"source":7}',
    '{"source":"clinic","claim":7}',
    '{"source":"clinic","claim":"a/b"}',
  ])('as %s, which is no job, is a dead letter that no worker saw', async (malformed) => {
    const queues = await startWith(['a']);
    queues.send(malformed);
    const { worker, begun } = recorded();
    expect(await queues.deliver(handlerOf(queues, worker))).toMatchObject({ failed: [] });
    expect(begun).toEqual([job('a')]);
    expect(queues.bodies()).toEqual([]);
    expect(queues.deadLetters()).toEqual([{ body: malformed, reason: 'The message is no job.', attempts: '1' }]);
  });

  test('comes again when the dead letters are out of reach', async () => {
    const queues = await startWith(['a']);
    const handler = handlerOf({ ...queues, deadLetterUrl: `${queues.queueUrl}-none` }, failing({ a: forbidden }));
    expect(await queues.deliver(handler)).toMatchObject({ failed: [body('a')] });
    expect(queues.bodies()).toEqual([body('a')]);
  });
});
