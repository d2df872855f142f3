/** Where the token endpoint is, by the server's own words, and which words are not believed. */
import { expect, it } from 'vitest';
import { discoverTokenEndpoint } from '../../handlers/fhir-server/discovery.ts';
import type { ServerAuth } from '../../handlers/webhook/source.ts';
import { createClient, failureOf, patient } from './support/client.ts';
import type { Reply } from './support/http-server.ts';
import { startTokenServer } from './support/token-server.ts';

const AUTH: ServerAuth = { type: 'client-secret', clientId: 'us', clientSecret: 'hush' };
const SMART = '/fhir/.well-known/smart-configuration';
const METADATA = '/fhir/metadata';

const statement = (token: unknown, url = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris') => ({
  resourceType: 'CapabilityStatement',
  rest: [
    {
      mode: 'server',
      security: {
        extension: [
          { url: 'x' },
          {
            url,
            extension: [
              { url: 'authorize', valueUri: 'https://a.example' },
              { url: 'token', valueUri: token },
            ],
          },
        ],
      },
    },
  ],
});

/** Replies by path; `ORIGIN` in a body is the server's own. */
const start = (replies: Readonly<Record<string, Reply>>) =>
  startTokenServer({
    other: ({ url }, origin) => {
      const reply = replies[url];
      return reply && { ...reply, body: JSON.parse(JSON.stringify(reply.body ?? '').replaceAll('ORIGIN', origin)) };
    },
  });

it('finds it in the well-known configuration, without showing anything', async () => {
  const server = await start({ [SMART]: { body: { token_endpoint: 'ORIGIN/token' } } });
  expect(await createClient(server.origin, AUTH).fhir.read('Patient', 'p1')).toEqual(patient('p1'));
  expect(server.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([`GET ${SMART}`, 'POST /token', 'GET /fhir/Patient/p1']);
  expect(server.asked[0]?.headers).toMatchObject({ accept: 'application/json' });
  expect(server.asked[0]?.headers.authorization).toBeUndefined();
});

it.each([
  ['names no methods', undefined, true],
  ['takes the header alone', ['client_secret_basic'], true],
  ['takes both', ['client_secret_post', 'client_secret_basic'], true],
  ['takes the form alone', ['client_secret_post', 'private_key_jwt'], false],
  ['takes neither', ['private_key_jwt'], true],
  ['says nonsense of methods', 'client_secret_post', true],
])('sends the secret in the header or the form where the server %s', async (_name, methods, isInHeader) => {
  const server = await start({ [SMART]: { body: { token_endpoint: 'ORIGIN/token', token_endpoint_auth_methods_supported: methods } } });
  await createClient(server.origin, AUTH).fhir.read('Patient', 'p1');
  const form = Object.fromEntries(server.grants()[0] ?? []);
  const asked = server.asked.find(({ url }) => url === '/token');
  expect([asked?.headers.authorization !== undefined, form]).toEqual([
    isInHeader,
    { grant_type: 'client_credentials', ...(isInHeader ? {} : { client_id: 'us', client_secret: 'hush' }) },
  ]);
});

it.each([
  ['is not there', { status: 404 }],
  ['is refused', { status: 401 }],
  ['is a page', { body: '<html>' }],
  ['names no token endpoint', { body: { issuer: 'https://a.example' } }],
  ['is a list', { body: [] }],
  ['is a redirect', { status: 302, headers: { location: 'https://a.example/' } }],
])('finds it in the CapabilityStatement where the configuration %s', async (_name, reply) => {
  const server = await start({ [SMART]: reply, [METADATA]: { body: statement('ORIGIN/token') } });
  expect(await createClient(server.origin, AUTH).fhir.read('Patient', 'p1')).toEqual(patient('p1'));
  expect(server.asked.slice(0, 2).map(({ url, headers }) => [url, headers.authorization])).toEqual([
    [SMART, undefined],
    [METADATA, undefined],
  ]);
});

it.each([
  ['has no such extension', { body: statement('ORIGIN/token', 'http://example.org/other') }],
  ['has no security', { body: { resourceType: 'CapabilityStatement', rest: [{ mode: 'server' }] } }],
  ['is not there', { status: 404 }],
  ['is null', { body: 'null' }],
])('fails for good where the CapabilityStatement %s either', async (_name, reply) => {
  const server = await start({ [METADATA]: reply });
  expect(await failureOf(createClient(server.origin, AUTH).fhir.read('Patient', 'p1'))).toEqual({
    message: 'The server does not say where it gives tokens',
    status: undefined,
    isTransient: false,
  });
});

it.each([
  ['the configuration', SMART],
  ['the CapabilityStatement', METADATA],
])('asks again where %s fails for a moment', async (_name, failing) => {
  let failures = 0;
  const server = await startTokenServer({
    other: ({ url }, origin) => {
      if (url === failing) {
        failures += 1;
        if (failures === 1) return { status: 503 };
        return { body: failing === SMART ? { token_endpoint: `${origin}/token` } : statement(`${origin}/token`) };
      }
      return undefined;
    },
  });
  const { fhir, waits } = createClient(server.origin, AUTH);
  expect(await fhir.read('Patient', 'p1')).toEqual(patient('p1'));
  expect(waits).toEqual([125]);
});

const UNSAFE = 'The URL for tokens must be https (http only on loopback)';

it.each([
  'http://auth.example/token',
  'http://127.0.0.1.example/token',
  'https://u:p@auth.example/token',
  'ftp://127.0.0.1/token',
  '/token',
  '',
  7,
  null,
])('sends nothing to %j, whoever states it', async (url) => {
  const bySmart = await start({ [SMART]: { body: { token_endpoint: url } }, [METADATA]: { body: statement('ORIGIN/token') } });
  expect(await failureOf(createClient(bySmart.origin, AUTH).fhir.read('Patient', 'p1'))).toMatchObject({
    message: UNSAFE,
    isTransient: false,
  });
  const byStatement = await start({ [METADATA]: { body: statement(url) } });
  expect(await failureOf(createClient(byStatement.origin, AUTH).fhir.read('Patient', 'p1'))).toMatchObject({ message: UNSAFE });
  expect([...bySmart.grants(), ...byStatement.grants()]).toEqual([]);
});

it.each([
  ['https://fhir.example/r4', 'http://127.0.0.1/token', undefined],
  ['https://fhir.example/r4', 'http://localhost:8080/token', undefined],
  ['https://fhir.example/r4', 'https://auth.example/token', 'https://auth.example/token'],
  ['http://127.0.0.1:8080/r4', 'http://localhost:8081/token', 'http://localhost:8081/token'],
  ['http://[::1]:8080/r4', 'http://[::1]:8081/token', 'http://[::1]:8081/token'],
])('for the server %s: %s', async (base, stated, believed) => {
  const exchange = async () => ({ status: 200, headers: new Headers(), body: Buffer.from(JSON.stringify({ token_endpoint: stated })) });
  const found = discoverTokenEndpoint(new URL(base), exchange, () => 0, 1);
  if (believed === undefined) expect(await failureOf(found)).toMatchObject({ message: UNSAFE });
  else expect((await found).url.href).toBe(believed);
});
