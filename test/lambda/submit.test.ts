/** The packaged zip of `submit`, run by the runtime interface client of AWS Lambda. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleOf } from '../../bench/bundle-of.ts';
import { API_KEY, API_KEY_SHA256, eventOf } from '../handlers/support/event.ts';
import { administration, bundle, claim, parameters } from '../handlers/support/requests.ts';
import { startServer } from '../handlers/support/server.ts';
import type { Lambda } from './support/lambda.ts';
import { HAS_NO_CLIENT, startPackaged } from './support/start.ts';

describe.skipIf(HAS_NO_CLIENT)('the packaged submit', () => {
  let lambda: Lambda;
  beforeAll(async () => {
    lambda = await startPackaged('submit');
  });
  afterAll(() => lambda?.stop());

  const submit = async (body: unknown) => {
    const { statusCode, body: text = '', headers } = await lambda.call(eventOf(body));
    return { statusCode, text, headers };
  };

  /** The time of receipt is stated, so that two answers can be compared byte by byte. */
  const received = (resource: Parameters<typeof parameters>[0]) => parameters(resource, { asOf: '2025-04-01T12:00:00Z' });

  test('judges a claim as the same app does under `s9326 serve`', async () => {
    const asked = received(bundle([claim('c1'), administration('a1')]));
    const server = await startServer();

    const { statusCode, text, headers } = await submit(asked);

    expect([statusCode, headers?.['content-type']]).toEqual([200, 'application/fhir+json']);
    expect(JSON.parse(text)).toMatchObject({ resourceType: 'ClaimResponse', request: { reference: 'Claim/c1' } });
    expect(text).toBe(await (await server.submit(asked)).text());
  });

  test('judges a batch as the same app does, the claim and the one that is none alike', async () => {
    const asked = received(bundle([bundle([claim('c1'), administration('a1')]), bundle([administration('a2')])], 'batch'));
    const server = await startServer();

    const { statusCode, text } = await submit(asked);

    expect(statusCode).toBe(200);
    expect(JSON.parse(text).entry.map(({ response }: { response: { status: string } }) => response.status.slice(0, 3))).toEqual([
      '200',
      '422',
    ]);
    expect(text).toBe(await (await server.submit(asked)).text());
  });

  test('reads a body in base64 as it reads the same in text', async () => {
    const event = eventOf(received(claim('c1')));
    const inBase64 = { ...event, body: Buffer.from(event.body ?? '').toString('base64'), isBase64Encoded: true };

    const { statusCode, body } = await lambda.call(inBase64);

    expect(statusCode).toBe(200);
    expect(body).toBe((await lambda.call(event)).body);
  });

  test('answers the same when it is asked again, with another claim between', async () => {
    const asked = received(bundle([claim('c1'), administration('a1')]));

    const first = await submit(asked);
    const other = await submit(received(bundle([claim('c2', { created: '2025-03-21' })])));
    const second = await submit(asked);

    expect([first.statusCode, other.statusCode]).toEqual([200, 200]);
    expect(other.text).not.toBe(first.text);
    expect(second.text).toBe(first.text);
  });

  test('reads no compressed body', async () => {
    const body = gzipSync(JSON.stringify(claim('c1'))).toString('base64');
    const event = { ...eventOf(undefined, { headers: { 'content-encoding': 'gzip' } }), body, isBase64Encoded: true };

    const { statusCode, body: text = '' } = await lambda.call(event);

    expect([statusCode, JSON.parse(text).resourceType]).toEqual([415, 'OperationOutcome']);
  });

  test('refuses a key that it does not know, and a token where none is configured', async () => {
    for (const headers of [{ 'x-api-key': `${API_KEY}!` }, { 'x-api-key': '', authorization: 'Bearer a.b.c' }]) {
      const { statusCode, body = '' } = await lambda.call(eventOf(claim('c1'), { headers }));

      expect([statusCode, JSON.parse(body).resourceType]).toEqual([401, 'OperationOutcome']);
    }
  });

  test('tells its health without a proof', async () => {
    const { statusCode, body = '' } = await lambda.call(
      eventOf(undefined, { method: 'GET', path: '/health', headers: { 'x-api-key': '' } }),
    );

    expect([statusCode, JSON.parse(body)]).toMatchObject([200, { status: 'ok' }]);
  });

  test('judges a body as long as Lambda can carry in its time and memory, and refuses a longer one', async () => {
    const asked = JSON.stringify(received(bundleOf(5000) as never));
    // An event carries the body as a string in JSON, which must fit into 6 MB as a whole: every quote takes two bytes of it.
    expect(JSON.stringify(eventOf(JSON.parse(asked))).length).toBeGreaterThan(5.7 * 1024 * 1024);
    expect(JSON.stringify(eventOf(JSON.parse(asked))).length).toBeLessThan(6 * 1024 * 1024 * 1.2);

    const { statusCode, text } = await submit(JSON.parse(asked));
    const tooLong = await submit(' '.repeat(6 * 1024 * 1024 - 1));

    expect([statusCode, JSON.parse(text).resourceType]).toEqual([200, 'ClaimResponse']);
    expect(tooLong.statusCode).toBe(413);
  });
});

test.skipIf(HAS_NO_CLIENT)('a body of as many bytes as is configured is read, and not one byte more', async () => {
  const body = JSON.stringify(claim('c1'));
  for (const [limit, expected] of [
    [body.length, 200],
    [body.length - 1, 413],
  ]) {
    const lambda = await startPackaged('submit', { S9326_API_KEY_SHA256: API_KEY_SHA256, S9326_MAX_BODY_BYTES: `${limit}` });
    try {
      const { statusCode, body: text = '' } = await lambda.call({ ...eventOf(undefined), body });
      expect([statusCode, JSON.parse(text).resourceType]).toEqual([expected, expected === 200 ? 'ClaimResponse' : 'OperationOutcome']);
    } finally {
      await lambda.stop();
    }
  }
});
