import { request as httpRequest } from 'node:http';
import type { OperationOutcome } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { type Core, core as realCore } from '../../handlers/http/core.ts';
import { bundle, claim, FHIR_JSON } from './support/requests.ts';
import { startServer, type TestServer } from './support/server.ts';

/** Every refusal is an OperationOutcome in FHIR JSON, whatever was wrong. */
async function outcomeOf(response: Response, status: number): Promise<OperationOutcome> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/fhir+json');
  const outcome = (await response.json()) as OperationOutcome;
  expect(outcome.resourceType).toBe('OperationOutcome');
  expect(outcome.issue.length).toBeGreaterThan(0);
  return outcome;
}

describe('a request that cannot be read', () => {
  test.each([
    ['is not JSON', '{"resourceType": "Claim",\n  nonsense', 'The body is not JSON: line 2, column 3.'],
    ['is cut short', '{"resourceType":', 'The body is not JSON'],
    ['is empty', '', 'The body is not JSON'],
    ['is not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'The body is not UTF-8.'],
    ['nests without end', '['.repeat(200_000), 'The body nests more than 100 deep.'],
  ])('is 400 when the body %s', async (_case, body, text) => {
    const server = await startServer();

    const { issue } = await outcomeOf(await server.submit(body), 400);

    expect(issue).toHaveLength(1);
    expect(issue[0]?.details?.text).toContain(text);
    expect(issue[0]?.expression).toEqual(['Resource']);
  });

  test('a string of many brackets is not deep', async () => {
    const server = await startServer();

    const response = await server.submit(claim('c1', { subType: { text: `\\"${'[{'.repeat(500)}` } }));

    expect(response.status).toBe(200);
  });

  test('is 400 with every issue, each with its place', async () => {
    const server = await startServer();
    const { patient: _patient, created: _created, ...rest } = claim('c1');

    const { issue } = await outcomeOf(await server.submit(bundle([rest as never])), 400);

    expect(issue.map(({ expression }) => expression)).toEqual(
      expect.arrayContaining([['Bundle.entry[0].resource.patient'], ['Bundle.entry[0].resource.created']]),
    );
  });

  test('is 422 when the Bundle holds no Claim', async () => {
    const server = await startServer();

    const { issue } = await outcomeOf(await server.submit(bundle([{ resourceType: 'Patient', id: 'p1' }])), 422);

    expect(issue.map(({ expression }) => expression)).toEqual([['Bundle.entry']]);
  });
});

describe('the manners of HTTP', () => {
  test.each([
    ['application/fhir+json', 200],
    ['application/fhir+json; charset=utf-8', 200],
    ['application/json;charset="UTF-8"', 200],
    ['Application/FHIR+JSON', 200],
    ['application/fhir+json; charset=iso-8859-1', 415],
    ['application/fhir+xml', 415],
    ['text/plain', 415],
  ])('a body of type %s is answered %i', async (type, status) => {
    const server = await startServer();

    const response = await server.submit(claim('c1'), { 'content-type': type });

    if (status === 415) await outcomeOf(response, 415);
    else expect(response.status).toBe(status);
  });

  test('a compressed body is 415', async () => {
    const server = await startServer();

    await outcomeOf(await server.submit(claim('c1'), { 'content-encoding': 'gzip' }), 415);
  });

  test.each([
    ['*/*', '', 'application/fhir+json'],
    ['application/fhir+json', '', 'application/fhir+json'],
    ['application/json', '', 'application/json'],
    ['text/html, application/fhir+json;q=0.9, application/json;q=0.5', '', 'application/fhir+json'],
    ['text/html', '?_format=json', 'application/fhir+json'],
    ['text/html', '?_format=application/fhir+json', 'application/fhir+json'],
    ['application/fhir+xml', '', undefined],
    ['application/fhir+json;q=0', '', undefined],
    ['*/*', '?_format=xml', undefined],
    ['*/*', '?_format=constructor', undefined],
  ])('Accept %s and query %s give %s', async (accept, query, type) => {
    const server = await startServer();

    const response = await server.submit(claim('c1'), { accept }, query);

    if (type === undefined) await outcomeOf(response, 406);
    else expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
  });

  test('an unknown path is 404', async () => {
    const server = await startServer();

    await outcomeOf(await fetch(`${server.url}/fhir/Patient/p1`), 404);
  });

  test.each([
    ['GET', '/fhir/Claim/$submit', 'POST'],
    ['DELETE', '/fhir/Claim/%24submit', 'POST'],
    ['POST', '/health', 'GET, HEAD'],
  ])('%s %s is 405 and says what is allowed', async (method, path, allow) => {
    const server = await startServer();

    const response = await fetch(server.url + path, { method });

    await outcomeOf(response, 405);
    expect(response.headers.get('allow')).toBe(allow);
  });

  test('the dollar sign may be escaped', async () => {
    const server = await startServer();
    const headers = { 'x-api-key': server.apiKey, ...FHIR_JSON };

    const response = await fetch(`${server.url}/fhir/Claim/%24submit`, { method: 'POST', headers, body: JSON.stringify(claim('c1')) });

    expect(response.status).toBe(200);
  });

  test('health asks no proof and tells the version', async () => {
    const server = await startServer();

    const response = await fetch(`${server.url}/health`);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+/), ruleSet: '2026.11.1' });
    expect((await fetch(`${server.url}/health`, { method: 'HEAD' })).status).toBe(200);
  });

  test.each([
    ['abc-123_X.9', true],
    ['has blanks', false],
    ['x'.repeat(65), false],
  ])('X-Request-Id %s is repeated: %s', async (id, repeated) => {
    const server = await startServer();

    const response = await server.submit(claim('c1'), { 'x-request-id': id });

    const correlationId = response.headers.get('x-correlation-id');
    expect(correlationId === id).toBe(repeated);
    expect(correlationId).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
    expect(JSON.parse(server.lines.at(-1) ?? '{}')).toMatchObject({ correlationId: response.headers.get('x-request-id') });
    expect(server.lines.join()).not.toContain(id);
  });
});

