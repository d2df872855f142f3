import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { requireConfig } from '../../handlers/http/config.ts';
import { core } from '../../handlers/http/core.ts';
import { createLambdaHandler } from '../../handlers/http/lambda.ts';
import { API_KEY, API_KEY_SHA256, eventOf } from './support/event.ts';
import { bundle, claim } from './support/requests.ts';
import { NOON } from './support/server.ts';

function start(env: Record<string, string> = { S9326_API_KEY_SHA256: API_KEY_SHA256 }) {
  const lines: string[] = [];
  const handler = createLambdaHandler({ config: requireConfig(env), core, now: () => NOON, write: (line) => lines.push(line) });
  const call = async (event: APIGatewayProxyEventV2) => {
    const { statusCode, headers = {}, body = '', isBase64Encoded } = await handler(event);
    expect(isBase64Encoded).toBe(false);
    return { statusCode, headers, json: body === '' ? undefined : JSON.parse(body) };
  };
  return { call, lines };
}

const logged = (lines: readonly string[]): unknown[] => lines.map((line) => JSON.parse(line));

test('an event of an HTTP API is answered with a ClaimResponse', async () => {
  const { call, lines } = start();

  const { statusCode, headers, json } = await call(eventOf(claim('c1')));

  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'application/fhir+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(json).toMatchObject({ resourceType: 'ClaimResponse', request: { reference: 'Claim/c1' } });
  expect(logged(lines)).toEqual([
    {
      level: 'INFO',
      message: 'request',
      timestamp: expect.any(String),
      service: 's9326',
      route: 'POST /fhir/Claim/$submit',
      status: 200,
      durationMs: expect.any(Number),
      bytes: JSON.stringify(claim('c1')).length,
      correlationId: headers['x-request-id'],
      ruleSet: core.RULE_SET,
      claims: 1,
      decisions: { denied: 1 },
      ruleIds: expect.objectContaining({ 'diagnosis-present': 1 }),
    },
  ]);
});

test('a body in base64 gives the same answer', async () => {
  const { call } = start();
  const event = eventOf(claim('c1'));

  const inBase64 = { ...event, body: Buffer.from(event.body ?? '').toString('base64'), isBase64Encoded: true };

  expect((await call(inBase64)).json).toEqual((await call(event)).json);
});

test('bytes that are not UTF-8 are 400', async () => {
  const { call } = start();
  const event = { ...eventOf(claim('c1')), body: Buffer.from([0x22, 0xff, 0x22]).toString('base64'), isBase64Encoded: true };

  expect((await call(event)).statusCode).toBe(400);
});

describe('without a proof', () => {
  test('is 401, and health is 200', async () => {
    const { call } = start();

    const refused = await call(eventOf(claim('c1'), { headers: { 'x-api-key': 'another' } }));

    expect([refused.statusCode, refused.headers['www-authenticate']]).toEqual([401, 'Bearer realm="s9326"']);
    expect((await call(eventOf(undefined, { method: 'GET', path: '/health' }))).statusCode).toBe(200);
  });

  test('configured, everything is refused, and the log says so once', async () => {
    const { call, lines } = start({});

    expect(logged(lines)).toEqual([
      { level: 'WARN', message: 'no-proof-configured', timestamp: expect.any(String), service: 's9326', ruleSet: core.RULE_SET },
    ]);
    for (const headers of [{ 'x-api-key': API_KEY }, { 'x-api-key': '' }, { authorization: 'Bearer a.b.c' }])
      expect((await call(eventOf(claim('c1'), { headers }))).statusCode).toBe(401);
  });
});

test('a method or a path that is not ours is refused as anywhere', async () => {
  const { call } = start();

  expect((await call(eventOf(claim('c1'), { method: 'PUT' }))).headers).toMatchObject({ allow: 'POST' });
  expect((await call(eventOf(claim('c1'), { path: '/fhir/Claim' }))).statusCode).toBe(404);
});

test('the query reaches the app', async () => {
  const { call } = start();

  expect((await call({ ...eventOf(claim('c1')), rawQueryString: '_format=xml' })).statusCode).toBe(406);
});

test('an answer that Lambda would drop is 413, and says what helps', async () => {
  const { call, lines } = start();
  // Each answer is some 4 kB: short to ask, long to answer.
  const claims = Array.from({ length: 1500 }, (_, i) => claim(`c${i}`));

  const { statusCode, json } = await call(eventOf(bundle(claims)));

  expect([statusCode, json.issue[0].code]).toEqual([413, 'too-costly']);
  expect(logged(lines)).toMatchObject([{ status: 413, claims: 1500 }]);
});

test('headers that HTTP does not allow are left out, without a word', async () => {
  const { call, lines } = start();
  const headers = { 'x-request-id': 'Zzyzx\r\nRoe', 'user-agent': 'Zzyzx \u2603', 'Zzyzx Roe': 'x', cookie: 'é' };

  const { statusCode } = await call({ ...eventOf(claim('c1'), { headers }), cookies: ['name=Zzyzx\n'] });

  expect(statusCode).toBe(200);
  expect(lines.join()).not.toContain('Zzyzx');
});
