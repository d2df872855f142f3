/** What would be deployed: read from the template, because nothing here talks to AWS. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { PROJECT } from '../handlers/support/packaged.ts';
import { type Packaged, type Properties, packageService, type Resource } from './template.ts';
import { describeWebhook } from './webhook-template.ts';

let packaged: Packaged;
let resources: Packaged['template']['Resources'];
beforeAll(async () => {
  packaged = await packageService();
  resources = packaged.template.Resources;
});

/** Without those of the hooks, which `hooks.test.ts` looks at. */
const ofType = (type: string): [string, Properties][] =>
  Object.entries(resources).flatMap(([id, { Type, Properties: properties }]) =>
    Type === type && !/^(Hooks|Smart|Sweep)/.test(id) && !/HttpApiIntegration(Hooks|Smart)/.test(JSON.stringify(properties))
      ? [[id, properties]]
      : [],
  );
const propertiesOf = (id: string): Properties => (resources[id] as Resource).Properties;
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

test('packages a small zip for each function, and without a warning', () => {
  expect(Object.keys(packaged.zips)).toEqual([
    'hooks.zip',
    'metadata.zip',
    'smart.zip',
    'submit.zip',
    'sweepStart.zip',
    'sweepWorker.zip',
    'webhook.zip',
    'webhookWorker.zip',
  ]);
  // Clients of the AWS SDK are ours, as tested, and not what the runtime happens to have: the worker has two, the hooks one.
  for (const [name, bytes] of Object.entries(packaged.zips))
    expect(bytes, name).toBeLessThan(/^(webhookWorker|hooks|sweepWorker)\./.test(name) ? 280_000 : 200_000);
  expect(packaged.warnings).toBe('');
});

