/**
 * Works on a batch that Lambda took from the queue, with Powertools: what is to be tried again is told by its id, and all else is done with.
 * The event source needs `ReportBatchItemFailures`; the queue a redrive policy for what fails in all its attempts.
 */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { ChangeMessageVisibilityCommand, type MessageAttributeValue, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { JobFailure, Worker } from '../webhook/job.ts';
import { backOffMs, failureOf } from './back-off.ts';
import { readJob } from './job-message.ts';

export interface SqsWork {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Gets what can never succeed at once, with the attributes `reason` and `attempts`. */
  readonly deadLetterUrl: string;
  /** From 0 to below 1. */
  readonly random?: () => number;
}

export function createSqsHandler(worker: Worker, work: SqsWork): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const onRecord = async (record: SQSRecord): Promise<void> => {
    const job = readJob(record.body);
    if (!job) return bury(record, 'The message is no job.', work);
    try {
      await worker(job);
    } catch (error) {
      const failure = failureOf(error);
      if (!failure.isTransient) return bury(record, failure.message, work);
      await postpone(record, failure, work);
      throw failure;
    }
  };
  // One processor a call: it keeps the batch in itself. That all failed is no error of the function: each is told, and comes back in its time.
  return (event) => processPartialResponse(event, onRecord, new BatchProcessor(EventType.SQS), { throwOnFullBatchFailure: false });
}

/** Rejects when the dead letter cannot be sent: then the message comes back, and in the end the redrive policy moves it. */
async function bury(record: SQSRecord, reason: string, { client, deadLetterUrl }: SqsWork): Promise<void> {
  const MessageAttributes = { reason: text(reason), attempts: { DataType: 'Number', StringValue: String(attemptsOf(record)) } };
  await client.send(new SendMessageCommand({ QueueUrl: deadLetterUrl, MessageBody: record.body, MessageAttributes }));
}

const text = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue });

async function postpone(record: SQSRecord, { retryAfterMs }: JobFailure, { client, queueUrl, random }: SqsWork): Promise<void> {
  const VisibilityTimeout = Math.ceil(backOffMs(attemptsOf(record), retryAfterMs, random) / 1000);
  const hide = new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle: record.receiptHandle, VisibilityTimeout });
  // Refused, the message has failed all the same, and comes back in the queue's own time.
  await client.send(hide);
}

/** This one counts too. */
const attemptsOf = ({ attributes }: SQSRecord): number => Number(attributes.ApproximateReceiveCount);
