/** The queue on AWS: a standard SQS queue. What it delivers twice does no harm, since each version of a claim is answered once. */
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { JobQueue } from '../webhook/job.ts';
import { writeJob } from './job-message.ts';

/** The most that SQS takes in one call. */
const BATCH = 10;

/** Jobs that are the same are sent once. Rejects when any was not taken; those that were are worked on all the same. */
export function createSqsQueue({ client, queueUrl }: { readonly client: SQSClient; readonly queueUrl: string }): JobQueue {
  return {
    async put(jobs) {
      const bodies = [...new Set(jobs.map(writeJob))];
      for (let at = 0; at < bodies.length; at += BATCH) {
        const Entries = bodies.slice(at, at + BATCH).map((MessageBody, index) => ({ Id: String(index), MessageBody }));
        const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        if (Failed.length > 0) throw new Error(`SQS did not take ${Failed.length} of ${Entries.length} jobs (${Failed[0]?.Code}).`);
      }
    },
  };
}