test('every reference leads to a resource of the template', () => {
  const names = new Set<string>(Object.keys(resources));
  const referred = [...JSON.stringify(packaged.template).matchAll(/\{"(?:Ref":"|Fn::GetAtt":\[")([^"]+)"/g)].map(([, name = '']) => name);
  expect(referred.filter((name) => !names.has(name) && !name.startsWith('AWS::'))).toEqual([]);
  const conditions = Object.values(resources).flatMap(({ Condition }) => Condition ?? []);
  expect(conditions).toEqual(['HasAlarmEmail']);
  expect(Object.keys(packaged.template.Conditions)).toEqual(['HasAlarmEmail']);
});

describe('the functions', () => {
  const settings = { Runtime: 'nodejs24.x', Architectures: ['arm64'], TracingConfig: { Mode: 'Active' }, KmsKeyArn: arnOf('Key') };
  const logging = { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' };

  test('run on arm64, are traced, log JSON, and keep their variables under our key', () => {
    expect(Object.fromEntries(ofType('AWS::Lambda::Function'))).toEqual({
      SubmitLambdaFunction: expect.objectContaining({
        ...settings,
        FunctionName: 's9326-dev-submit',
        Handler: 'handlers/submit.handler',
        Role: arnOf('SubmitRole'),
        LoggingConfig: logging,
        Timeout: 15,
        ReservedConcurrentExecutions: 50,
      }),
      MetadataLambdaFunction: expect.objectContaining({
        ...settings,
        FunctionName: 's9326-dev-metadata',
        Handler: 'handlers/metadata.handler',
        Role: arnOf('MetadataRole'),
        LoggingConfig: logging,
        Timeout: 10,
      }),
      WebhookLambdaFunction: expect.objectContaining({
        ...settings,
        FunctionName: 's9326-dev-webhook',
        Handler: 'handlers/webhook.handler',
        Role: arnOf('WebhookRole'),
        LoggingConfig: logging,
        Timeout: 10,
      }),
      WebhookWorkerLambdaFunction: expect.objectContaining({
        ...settings,
        FunctionName: 's9326-dev-webhookWorker',
        Handler: 'handlers/webhook-worker.handler',
        Role: arnOf('WebhookWorkerRole'),
        LoggingConfig: logging,
        Timeout: 120,
      }),
    });
  });

  test('each have routes of their own, and are called by the API alone; the worker only by its queue', () => {
    const routes = ofType('AWS::ApiGatewayV2::Route').map(([, { RouteKey, Target, AuthorizationType = 'NONE' }]) => [
      RouteKey,
      JSON.stringify(Target).match(/HttpApiIntegration(\w+)/)?.[1],
      AuthorizationType,
    ]);
    expect(routes).toEqual([
      ['POST /fhir/Claim/$submit', 'Submit', 'NONE'],
      ['GET /health', 'Submit', 'NONE'],
      ['GET /fhir/metadata', 'Metadata', 'NONE'],
      ['GET /fhir/OperationDefinition/{id}', 'Metadata', 'NONE'],
      ['GET /fhir/StructureDefinition/{id}', 'Metadata', 'NONE'],
      ['GET /fhir/CodeSystem/{id}', 'Metadata', 'NONE'],
      ['GET /fhir/ValueSet/{id}', 'Metadata', 'NONE'],
      ['GET /fhir/Questionnaire/{id}', 'Metadata', 'NONE'],
      ['GET /checklists/home-pain-infusion', 'Metadata', 'NONE'],
      ['POST /webhook/{source}', 'Webhook', 'NONE'],
      ['POST /webhook/{source}/{type}/{id}', 'Webhook', 'NONE'],
      ['PUT /webhook/{source}/{type}/{id}', 'Webhook', 'NONE'],
      ['DELETE /webhook/{source}/{type}/{id}', 'Webhook', 'NONE'],
    ]);
    const permissions = ofType('AWS::Lambda::Permission').map(([, properties]) => properties);
    expect(permissions.map(({ Principal, Action }) => [Principal, Action])).toEqual(
      Array(3).fill(['apigateway.amazonaws.com', 'lambda:InvokeFunction']),
    );
    expect(permissions.every(({ SourceArn }) => JSON.stringify(SourceArn).includes('{"Ref":"HttpApi"}'))).toBe(true);
  });

  test('know every variable that is read, and none has a value: a deployment without a proof refuses everything', async () => {
    const read = (await readFile(join(PROJECT, 'handlers/http/config.ts'), 'utf8')).match(/S9326_[A-Z0-9_]+/g) ?? [];
    const unset = Object.fromEntries(read.map((name) => [name, '']));
    const common = { ...unset, POWERTOOLS_SERVICE_NAME: 's9326-dev' };
    const variables = ofType('AWS::Lambda::Function').map(([id, { Environment }]) => [
      id,
      (Environment as { Variables: unknown }).Variables,
    ]);
    // The sources' secrets are for those alone that need them.
    const ofWebhook = { ...common, S9326_SOURCES: '', S9326_JOBS_QUEUE_URL: { Ref: 'Jobs' } };
    expect(Object.fromEntries(variables)).toEqual({
      SubmitLambdaFunction: common,
      MetadataLambdaFunction: common,
      WebhookLambdaFunction: ofWebhook,
      WebhookWorkerLambdaFunction: {
        ...ofWebhook,
        S9326_DEAD_LETTERS_URL: { Ref: 'DeadLetters' },
        S9326_ANSWERS_TABLE: { Ref: 'Answers' },
      },
    });
  });
});

describe('what a function may do', () => {
  const functionArn = (name: string) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:s9326-dev-${name}`,
  });

  test.each([
    ['submit', 'SubmitRole', 'SubmitLogGroup'],
    ['metadata', 'MetadataRole', 'MetadataLogGroup'],
  ])('%s: write its own log, send traces, read its own variables, and nothing else', (name, role, logGroup) => {
    const { AssumeRolePolicyDocument: assume, ManagedPolicyArns: managed, Policies: policies, ...rest } = propertiesOf(role);
    expect([managed, rest]).toEqual([undefined, {}]);
    expect(assume).toMatchObject({
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    expect(policies).toEqual([
      {
        PolicyName: name,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arnOf(logGroup) },
            { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
            {
              Effect: 'Allow',
              Action: 'kms:Decrypt',
              Resource: arnOf('Key'),
              Condition: { StringEquals: { 'kms:EncryptionContext:aws:lambda:FunctionArn': functionArn(name) } },
            },
          ],
        },
      },
    ]);
  });

  test('there is no other role and no other policy of one', () => {
    expect(ofType('AWS::IAM::Role').map(([id]) => id)).toEqual(['SubmitRole', 'MetadataRole', 'WebhookRole', 'WebhookWorkerRole']);
    expect(Object.values(resources).filter(({ Type }) => /^AWS::IAM::.*Policy$/.test(Type))).toEqual([]);
  });
});

test('logs are kept for a month under our key, and no access log is', () => {
  const kept = { RetentionInDays: 30, KmsKeyId: arnOf('Key') };
  expect(ofType('AWS::Logs::LogGroup')).toEqual([
    ['SubmitLogGroup', { LogGroupName: '/aws/lambda/s9326-dev-submit', ...kept }],
    ['MetadataLogGroup', { LogGroupName: '/aws/lambda/s9326-dev-metadata', ...kept }],
    ['WebhookLogGroup', { LogGroupName: '/aws/lambda/s9326-dev-webhook', ...kept }],
    ['WebhookWorkerLogGroup', { LogGroupName: '/aws/lambda/s9326-dev-webhookWorker', ...kept }],
  ]);
  expect(propertiesOf('HttpApiStage')).not.toHaveProperty('AccessLogSettings');
});

test('the API throttles', () => {
  expect(propertiesOf('HttpApiStage').DefaultRouteSettings).toEqual({
    DetailedMetricsEnabled: false,
    ThrottlingRateLimit: 50,
    ThrottlingBurstLimit: 100,
  });
});

test('the key turns over, and only our logs and alarms use it without IAM', () => {
  const { EnableKeyRotation: rotates, KeyPolicy: policy } = propertiesOf('Key');
  const { Statement: statements } = policy as { Statement: { Sid: string; Principal: unknown; Condition?: unknown }[] };
  const arn = (name: string) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/s9326-dev-${name}`,
  });
  expect(rotates).toBe(true);
  expect(statements.map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
    ['Account', undefined],
    [
      'Logs',
      {
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': [
            'submit',
            'metadata',
            'webhook',
            'webhookWorker',
            'hooks',
            'smart',
            'sweepStart',
            'sweepWorker',
          ].map(arn),
        },
      },
    ],
    ['Alarms', { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }],
  ]);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own.
  expect(statements[0]?.Principal).toEqual({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } });
});

