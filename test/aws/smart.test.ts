/** The function of the plug-in's page, as it would be deployed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { eventOf } from '../handlers/support/event.ts';
import { bundleHandler, invoke } from '../handlers/support/packaged.ts';
import { startServer } from '../handlers/support/server.ts';
import { type Packaged, type Properties, packageService } from './template.ts';

let packaged: Packaged;
beforeAll(async () => {
  packaged = await packageService();
});

const propertiesOf = (id: string): Properties => packaged.template.Resources[id]?.Properties ?? {};

test('has a role, a variable and a log of its own, and its files as routes', () => {
  expect(propertiesOf('SmartLambdaFunction')).toMatchObject({
    FunctionName: 's9326-dev-smart',
    Handler: 'handlers/smart.handler',
    Role: { 'Fn::GetAtt': ['SmartRole', 'Arn'] },
    KmsKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] },
    Environment: { Variables: { S9326_SMART_SERVERS: '' } },
  });
  const routes = Object.values(packaged.template.Resources).flatMap(({ Type, Properties: { RouteKey, Target } }) =>
    Type === 'AWS::ApiGatewayV2::Route' && JSON.stringify(Target).includes('"HttpApiIntegrationSmart"') ? [RouteKey] : [],
  );
  expect(routes).toEqual(['launch.html', 'index.html', 'app.js', 'servers.json'].map((file) => `GET /smart/${file}`));
  expect(propertiesOf('SmartLogGroup')).toMatchObject({ RetentionInDays: 30, KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } });
  expect(JSON.stringify(propertiesOf('Key'))).toContain('log-group:/aws/lambda/s9326-dev-smart"');
  const actions = JSON.stringify(propertiesOf('SmartRole').Policies).match(/"[a-z]+:[A-Z]\w+"/g);
  expect(actions).toEqual([
    '"logs:CreateLogStream"',
    '"logs:PutLogEvents"',
    '"xray:PutTraceSegments"',
    '"xray:PutTelemetryRecords"',
    '"kms:Decrypt"',
  ]);
  expect(propertiesOf('SmartErrorsAlarm')).toMatchObject({ MetricName: 'Errors', AlarmActions: [{ Ref: 'AlarmTopic' }] });
});

test('what is deployed gives out the same page and script as `s9326 serve`, with no bundler at hand', async () => {
  const directory = await mkdtemp(join(tmpdir(), 's9326-smart-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, 'smart.mjs');
  expect((await bundleHandler('handlers/smart.ts', file)).warnings).toBe(0);
  const paths = ['/smart/launch.html', '/smart/app.js', '/smart/servers.json'];
  const { results, errors } = await invoke(
    file,
    paths.map((path) => eventOf(undefined, { method: 'GET', path })),
    {},
  );
  const { url } = await startServer();
  const served = await Promise.all(paths.map(async (path) => (await fetch(url + path)).text()));
  expect([results.map(({ body }) => body), errors]).toEqual([served, '']);
  expect(results.map(({ headers }) => headers['content-type'])).toEqual([
    'text/html; charset=UTF-8',
    'text/javascript; charset=utf-8',
    'application/json',
  ]);
});
