/** The function of CDS Hooks, as it would be deployed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { eventOf } from '../handlers/support/event.ts';
import { bundleHandler, invoke } from '../handlers/support/packaged.ts';
import { type Packaged, type Properties, packageService } from './template.ts';

let packaged: Packaged;
beforeAll(async () => {
  packaged = await packageService();
});

const propertiesOf = (id: string): Properties => packaged.template.Resources[id]?.Properties ?? {};
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

test('runs as the others do, with variables of its own that have no value', () => {
  expect(propertiesOf('HooksLambdaFunction')).toMatchObject({
    FunctionName: 's9326-dev-hooks',
    Handler: 'handlers/hooks.handler',
    Role: arnOf('HooksRole'),
    KmsKeyArn: arnOf('Key'),
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Timeout: 10,
    Environment: {
      Variables: { S9326_CDS_CLIENTS: '', S9326_CORS_ORIGINS: '', S9326_PUBLIC_URL: '', S9326_HOOKS_TABLE: { Ref: 'HooksTable' } },
    },
  });
  expect(packaged.zips['hooks.zip']).toBeLessThan(300_000);
});

test('has the routes of the standard, and those that browsers ask first', () => {
  const routes = Object.values(packaged.template.Resources).flatMap(({ Type, Properties: { RouteKey, Target } }) =>
    Type === 'AWS::ApiGatewayV2::Route' && JSON.stringify(Target).includes('"HttpApiIntegrationHooks"') ? [RouteKey] : [],
  );
  expect(routes).toEqual([
    'GET /cds-services',
    'POST /cds-services/{id}',
    'POST /cds-services/{id}/feedback',
    'OPTIONS /cds-services',
    'OPTIONS /cds-services/{id}',
    'OPTIONS /cds-services/{id}/feedback',
  ]);
});

test('may write its own log, send traces, read its own variables, and nothing else', () => {
  const { Policies: policies, ManagedPolicyArns: managed } = propertiesOf('HooksRole');
  const functionArn = { 'Fn::Sub': `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:s9326-dev-hooks` };
  expect(managed).toBeUndefined();
  expect(policies).toEqual([
    {
      PolicyName: 'hooks',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arnOf('HooksLogGroup') },
          { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
          {
            Effect: 'Allow',
            Action: 'kms:Decrypt',
            Resource: arnOf('Key'),
            Condition: { StringEquals: { 'kms:EncryptionContext:aws:lambda:FunctionArn': functionArn } },
          },
          { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: arnOf('HooksTable') },
          {
            Effect: 'Allow',
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Resource: arnOf('Key'),
            Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Sub': `dynamodb.\${AWS::Region}.\${AWS::URLSuffix}` } } },
          },
        ],
      },
    },
  ]);
});

test('its table is encrypted, forgets tokens that ended, and outlives the stack', () => {
  expect(packaged.template.Resources.HooksTable).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      SSESpecification: { SSEType: 'KMS', KMSMasterKeyId: { Ref: 'Key' } },
    },
  });
});

test('its log is kept for a month under our key', () => {
  expect(propertiesOf('HooksLogGroup')).toEqual({
    LogGroupName: '/aws/lambda/s9326-dev-hooks',
    RetentionInDays: 30,
    KmsKeyId: arnOf('Key'),
  });
  expect(JSON.stringify(propertiesOf('Key'))).toContain('log-group:/aws/lambda/s9326-dev-hooks"');
});

test('somebody is told of errors, of throttling, and when a clinician waits too long', () => {
  const alarms = Object.entries(packaged.template.Resources).filter(
    ([id, { Type }]) => Type === 'AWS::CloudWatch::Alarm' && /^Hooks/.test(id),
  );
  const watched = alarms.map(
    ([
      ,
      {
        Properties: { MetricName, Statistic, ExtendedStatistic, Threshold },
      },
    ]) => [MetricName, Statistic ?? ExtendedStatistic, Threshold],
  );
  expect(watched).toEqual([
    ['Errors', 'Sum', 1],
    ['Throttles', 'Sum', 1],
    ['Duration', 'p90', 5000],
  ]);
  for (const [id, { Properties: properties }] of alarms)
    expect({ id, ...properties }).toMatchObject({
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'HooksLambdaFunction' } }],
      AlarmActions: [{ Ref: 'AlarmTopic' }],
      OKActions: [{ Ref: 'AlarmTopic' }],
      TreatMissingData: 'notBreaching',
    });
});

test('what is deployed answers discovery, and without clients refuses every call and says so', async () => {
  const directory = await mkdtemp(join(tmpdir(), 's9326-hooks-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, 'hooks.mjs');
  expect((await bundleHandler('handlers/hooks.ts', file)).warnings).toBe(0);

  const call = { path: '/cds-services/s9326-order-sign', headers: { 'content-type': 'application/json' } };
  const { results, log, errors } = await invoke(file, [eventOf(undefined, { method: 'GET', path: '/cds-services' }), eventOf({}, call)], {
    S9326_HOOKS_TABLE: 'hooks',
  });
  expect([results.map(({ statusCode }) => statusCode), errors]).toEqual([[200, 401], '']);
  expect(log.filter((line) => line.includes('no-proof-configured'))).toHaveLength(1);
});