describe('the alarms', () => {
  const dimension = (Name: string, Value: unknown) => ({ Name, Value });
  const of = (id: string) => [dimension('FunctionName', { Ref: id })];
  const queue = (id: string) => [dimension('QueueName', { 'Fn::GetAtt': [id, 'QueueName'] })];

  test('watch what they say', () => {
    const watched = ofType('AWS::CloudWatch::Alarm').map(
      ([id, { Namespace, MetricName, Dimensions, Statistic, ExtendedStatistic, Threshold }]) => [
        id,
        `${Namespace} ${MetricName}`,
        Dimensions,
        Statistic ?? ExtendedStatistic,
        Threshold,
      ],
    );
    expect(watched).toEqual([
      ['ServerErrorsAlarm', 'AWS/ApiGateway 5xx', [dimension('ApiId', { Ref: 'HttpApi' }), dimension('Stage', '$default')], 'Sum', 1],
      ['SubmitErrorsAlarm', 'AWS/Lambda Errors', of('SubmitLambdaFunction'), 'Sum', 1],
      ['SubmitThrottlesAlarm', 'AWS/Lambda Throttles', of('SubmitLambdaFunction'), 'Sum', 1],
      ['SubmitDurationAlarm', 'AWS/Lambda Duration', of('SubmitLambdaFunction'), 'p99', 12_000],
      ['MetadataErrorsAlarm', 'AWS/Lambda Errors', of('MetadataLambdaFunction'), 'Sum', 1],
      ['MetadataThrottlesAlarm', 'AWS/Lambda Throttles', of('MetadataLambdaFunction'), 'Sum', 1],
      ['WebhookErrorsAlarm', 'AWS/Lambda Errors', of('WebhookLambdaFunction'), 'Sum', 1],
      ['WebhookThrottlesAlarm', 'AWS/Lambda Throttles', of('WebhookLambdaFunction'), 'Sum', 1],
      ['WebhookWorkerErrorsAlarm', 'AWS/Lambda Errors', of('WebhookWorkerLambdaFunction'), 'Sum', 1],
      ['DeadLettersAlarm', 'AWS/SQS ApproximateNumberOfMessagesVisible', queue('DeadLetters'), 'Maximum', 1],
      ['JobsAgeAlarm', 'AWS/SQS ApproximateAgeOfOldestMessage', queue('Jobs'), 'Maximum', 3600],
      ['NoProofAlarm', 'S9326 NoProofConfigured', [dimension('service', 's9326-dev')], 'Sum', 1],
      ['NoLinesAlarm', 'undefined undefined', undefined, undefined, 1],
    ]);
  });

  test('tell the topic, and are silent while nothing happens', () => {
    for (const [id, { AlarmActions, OKActions, TreatMissingData, ComparisonOperator }] of ofType('AWS::CloudWatch::Alarm'))
      expect({ id, AlarmActions, OKActions, TreatMissingData, ComparisonOperator }).toEqual({
        id,
        AlarmActions: [{ Ref: 'AlarmTopic' }],
        OKActions: [{ Ref: 'AlarmTopic' }],
        TreatMissingData: 'notBreaching',
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      });
    expect(propertiesOf('AlarmTopic')).toEqual({ KmsMasterKeyId: { Ref: 'Key' } });
  });

  test('that there are no lines: calls without a request in the log', () => {
    const { Metrics: metrics } = propertiesOf('NoLinesAlarm') as { Metrics: Record<string, unknown>[] };
    expect(metrics.map(({ Id, Expression, ReturnData }) => [Id, Expression, ReturnData])).toEqual([
      ['silent', 'IF(calls > 0 AND FILL(lines, 0) == 0, 1, 0)', undefined],
      ['calls', undefined, false],
      ['lines', undefined, false],
    ]);
    expect(JSON.stringify(metrics)).toContain('"MetricName":"SubmitLines"');
  });

  test('count lines by the message that the log really has', () => {
    const dimensions = [{ Key: 'service', Value: '$.service' }];
    const counted = { MetricNamespace: 'S9326', MetricValue: '1', Unit: 'Count', Dimensions: dimensions };
    const filters = ofType('AWS::Logs::MetricFilter').map(([, properties]) => properties);
    expect(filters).toEqual([
      {
        LogGroupName: { Ref: 'SubmitLogGroup' },
        FilterPattern: '{ $.message = "no-proof-configured" }',
        MetricTransformations: [{ ...counted, MetricName: 'NoProofConfigured' }],
      },
      {
        LogGroupName: { Ref: 'SubmitLogGroup' },
        FilterPattern: '{ $.message = "request" }',
        MetricTransformations: [{ ...counted, MetricName: 'SubmitLines' }],
      },
    ]);
  });
});

