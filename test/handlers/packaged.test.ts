import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_KEY_SHA256, eventOf } from './support/event.ts';
import { bundleHandler, invoke, PROJECT } from './support/packaged.ts';
import { claim } from './support/requests.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 's9326-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('the bundle of the handler', () => {
  test('judges a claim and refuses one without a proof, in a process that has nothing else', async () => {
    const file = join(directory, 'bundle', 'submit.mjs');
    const { warnings, bytes } = await bundleHandler('handlers/submit.ts', file);
    const events = [
      eventOf(claim('c1')),
      eventOf(claim('c1'), { headers: { 'x-api-key': 'another' } }),
      eventOf(undefined, { method: 'GET', path: '/health' }),
    ];

    const { results, log, exitCode, errors } = await invoke(file, events, { S9326_API_KEY_SHA256: API_KEY_SHA256 });

    expect([exitCode, errors, warnings]).toEqual([0, '', 0]);
    expect(results.map(({ statusCode }) => statusCode)).toEqual([200, 401, 200]);
    expect(JSON.parse(results[0]?.body ?? '')).toMatchObject({ resourceType: 'ClaimResponse', outcome: 'complete' });
    expect(log.map((line) => JSON.parse(line).status)).toEqual([200, 401, 200]);
    // A cold start reads it all; what makes it grow past this should be on purpose.
    expect(bytes).toBeLessThan(400_000);
  });

  test('does not start with a configuration that cannot be used, and names all of it', async () => {
    const file = join(directory, 'broken', 'submit.mjs');
    await bundleHandler('handlers/submit.ts', file);

    const { exitCode, errors } = await invoke(file, [], { S9326_JWKS_URL: 'secret', S9326_MAX_BODY_BYTES: 'secret' });

    expect(exitCode).not.toBe(0);
    expect(errors).toMatch(/S9326_JWKS_URL must be[\s\S]*S9326_JWT_ISSUER[\s\S]*S9326_MAX_BODY_BYTES must be/);
    expect(
      errors
        .split('\n')
        .filter((line) => line.startsWith('S9326_'))
        .join(),
    ).not.toContain('secret');
  });
});

describe('serverless package, offline and without credentials', () => {
  type Resource = { Type: string; Properties: Record<string, unknown> };
  let resources: Resource[] = [];
  let files: string[] = [];

  beforeAll(async () => {
    const out = join(directory, 'serverless');
    const serverless = join(PROJECT, 'node_modules/serverless/bin/serverless.js');
    const env = { PATH: process.env.PATH, HOME: directory, AWS_EC2_METADATA_DISABLED: 'true' };
    await promisify(execFile)(process.execPath, [serverless, 'package', '--package', out], { cwd: PROJECT, env });
    files = await readdir(out);
    resources = Object.values(JSON.parse(await readFile(join(out, 'cloudformation-template-update-stack.json'), 'utf8')).Resources);
  });

  const ofType = (type: string): Record<string, unknown>[] =>
    resources.flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));

  test('makes one function with its routes', () => {
    expect(files).toContain('submit.zip');
    expect(ofType('AWS::Lambda::Function')).toMatchObject([
      { Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'handlers/submit.handler' },
    ]);
    expect(ofType('AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey)).toEqual(['POST /fhir/Claim/$submit', 'GET /health']);
  });

  test('without a proof configured, so that it refuses everything', () => {
    const [{ Environment: environment } = {}] = ofType('AWS::Lambda::Function');
    const { Variables: variables } = environment as { Variables: Record<string, string> };

    expect(Object.keys(variables).sort()).toEqual([...new Set(VARIABLES)].sort());
    expect(Object.values(variables).join('')).toBe('');
  });

  test('lets the function write its log and nothing else, and keeps that for a month', () => {
    const policies = ofType('AWS::IAM::Role').flatMap(({ Policies: policies, ManagedPolicyArns: managed = [] }) => {
      expect(managed).toEqual([]);
      return policies as { PolicyDocument: { Statement: { Action: string[] }[] } }[];
    });
    const actions = policies.flatMap(({ PolicyDocument: document }) => document.Statement.flatMap(({ Action }) => Action));

    expect(actions.every((action) => action.startsWith('logs:'))).toBe(true);
    expect(ofType('AWS::Logs::LogGroup')).toMatchObject([{ RetentionInDays: 30 }]);
  });
});

/** Those that handlers/http/config.ts reads. */
const VARIABLES = (await readFile(join(PROJECT, 'handlers/http/config.ts'), 'utf8')).match(/S9326_[A-Z0-9_]+/g) ?? [];
