/** The sweep on AWS as it would be deployed, and its start. */
import { ExecutionAlreadyExists } from '@aws-sdk/client-sfn';
import aslValidator from 'asl-validator';
import { beforeAll, describe, expect, test } from 'vitest';
import { createSweepStart } from '../../handlers/sweep/aws/start-sweep.ts';
import { machineOf } from './sweep-machine.ts';
import { type Packaged, type Properties, packageService } from './template.ts';

let packaged: Packaged;
beforeAll(async () => {
  packaged = await packageService();
});
const propertiesOf = (id: string): Properties => packaged.template.Resources[id]?.Properties ?? {};

describe('as deployed', () => {
  test('the state machine is Amazon States Language', () => {
    const { isValid, errorsText } = aslValidator(machineOf(packaged) as never);
    expect([isValid, errorsText('\n')]).toEqual([true, expect.any(String)]);
  });

  test('work is batched, so many batches side by side, tried again, and few may fail', () => {
    expect(machineOf(packaged).States.JudgeAll).toMatchObject({
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
        input: JSON.stringify({ run: '2026-03-01', asOf: '2026-03-01T08:00:00.000Z', policies: [], timeZone: null, writeBack: null }),
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
    const bad = { run: 'a/b', asOf: 'yesterday', policies: ['none'], timeZone: 'Mars', writeBack: 'Epic!' };
    await expect(start(() => expect.fail())(bad)).rejects.toThrow(
      'The sweep was not started: run must be up to 60 letters, digits, - and _; asOf must be an instant with an offset from UTC; policies must be ids of shipped policies; timeZone must be an IANA time zone; writeBack must be the name of a source',
    );
  });
});
