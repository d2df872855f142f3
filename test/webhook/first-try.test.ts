/** The README's paragraph about a first try, done as it says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Bundle, ClaimResponse } from '@medplum/fhirtypes';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../handlers/http/serve.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** The calls in the README, with what the shell would put into them. */
function callsOf(readme: string, variables: Record<string, string>): string[][] {
  const lines = readme.split('\n').filter((line) => line.startsWith('curl '));
  return lines.map((line) => {
    const known = line.replaceAll(/\$([A-Z]+)/g, (_, name) => variables[name] ?? '');
    return [...known.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  });
}

/** As curl would: `--json` is a POST with both headers, unless `-X` names another method. */
async function curl([, ...words]: readonly string[]): Promise<unknown> {
  const headers = new Headers();
  const left = words.filter((word) => word !== '-s');
  let [method, body, url] = ['GET', undefined as string | undefined, ''];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (!word.startsWith('-')) {
      url = word;
      continue;
    }
    const value = left.shift() ?? '';
    if (word === '-H') headers.set(value.split(': ')[0] ?? '', value.split(': ')[1] ?? '');
    if (word === '-X') method = value;
    if (word !== '--json') continue;
    body = readFileSync(join(PROJECT, value.slice(1)), 'utf8');
    method = method === 'GET' ? 'POST' : method;
    for (const name of ['content-type', 'accept']) headers.set(name, 'application/json');
  }
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: response.status, body: await response.json() };
}

test('three calls, and the answer is there', async () => {
  const { url, apiKey = '', close } = await serve({ port: 0, env: {}, fhir: true, write: () => {} });
  onTestFinished(close);
  const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
  const calls = callsOf(readme, { FHIR: `${url}/fhir`, KEY: apiKey });
  expect(calls).toHaveLength(3);
  const [record, claim, search = []] = calls;

  expect(await curl(record ?? [])).toMatchObject({ status: 200, body: { resourceType: 'Bundle', type: 'transaction-response' } });
  expect(await curl(claim ?? [])).toMatchObject({ status: 200, body: { resourceType: 'Claim', id: 'c1' } });
  let found: readonly ClaimResponse[] = [];
  for (let attempt = 0; attempt < 100 && found.length === 0; attempt += 1) {
    await setTimeout(50);
    const { body } = (await curl(search)) as { body: Bundle<ClaimResponse> };
    found = (body.entry ?? []).flatMap(({ resource }) => resource ?? []);
  }

  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ request: { reference: 'Claim/c1' }, outcome: 'complete', use: 'claim' });
  expect(found[0]?.disposition).toContain('6 of 9 units');
  expect(found[0]?.item).toHaveLength(3);
});

test('without the key nothing is read or written', async () => {
  const { url, close } = await serve({ port: 0, env: {}, fhir: true, write: () => {} });
  onTestFinished(close);

  const statuses = await Promise.all(
    [
      fetch(`${url}/fhir/Claim/c1`),
      fetch(`${url}/fhir`, { method: 'POST', body: '{}' }),
      fetch(`${url}/fhir/Claim/c1`, { headers: { authorization: 'Bearer guessed' } }),
      fetch(`${url}/fhir/metadata`),
    ].map(async (response) => (await response).status),
  );

  expect(statuses).toEqual([401, 401, 401, 200]);
});