describe('a body that is too long', () => {
  const env = { S9326_MAX_BODY_BYTES: '2000' };
  const long = JSON.stringify(claim('c1')).padEnd(2001);

  test('is 413 by its Content-Length, and one byte less is judged', async () => {
    const server = await startServer({ env });

    await outcomeOf(await server.submit(long), 413);
    expect((await server.submit(long.slice(0, 2000))).status).toBe(200);
  });

  test('is 413 by its bytes, when sent in chunks', async () => {
    const server = await startServer({ env });

    expect(await sendInChunks(server, [long.slice(0, 1500), long.slice(1500)])).toBe(413);
    expect(await sendInChunks(server, [long.slice(0, 1500), long.slice(1500, 2000)])).toBe(200);
  });

  test('is answered before it ends: no more is kept than allowed', async () => {
    const server = await startServer({ env });

    expect(await sendInChunks(server, [long], { end: false })).toBe(413);
  });
});

test('a bug is 500 with the correlation id and nothing else', async () => {
  const core: Core = {
    ...realCore,
    adjudicate: () => {
      throw new RangeError('Jane Roe has no days');
    },
  };
  const server = await startServer({ core });

  const response = await server.submit(claim('c1'), { 'x-request-id': 'id-1' });
  const own = response.headers.get('x-request-id');
  const { issue } = await outcomeOf(response, 500);

  expect(issue).toEqual([{ severity: 'error', code: 'exception', details: { text: `Internal error. Correlation id: ${own}` } }]);
  expect(JSON.parse(server.lines.at(-1) ?? '{}')).toMatchObject({
    level: 'ERROR',
    status: 500,
    correlationId: own,
    errorName: 'RangeError',
  });
  expect(server.lines.join()).not.toContain('Jane');
});

/** With node:http, because fetch does not give an answer before it has sent all. */
function sendInChunks({ url, apiKey }: TestServer, chunks: readonly string[], { end = true } = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { ...FHIR_JSON, 'x-api-key': apiKey, 'transfer-encoding': 'chunked' };
    const request = httpRequest(`${url}/fhir/Claim/$submit`, { method: 'POST', headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
      request.destroy();
    });
    request.on('error', reject);
    for (const chunk of chunks) request.write(chunk);
    if (end) request.end();
  });
}
