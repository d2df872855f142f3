/** The service as a developer runs it: `npx serverless offline`, with what serverless.yml says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeAnswers } from '../../src/fhir/write-answer.ts';
import { adjudicate, parseInstant, readRequest } from '../../src/index.ts';
import { API_KEY, API_KEY_SHA256 } from '../handlers/support/event.ts';
import { FHIR_JSON, parameters } from '../handlers/support/requests.ts';
import { type Offline, startOffline } from './support/offline.ts';
import { PROJECT } from './support/serverless.ts';

const EXAMPLE = JSON.parse(readFileSync(join(PROJECT, 'docs/examples/change-on-1-july.json'), 'utf8'));
/** The time of receipt is stated, so that two answers can be compared. */
const AS_OF = '2025-09-01T12:00:00Z';

let offline: Offline;
beforeAll(async () => {
  offline = await startOffline({ S9326_API_KEY_SHA256: API_KEY_SHA256 });
});
afterAll(async () => void (await offline?.stop()));

test('judges an example as the core does', async () => {
  const read = readRequest(EXAMPLE);
  const [record] = read.ok ? read.request.records : [];
  if (!record) throw new Error('the example cannot be read');

  const response = await fetch(`${offline.url}/fhir/Claim/$submit`, {
    method: 'POST',
    headers: { ...FHIR_JSON, 'x-api-key': API_KEY },
    body: JSON.stringify(parameters(EXAMPLE, { asOf: AS_OF })),
  });

  expect(response.status).toBe(200);
  expect([await response.json()]).toEqual(writeAnswers(record, adjudicate(record, { asOf: parseInstant(AS_OF) ?? 0, policies: [] }), {}));
});

test('says what it is, without a proof', async () => {
  const response = await fetch(`${offline.url}/fhir/metadata`);

  expect([response.status, await response.json()]).toMatchObject([200, { resourceType: 'CapabilityStatement' }]);
});

test('refuses a claim without a proof, and does not know another path', async () => {
  const unproved = await fetch(`${offline.url}/fhir/Claim/$submit`, { method: 'POST', headers: FHIR_JSON, body: '{}' });
  const elsewhere = await fetch(`${offline.url}/fhir/Patient/p1`);

  expect([unproved.status, elsewhere.status]).toEqual([401, 404]);
});

test('ends when it is told to, and nothing answers any more', async () => {
  expect(await offline.stop()).toBe(0);

  await expect(fetch(`${offline.url}/health`)).rejects.toThrow();
});
