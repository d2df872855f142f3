/** Lambda entry of the worker: takes what the webhook put into the queue, and answers the claims. */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { RULE_SET } from '../src/rules/index.ts';
import { requireConfig } from './http/config.ts';
import { createLog } from './http/log.ts';
import { createMetrics } from './http/metrics.ts';
import { createDynamoStore } from './store/dynamo-store.ts';
import { createSqsQueue } from './store/sqs-queue.ts';
import { createSqsHandler } from './store/work-sqs.ts';
import { connectSources } from './webhook/connect-sources.ts';
import { createWorker } from './webhook/process-claim.ts';
import { PROGRAM } from './webhook/program.ts';
import { requireSources } from './webhook/read-sources.ts';
import { createJobReport } from './webhook/report-job.ts';
import { requireVariable } from './webhook/require-variable.ts';

// Not console.log, which Lambda prefixes: each line stays JSON.
const write = (line: string): void => void process.stdout.write(`${line}\n`);
const log = createLog(write);

const client = new SQSClient({});
const queueUrl = requireVariable(process.env, 'S9326_JOBS_QUEUE_URL');
const worker = createWorker({
  sources: connectSources(requireSources(process.env), Date.now),
  store: createDynamoStore({ client: new DynamoDBClient({}), table: requireVariable(process.env, 'S9326_ANSWERS_TABLE'), now: Date.now }),
  queue: createSqsQueue({ client, queueUrl }),
  now: Date.now,
  newOwner: randomUUID,
  program: PROGRAM,
  canonicalBase: requireConfig(process.env).canonicalBase,
  report: createJobReport(log, RULE_SET, createMetrics(write)),
});
const work = createSqsHandler(worker, { client, queueUrl, deadLetterUrl: requireVariable(process.env, 'S9326_DEAD_LETTERS_URL') });

export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  log.addContext(context);
  return work(event);
};