describeWebhook(() => packaged.template);

test('parameters reach what they are for', async () => {
  const given = [
    'alarmEmail=ops@example.org',
    'throttleRate=7',
    'throttleBurst=8',
    'reservedConcurrency=9',
    'workerConcurrency=3',
    'logRetentionInDays=365',
  ];
  const { template } = await packageService('--stage', 'prod', ...given.map((each) => `--param=${each}`));
  const {
    SubmitLogGroup,
    HttpApiStage,
    SubmitLambdaFunction,
    AlarmEmail,
    WebhookWorkerEventSourceMappingSQSJobs: jobs,
  } = template.Resources;

  expect(SubmitLogGroup?.Properties).toMatchObject({ LogGroupName: '/aws/lambda/s9326-prod-submit', RetentionInDays: 365 });
  expect(HttpApiStage?.Properties).toMatchObject({ DefaultRouteSettings: { ThrottlingRateLimit: '7', ThrottlingBurstLimit: '8' } });
  expect(SubmitLambdaFunction?.Properties).toMatchObject({ ReservedConcurrentExecutions: 9 });
  expect(jobs?.Properties).toMatchObject({ ScalingConfig: { MaximumConcurrency: 3 } });
  expect(AlarmEmail).toMatchObject({ Condition: 'HasAlarmEmail', Properties: { Protocol: 'email', Endpoint: 'ops@example.org' } });
  expect(template.Conditions).toEqual({ HasAlarmEmail: { 'Fn::Not': [{ 'Fn::Equals': ['ops@example.org', ''] }] } });
});
