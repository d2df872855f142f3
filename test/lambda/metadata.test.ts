/** The packaged zip of `metadata`, run by the runtime interface client of AWS Lambda. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventOf } from '../handlers/support/event.ts';
import { startServer } from '../handlers/support/server.ts';
import type { Lambda } from './support/lambda.ts';
import { HAS_NO_CLIENT, startPackaged } from './support/start.ts';

describe.skipIf(HAS_NO_CLIENT)('the packaged metadata', () => {
  let lambda: Lambda;
  beforeAll(async () => {
    lambda = await startPackaged('metadata');
  });
  afterAll(() => lambda?.stop());

  const get = (path: string) => lambda.call(eventOf(undefined, { method: 'GET', path, headers: { 'x-api-key': '' } }));

  test('says what the server is, at the address that was asked', async () => {
    const { statusCode, body = '' } = await get('/fhir/metadata');

    expect([statusCode, JSON.parse(body)]).toMatchObject([
      200,
      { resourceType: 'CapabilityStatement', implementation: { url: 'https://abc123.execute-api.us-east-1.amazonaws.com/fhir' } },
    ]);
  });

  test.each([
    '/fhir/OperationDefinition/Claim-submit',
    '/fhir/StructureDefinition/decision',
    '/fhir/CodeSystem/rules',
    '/fhir/CodeSystem/tag',
  ])('has %s as `s9326 serve` has it, and the same when it is asked again', async (path) => {
    const server = await startServer();

    const [first, second] = [await get(path), await get(path)];

    expect(first.statusCode).toBe(200);
    expect(first.body).toBe(await (await fetch(server.url + path)).text());
    expect(second.body).toBe(first.body);
  });

  test.each(['/fhir/CodeSystem/none', '/fhir/Patient/p1', '/elsewhere'])('does not know %s, and does not repeat it', async (path) => {
    const { statusCode, body = '' } = await get(path);

    expect([statusCode, JSON.parse(body).resourceType]).toEqual([404, 'OperationOutcome']);
    expect(body).not.toContain(path);
  });
});
