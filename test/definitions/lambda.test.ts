import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireConfig } from '../../handlers/http/config.ts';
import { createMetadataHandler } from '../../handlers/http/metadata.ts';
import { RULE_SET } from '../../src/index.ts';
import { eventOf } from '../handlers/support/event.ts';
import { bundleHandler, invoke } from '../handlers/support/packaged.ts';
import { definitionsAt } from './all.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 's9326-'));
});
afterAll(() => rm(directory, { recursive: true }));

const asked = (path: string, headers: Record<string, string> = {}) => eventOf(undefined, { method: 'GET', path, headers });
const DOMAIN = 'https://abc123.execute-api.us-east-1.amazonaws.com';

function start(env: Record<string, string> = {}) {
  const lines: string[] = [];
  const handler = createMetadataHandler({ config: requireConfig(env), write: (line) => lines.push(line) });
  return { handler, lines };
}

test('the bundle of the entry answers by itself, without the judge and the library for tokens', async () => {
  const file = join(directory, 'metadata.mjs');
  const { warnings, bytes } = await bundleHandler('handlers/metadata.ts', file);

  const { results, log, exitCode, errors } = await invoke(
    file,
    [asked('/fhir/metadata'), asked('/fhir/CodeSystem/rules'), eventOf({})],
    {},
  );

  expect([exitCode, errors, warnings]).toEqual([0, '', 0]);
  expect(results.map(({ statusCode }) => statusCode)).toEqual([200, 200, 404]);
  expect(JSON.parse(results[0]?.body ?? '').implementation.url).toBe(`${DOMAIN}/fhir`);
  expect(JSON.parse(results[1]?.body ?? '')).toEqual(definitionsAt().find(({ url }) => url?.endsWith('/CodeSystem/rules')));
  expect(log.map((line) => JSON.parse(line).route)).toEqual(['GET /fhir/metadata', 'GET /fhir/CodeSystem/{id}', 'unmatched']);
  // The judge alone is more.
  expect(bytes).toBeLessThan(260_000);
});

test('definitions may be kept for an hour, refusals may not', async () => {
  const { handler } = start();
  const cachedAs = async (path: string, headers = {}) => {
    const { statusCode, headers: given = {} } = await handler(asked(path, headers));
    return [statusCode, given['cache-control'], given.vary];
  };
  const { headers: { etag = '' } = {} } = await handler(asked('/fhir/metadata'));

  expect(await cachedAs('/fhir/metadata')).toEqual([200, 'public, max-age=3600', 'Accept']);
  expect(await cachedAs('/fhir/metadata', { 'if-none-match': String(etag) })).toEqual([304, 'public, max-age=3600', 'Accept']);
  expect(await cachedAs('/fhir/CodeSystem/none')).toEqual([404, 'no-store', undefined]);
});

test('every answer has a correlation id that stands in the log, with the version of the rules', async () => {
  const { handler, lines } = start();

  const { headers = {} } = await handler(asked('/fhir/ValueSet/rules'));

  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ route: 'GET /fhir/ValueSet/{id}', status: 200, correlationId: headers['x-request-id'], ruleSet: RULE_SET }),
  ]);
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('the statement names the address of the API, whatever Host the caller says', async () => {
  const { handler } = start();

  const { body = '' } = await handler(asked('/fhir/metadata', { host: 'elsewhere.example' }));

  expect(JSON.parse(body).implementation.url).toBe(`${DOMAIN}/fhir`);
});
