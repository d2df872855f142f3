/** What the template has for the webhook: its queues, its table, what calls the worker, and what the two functions may do. */
import { describe, expect, test } from 'vitest';
import { LEASE_MS } from '../../handlers/webhook/process-claim.ts';
import type { Properties, Template } from './template.ts';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const ours = { Ref: 'Key' };

/** A statement of a role. */
const allow = (Action: unknown, Resource: unknown, Condition?: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});

const ownLog = (logGroup: string) => allow(['logs:CreateLogStream', 'logs:PutLogEvents'], arnOf(logGroup));
const traces = allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*');
const ownVariables = (name: string) =>
  allow('kms:Decrypt', arnOf('Key'), {
    StringEquals: {
      'kms:EncryptionContext:aws:lambda:FunctionArn': {
        'Fn::Sub': `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:s9326-dev-${name}`,
      },
    },
  });
const keyThrough = (service: string) =>
  allow(['kms:Decrypt', 'kms:GenerateDataKey'], arnOf('Key'), {
    StringEquals: { 'kms:ViaService': { 'Fn::Sub': `${service}.\${AWS::Region}.\${AWS::URLSuffix}` } },
  });

/** `of` gives the template that was packaged. */
export function describeWebhook(of: () => Template): void {
  const propertiesOf = (id: string): Properties => of().Resources[id]?.Properties ?? {};
  const statementsOf = (role: string): unknown => {
    const { ManagedPolicyArns: managed, Policies: policies } = propertiesOf(role) as {
      ManagedPolicyArns?: unknown;
      Policies: { PolicyDocument: { Statement: unknown } }[];
    };
    expect([managed, policies.length]).toEqual([undefined, 1]);
    return policies[0]?.PolicyDocument.Statement;
  };

  describe('the webhook', () => {
    test('may put jobs into the queue, and nothing else besides its log, traces and variables', () => {
      expect(statementsOf('WebhookRole')).toEqual([
        ownLog('WebhookLogGroup'),
        traces,
        ownVariables('webhook'),
        allow('sqs:SendMessage', arnOf('Jobs')),
        keyThrough('sqs'),
      ]);
    });

    test('has a worker that may take and put jobs, bury what fails, and read, write and free what was answered', () => {
      expect(statementsOf('WebhookWorkerRole')).toEqual([
        ownLog('WebhookWorkerLogGroup'),
        traces,
        ownVariables('webhookWorker'),
        allow(
          ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility', 'sqs:SendMessage'],
          arnOf('Jobs'),
        ),
        allow('sqs:SendMessage', arnOf('DeadLetters')),
        keyThrough('sqs'),
        allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], arnOf('Answers')),
        keyThrough('dynamodb'),
      ]);
    });

    test('hands each claim to the worker by itself, ten at a time, and each failure is told', () => {
      const sources = Object.values(of().Resources).filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping');
      expect(sources.map(({ Properties: properties }) => properties)).toEqual([
        {
          EventSourceArn: arnOf('Jobs'),
          FunctionName: arnOf('WebhookWorkerLambdaFunction'),
          BatchSize: 1,
          Enabled: true,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ScalingConfig: { MaximumConcurrency: 10 },
        },
      ]);
    });

    test('keeps jobs and dead letters under our key, and moves what failed 20 times', () => {
      expect(propertiesOf('Jobs')).toEqual({
        KmsMasterKeyId: ours,
        VisibilityTimeout: 720,
        MessageRetentionPeriod: 864_000,
        RedrivePolicy: { deadLetterTargetArn: arnOf('DeadLetters'), maxReceiveCount: 20 },
      });
      expect(propertiesOf('DeadLetters')).toEqual({ KmsMasterKeyId: ours, MessageRetentionPeriod: 1_209_600 });
    });

    test('times fit: a message stays hidden longer than the worker lives, a claim is taken at least as long, and nothing ends before its last try', () => {
      const seconds = propertiesOf('WebhookWorkerLambdaFunction').Timeout as number;
      const {
        VisibilityTimeout: hidden,
        MessageRetentionPeriod: kept,
        RedrivePolicy: redrive,
      } = propertiesOf('Jobs') as {
        VisibilityTimeout: number;
        MessageRetentionPeriod: number;
        RedrivePolicy: { maxReceiveCount: number };
      };
      expect(hidden).toBeGreaterThanOrEqual(6 * seconds);
      expect(LEASE_MS).toBeGreaterThanOrEqual(seconds * 1000);
      // SQS hides a message for twelve hours at most.
      expect(kept).toBeGreaterThanOrEqual(redrive.maxReceiveCount * 12 * 3600);
      expect(propertiesOf('DeadLetters').MessageRetentionPeriod).toBeGreaterThan(kept);
    });

    test('keeps what was answered in a table under our key, paid by use, that outlives the stack', () => {
      expect(of().Resources.Answers).toEqual({
        Type: 'AWS::DynamoDB::Table',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: ours },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      });
    });
  });
}
