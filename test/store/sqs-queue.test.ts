import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { createSqsQueue } from '../../handlers/store/sqs-queue.ts';
import type { Job } from '../../handlers/webhook/job.ts';
import { startHttpServer } from '../fhir-server/support/http-server.ts';
import { job } from './support/queue.ts';
import { startQueues } from './support/sqs.ts';

const many = (count: number): readonly Job[] => Array.from({ length: count }, (_, i) => job(`c${i}`));

test.each([0, 1, 10, 11, 25])('%i jobs become as many messages', async (count) => {
  const queues = await startQueues();
  await createSqsQueue(queues).put(many(count));
  expect(queues.bodies()).toEqual(
    many(count)
      .map((each) => JSON.stringify(each))
      .toSorted(),
  );
});

test('A message has the names of source and claim and nothing else, and the same job of one call is sent once', async () => {
  const queues = await startQueues();
  const carrying = { ...job('c1'), patient: 'Jane Roe' };
  await createSqsQueue(queues).put([carrying, job('c1'), { source: 'clinic' }, { source: 'clinic' }, { source: 'other', claim: 'c1' }]);
  expect(queues.bodies()).toEqual(['{"source":"clinic","claim":"c1"}', '{"source":"clinic"}', '{"source":"other","claim":"c1"}']);
});

test('Jobs of which SQS did not take all are an error that counts them and tells none', async () => {
  const server = await startHttpServer(() => ({
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: {
      Successful: [],
      Failed: [3, 4].map((at) => ({ Id: String(at), Code: 'InternalError', SenderFault: false, Message: 'secret-c3' })),
    },
  }));
  const client = new SQSClient({ endpoint: server.origin, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  onTestFinished(() => client.destroy());
  const put = createSqsQueue({ client, queueUrl: `${server.origin}/jobs` }).put(many(12));
  await expect(put).rejects.toThrow(/^SQS did not take 2 of 10 jobs \(InternalError\)\.$/);
  expect(server.asked).toHaveLength(1);
});

test('A queue that is not there is an error', async () => {
  const { client, queueUrl } = await startQueues();
  await expect(createSqsQueue({ client, queueUrl: `${queueUrl}-none` }).put([job('c1')])).rejects.toMatchObject({
    name: expect.stringMatching(/QueueDoesNotExist|NonExistentQueue/),
  });
});
