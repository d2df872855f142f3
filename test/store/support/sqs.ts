/** SQS on this machine, with a queue and its dead letters, and what Lambda does between a queue and a function. */
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { onTestFinished } from 'vitest';

export interface Queues {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly deadLetterUrl: string;
  /** Bodies that wait or are hidden, in the order of their names. */
  bodies(): readonly string[];
  deadLetters(): readonly DeadLetter[];
  /** Until when each hidden message is hidden, in milliseconds from now, by its body. */
  hiddenForMs(): Readonly<Record<string, number>>;
  send(body: string): void;
  /** One batch, as Lambda hands it over; what was not named as failed is deleted. Undefined: nothing was there. */
  deliver(handler: (event: SQSEvent) => Promise<SQSBatchResponse>): Promise<Delivered | undefined>;
}

export interface DeadLetter {
  readonly body: string;
  readonly reason: string | undefined;
  readonly attempts: string | undefined;
}

export interface Delivered {
  readonly bodies: readonly string[];
  readonly failed: readonly string[];
}

export async function startQueues({ maxReceiveCount = 1000 }: { readonly maxReceiveCount?: number } = {}): Promise<Queues> {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const client = new SQSClient({
    endpoint: server.address,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    useQueueUrlAsEndpoint: false,
  });
  onTestFinished(async () => {
    client.destroy();
    await server.stop();
  });
  const { queueUrl: deadLetterUrl, queueArn } = server.createQueue('dead');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn, maxReceiveCount });
  const { queueUrl } = server.createQueue('jobs', { attributes: { VisibilityTimeout: '60', RedrivePolicy } });
  return {
    client,
    queueUrl,
    deadLetterUrl,
    bodies: () => [...ready(server, 'jobs'), ...hidden(server)].map(({ body }) => body).toSorted(),
    deadLetters: () =>
      ready(server, 'dead').map(({ body, messageAttributes: { reason, attempts } }) => ({
        body,
        reason: reason?.StringValue,
        attempts: attempts?.StringValue,
      })),
    hiddenForMs: () => Object.fromEntries(hidden(server).map(({ body, until }) => [body, until - Date.now()])),
    send: (body) => void server.sendMessage('jobs', body),
    async deliver(handler) {
      const receive = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] });
      const { Messages } = await client.send(receive);
      if (!Messages) return undefined;
      const { batchItemFailures } = await handler({ Records: Messages.map(recordOf) });
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const { MessageId = '', ReceiptHandle } of Messages)
        if (!failed.has(MessageId)) await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      const bodyOf = (id: string) => Messages.find(({ MessageId }) => MessageId === id)?.Body ?? '?';
      return { bodies: Messages.map(({ Body = '' }) => Body).toSorted(), failed: [...failed].map(bodyOf).toSorted() };
    },
  };
}

const inspect = (server: FauxqsServer, name: string) => {
  const queue = server.inspectQueue(name);
  if (!queue) throw new Error(`there is no queue ${name}`);
  return queue.messages;
};

const ready = (server: FauxqsServer, name: string) => inspect(server, name).ready;

const hidden = (server: FauxqsServer) =>
  inspect(server, 'jobs').inflight.map(({ message, visibilityDeadline }) => ({ body: message.body, until: visibilityDeadline }));

export function recordOf({ MessageId = '', ReceiptHandle = '', Body = '', MD5OfBody = '', Attributes = {} }: Message): SQSRecord {
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    md5OfBody: MD5OfBody,
    attributes: Attributes as unknown as SQSRecord['attributes'],
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:jobs',
    awsRegion: 'us-east-1',
  };
}
