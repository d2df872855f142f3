/** Beyond what one process takes on, 429 and nothing else; within it, everything. */
import { request } from 'node:http';
import type { OperationOutcome } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { createCapacity } from '../../handlers/http/capacity.ts';
import { administration, bundle, claim, FHIR_JSON } from './support/requests.ts';
import { startServer, type TestServer } from './support/server.ts';

describe('room', () => {
  test('is there for as many requests as are allowed, and again when one leaves', () => {
    const capacity = createCapacity({ maxRequests: 2, maxBytes: 100 });
    const leave = capacity.enter(10);

    expect(leave).toBeDefined();
    expect(capacity.enter(10)).toBeDefined();
    expect(capacity.enter(10)).toBeUndefined();
    leave?.();
    leave?.();
    expect(capacity.enter(10)).toBeDefined();
    expect(capacity.enter(10)).toBeUndefined();
  });

  test('is there for as many bytes as are allowed, and for one request of any length', () => {
    const capacity = createCapacity({ maxRequests: 9, maxBytes: 100 });

    const leave = capacity.enter(500);
    expect(leave).toBeDefined();
    expect(capacity.enter(1)).toBeUndefined();
    leave?.();
    expect(capacity.enter(60)).toBeDefined();
    expect(capacity.enter(41)).toBeUndefined();
    expect(capacity.enter(40)).toBeDefined();
  });
});

const RECORD = JSON.stringify(bundle([claim('c1'), administration('a1')]));

/** Sends all of the record but its last byte, and the rest when told. */
function slowly({ url, apiKey }: TestServer): { finish(): Promise<number> } {
  const sending = request(`${url}/fhir/Claim/$submit`, {
    method: 'POST',
    headers: { ...FHIR_JSON, 'x-api-key': apiKey, 'content-length': Buffer.byteLength(RECORD) },
  });
  sending.write(RECORD.slice(0, -1));
  return {
    finish: () =>
      new Promise((resolve, reject) => {
        sending.on('error', reject).on('response', (response) => resolve(response.resume().statusCode ?? 0));
        sending.end(RECORD.slice(-1));
      }),
  };
}

test('a request beyond them is 429 with when to come again, and those within are answered as if alone', async () => {
  const server = await startServer({ env: { S9326_MAX_CONCURRENT: '2' } });
  const alone = await (await server.submit(RECORD)).text();
  const [first, second] = [slowly(server), slowly(server)];
  await new Promise((resolve) => setTimeout(resolve, 200));

  const refused = await server.submit(RECORD);
  const health = await fetch(`${server.url}/health`);

  expect([refused.status, refused.headers.get('retry-after'), health.status]).toEqual([429, '1', 200]);
  expect((await refused.json()) as OperationOutcome).toMatchObject({ issue: [{ severity: 'error', code: 'throttled' }] });
  expect(await Promise.all([first.finish(), second.finish()])).toEqual([200, 200]);
  expect(await (await server.submit(RECORD)).text()).toBe(alone);
});

test('a caller that goes away leaves its room to others', async () => {
  const server = await startServer({ env: { S9326_MAX_CONCURRENT: '1' } });
  const sending = request(`${server.url}/fhir/Claim/$submit`, {
    method: 'POST',
    headers: { ...FHIR_JSON, 'x-api-key': server.apiKey, 'content-length': 100 },
  });
  sending.on('error', () => undefined).write('{');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await server.submit(RECORD)).status).toBe(429);

  sending.destroy();
  await expect.poll(async () => (await server.submit(RECORD)).status, { timeout: 5000 }).toBe(200);
});

test('two hundred at once are each answered as if alone', async () => {
  const server = await startServer();
  const records = Array.from({ length: 200 }, (_, i) => bundle([claim(`c${i}`), administration(`a${i}`)]));
  const alone: string[] = [];
  for (const record of records) alone.push(await (await server.submit(record)).text());

  const together = await Promise.all(records.map(async (record) => (await server.submit(record)).text()));

  expect(together).toEqual(alone);
});
