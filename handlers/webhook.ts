/** Lambda entry of the notifications of FHIR servers: says at once that it has them, and puts what they are about into the queue. */
import { SQSClient } from '@aws-sdk/client-sqs';
import { requireConfig } from './http/config.ts';
import type { LambdaHandler } from './http/lambda-event.ts';
import { createSqsQueue } from './store/sqs-queue.ts';
import { createWebhookHandler } from './webhook/lambda.ts';
import { requireSources } from './webhook/read-sources.ts';
import { requireVariable } from './webhook/require-variable.ts';

export const handler: LambdaHandler = createWebhookHandler({
  config: requireConfig(process.env),
  sources: requireSources(process.env),
  queue: createSqsQueue({ client: new SQSClient({}), queueUrl: requireVariable(process.env, 'S9326_JOBS_QUEUE_URL') }),
  now: Date.now,
  // Not console.log, which Lambda prefixes: each line stays JSON.
  write: (line) => process.stdout.write(`${line}\n`),
});
