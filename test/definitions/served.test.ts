import { request as httpRequest } from 'node:http';
import { MedplumClient } from '@medplum/core';
import type { CapabilityStatement, OperationOutcome } from '@medplum/fhirtypes';
import { Client } from 'fhir-kit-client';
import { expect, test } from 'vitest';
import { CANONICAL_BASE } from '../../src/fhir/canonical.ts';
import { startServer } from '../handlers/support/server.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { definitionsAt } from './all.ts';
import { startOwnBase } from './own-base.ts';

/** Every URL below the base that stands in the text, but for the type of an element. */
const urlsIn = (text: string, base: string): string[] =>
  [...text.matchAll(/https?:\/\/[A-Za-z0-9.:/[\]_-]*[A-Za-z0-9_-]/g)].map(([url]) => url).filter((url) => url.startsWith(`${base}/`));

test('everything that the capability statement points to, and what that points to in turn, is there under its own URL and is valid', async () => {
  const base = await startOwnBase();
  const found = new Map<string, string>();
  const open = [`${base}/metadata`];
  for (let url = open.pop(); url !== undefined; url = open.pop()) {
    if (found.has(url)) continue;
    const response = await fetch(url);
    const text = await response.text();
    found.set(url, text);
    expect([url, response.status, response.headers.get('content-type')]).toEqual([url, 200, 'application/fhir+json']);
    const resource = JSON.parse(text);
    expect([url, problemsOf(resource)]).toEqual([url, []]);
    expect(resource.url).toBe(url);
    open.push(...urlsIn(text, base));
  }

  expect([...found.keys()].sort()).toEqual([`${base}/metadata`, ...definitionsAt(base).map(({ url = '' }) => url)].sort());
});

test('the statement names the address that was asked, and the proof that is asked of a claim', async () => {
  const { url } = await startServer();

  const statement = (await (await fetch(`${url}/fhir/metadata`)).json()) as CapabilityStatement;

  expect(statement.implementation?.url).toBe(`${url}/fhir`);
  expect(statement.url).toBe(`${CANONICAL_BASE}/metadata`);
  expect(statement.rest?.[0]?.security?.service?.map(({ text }) => text)).toEqual(['an API key, as X-Api-Key']);
});

/** fetch sets Host itself. */
function implementationFor(url: string, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${url}/fhir/metadata`, { headers: { host } }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve(response.statusCode === 200 ? JSON.parse(text).implementation.url : `${response.statusCode} ${text}`);
    });
    sent.on('error', reject).end();
  });
}

test.for([
  ['payer.example', 'http://payer.example/fhir'],
  ['payer.example:8443', 'http://payer.example:8443/fhir'],
  ['[::1]:9326', 'http://[::1]:9326/fhir'],
  ['under_score.example', CANONICAL_BASE],
  ["it's.example", CANONICAL_BASE],
  ['trailing-.example', CANONICAL_BASE],
] as const)('a caller that says Host: %s is told %s', async ([host, told]) => {
  const { url } = await startServer();

  expect(await implementationFor(url, host)).toBe(told);
});

test.for(['a"b.example', '<b>.example', 'user:word@payer.example', 'payer.example/x', 'a b.example'])(
  'a Host that is none (%s) is not repeated',
  async (host) => {
    const { url } = await startServer();

    expect(await implementationFor(url, host)).not.toContain(host);
  },
);

test('what has not changed since is not sent again', async () => {
  const { url } = await startServer();
  for (const path of ['/fhir/metadata', '/fhir/CodeSystem/rules']) {
    const first = await fetch(`${url}${path}`);
    const tag = first.headers.get('etag') ?? '';
    const ask = async (match: string) => {
      const response = await fetch(`${url}${path}`, { headers: { 'if-none-match': match } });
      return [response.status, response.headers.get('etag'), (await response.text()).length > 0];
    };

    expect(tag).toMatch(/^W\/"[0-9a-f]{40}"$/);
    expect(await ask(tag)).toEqual([304, tag, false]);
    expect(await ask(`"another", ${tag.slice(2)}`)).toEqual([304, tag, false]);
    expect(await ask('*')).toEqual([304, tag, false]);
    expect(await ask('W/"another"')).toEqual([200, tag, true]);
  }
});

test.for([
  ['GET', '/fhir/CodeSystem/none', 404],
  ['GET', '/fhir/StructureDefinition/rules', 404],
  ['GET', '/fhir/StructureDefinition?url=https://s9326.org/fhir/StructureDefinition/decision', 404],
  ['GET', '/fhir/SearchParameter/any', 404],
  ['GET', '/fhir/CodeSystem/rules?_format=xml', 406],
  ['GET', '/fhir/metadata?_format=application/fhir%2Bxml', 406],
  ['POST', '/fhir/metadata', 405],
  ['PUT', '/fhir/CodeSystem/rules', 405],
  ['DELETE', '/fhir/ValueSet/rules', 405],
] as const)('%s %s is %i with an OperationOutcome', async ([method, path, status]) => {
  const { url, lines } = await startServer();

  const response = await fetch(`${url}${path}`, { method });

  expect([response.status, response.headers.get('allow'), response.headers.get('etag')]).toEqual([
    status,
    status === 405 ? 'GET, HEAD' : null,
    null,
  ]);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const outcome = (await response.json()) as OperationOutcome;
  expect(outcome).toMatchObject({ resourceType: 'OperationOutcome' });
  expect(problemsOf(outcome)).toEqual([]);
  expect(lines.join()).not.toContain('none');
});

test('is read without proof, in the form that is asked for, by HEAD too, and whatever mode is named', async () => {
  const { url } = await startServer();
  const typeOf = async (path: string, accept?: string, method = 'GET') => {
    const { status, headers } = await fetch(`${url}${path}`, { method, ...(accept ? { headers: { accept } } : {}) });
    return [status, headers.get('content-type')];
  };

  expect(await typeOf('/fhir/metadata', 'application/json')).toEqual([200, 'application/json']);
  expect(await typeOf('/fhir/metadata', 'text/html,application/xml;q=0.9,*/*;q=0.8')).toEqual([200, 'application/fhir+json']);
  expect(await typeOf('/fhir/metadata', 'application/fhir+xml')).toEqual([406, 'application/fhir+json']);
  expect(await typeOf('/fhir/OperationDefinition/Claim-submit?_format=json')).toEqual([200, 'application/fhir+json']);
  expect(await typeOf('/fhir/OperationDefinition/Claim-submit', undefined, 'HEAD')).toEqual([200, 'application/fhir+json']);
  const [full, terminology] = await Promise.all(
    ['', '?mode=terminology'].map(async (query) => (await fetch(`${url}/fhir/metadata${query}`)).text()),
  );
  expect(terminology).toBe(full);
});

test('the log names the route and not what was asked for', async () => {
  const { url, lines } = await startServer();

  await fetch(`${url}/fhir/CodeSystem/Marker`);
  await fetch(`${url}/fhir/metadata`);

  expect(lines.map((line) => JSON.parse(line).route)).toEqual(['GET /fhir/CodeSystem/{id}', 'GET /fhir/metadata']);
  expect(lines.join()).not.toContain('Marker');
});

test('medplum’s client reads the statement and every definition', async () => {
  const base = await startOwnBase();
  const client = new MedplumClient({ baseUrl: new URL('/', base).href, fhirUrlPath: 'fhir', fetch });

  const statement = await client.get<CapabilityStatement>(client.fhirUrl('metadata'));
  const read = await Promise.all(definitionsAt(base).map(({ resourceType, id = '' }) => client.readResource(resourceType, id)));

  expect(statement.resourceType).toBe('CapabilityStatement');
  expect(read).toEqual(definitionsAt(base));
});

test('fhir-kit-client reads the statement, and finds in it what it may do', async () => {
  const base = await startOwnBase();
  const client = new Client({ baseUrl: base });

  const statement = (await client.capabilityStatement()) as unknown as CapabilityStatement;
  const claim = statement.rest?.[0]?.resource?.find(({ type }) => type === 'Claim');
  const operation = await client.resolve({ reference: claim?.operation?.[0]?.definition ?? '' });
  const rules = await client.read({ resourceType: 'CodeSystem', id: 'rules' });

  expect(operation).toMatchObject({ resourceType: 'OperationDefinition', code: 'submit' });
  expect(rules).toEqual(definitionsAt(base).find(({ url }) => url === `${base}/CodeSystem/rules`));
});
