/** SMART Backend Services: what is signed, verified by the server as the standard says. */
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK, jwtVerify } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import { createHttpFhirServer } from '../../handlers/fhir-server/http-fhir-server.ts';
import type { ServerAuth } from '../../handlers/webhook/source.ts';
import { createClient, failureOf, NOON, patient } from './support/client.ts';
import { startTokenServer } from './support/token-server.ts';

const keys = new Map<string, { secret: JWK; open: JWK }>();

beforeAll(async () => {
  for (const alg of ['RS384', 'ES384', 'ES256', 'EdDSA']) {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    keys.set(alg, {
      secret: { ...(await exportJWK(privateKey)), kid: `k-${alg}` },
      open: { ...(await exportJWK(publicKey)), kid: `k-${alg}` },
    });
  }
});

const key = (alg: string) => keys.get(alg) ?? { secret: {}, open: {} };
const withKey = (privateKey: JWK, tokenUrl?: string): ServerAuth => ({
  type: 'private-key',
  clientId: 'us',
  privateKey: { ...privateKey },
  scope: 'system/*.rs',
  ...(tokenUrl === undefined ? {} : { tokenUrl }),
});

/** Gives a token only for an assertion that holds, and one time each. */
async function startSmartServer(alg: string, expiresIn = 300) {
  const used = new Set<string>();
  const verified: { header: object; payload: object }[] = [];
  const server = await startTokenServer({
    expiresIn,
    token: async (count, { body }) => {
      const form = new URLSearchParams(body);
      const { payload, protectedHeader } = await jwtVerify(
        form.get('client_assertion') ?? '',
        createLocalJWKSet({ keys: [key(alg).open] }),
        {
          algorithms: [alg],
          audience: server.tokenUrl,
          issuer: 'us',
          subject: 'us',
          requiredClaims: ['exp', 'jti'],
          currentDate: new Date(NOON),
        },
      );
      if (used.has(String(payload.jti))) return { status: 400, body: { error: 'invalid_client' } };
      used.add(String(payload.jti));
      verified.push({ header: protectedHeader, payload });
      return { body: { access_token: `t${count}`, token_type: 'bearer', expires_in: expiresIn } };
    },
  });
  return { server, verified };
}

it.each(['RS384', 'ES384'])('gets a token for an assertion signed with %s', async (alg) => {
  const { server, verified } = await startSmartServer(alg);
  const { fhir } = createClient(server.origin, withKey(key(alg).secret, server.tokenUrl));
  expect(await fhir.read('Patient', 'p1')).toEqual(patient('p1'));
  expect(verified).toEqual([
    {
      header: { alg, kid: `k-${alg}`, typ: 'JWT' },
      payload: { iss: 'us', sub: 'us', aud: server.tokenUrl, jti: expect.stringMatching(/^[0-9a-f-]{36}$/), exp: NOON / 1000 + 240 },
    },
  ]);
  const [form] = server.grants();
  expect([...(form?.keys() ?? [])]).toEqual(['grant_type', 'client_assertion_type', 'client_assertion', 'scope']);
  expect(form?.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
  expect(form?.get('scope')).toBe('system/*.rs');
  expect(server.asked[0]?.headers.authorization).toBeUndefined();
});

it('signs anew for each request, so that none is taken for a replay', async () => {
  const { server, verified } = await startSmartServer('ES384', 0);
  const { fhir } = createClient(server.origin, withKey(key('ES384').secret, server.tokenUrl));
  await fhir.read('Patient', 'p1');
  await fhir.read('Patient', 'p1');
  expect(server.shown()).toEqual(['Bearer t1', 'Bearer t2']);
  expect(verified).toHaveLength(2);
});

it('names the audience as the server wrote it', async () => {
  let stated = '';
  const server = await startTokenServer({
    other: ({ url, body }, origin) => {
      if (url === '/fhir/.well-known/smart-configuration')
        return { body: { token_endpoint: `${origin.replace('http', 'HTTP')}/a/../token` } };
      if (body !== '') stated = new URLSearchParams(body).get('client_assertion') ?? '';
      return undefined;
    },
    token: (_count, { body }) => {
      stated = new URLSearchParams(body).get('client_assertion') ?? '';
      return { body: { access_token: 't1', token_type: 'bearer' } };
    },
  });
  await createClient(server.origin, withKey(key('ES384').secret)).fhir.read('Patient', 'p1');
  expect(JSON.parse(Buffer.from(stated.split('.')[1] ?? '', 'base64url').toString()).aud).toBe(
    `${server.origin.replace('http', 'HTTP')}/a/../token`,
  );
});

it('says so where the server knows another key', async () => {
  const server = await startTokenServer({ token: () => ({ status: 400, body: { error: 'invalid_client' } }) });
  expect(await failureOf(createClient(server.origin, withKey(key('RS384').secret, server.tokenUrl)).fhir.read('Patient', 'p1'))).toEqual({
    message: 'POST token: 400 invalid_client',
    status: 400,
    isTransient: false,
  });
});

it.each([
  ['of another curve', () => key('ES256').secret],
  ['of another kind', () => key('EdDSA').secret],
  ['of an algorithm that does not fit it', () => ({ ...key('RS384').secret, alg: 'ES384' })],
  ['of an algorithm that the standard does not name', () => ({ ...key('RS384').secret, alg: 'RS256' })],
  ['without a kid', () => ({ ...key('ES384').secret, kid: '' })],
  ['that is the public half', () => key('ES384').open],
  ['that is empty', () => ({})],
])('refuses a key %s before anything is asked', (_name, privateKey) => {
  const access = { baseUrl: 'https://fhir.example', auth: withKey(privateKey() as JWK) };
  expect(() => createHttpFhirServer(access, { now: () => NOON })).toThrow('The private key must be a JWK with a kid');
});

it.each(['RS384', 'ES384'])('takes a key that names %s itself', (alg) => {
  const access = { baseUrl: 'https://fhir.example', auth: withKey({ ...key(alg).secret, alg }) };
  expect(createHttpFhirServer(access, { now: () => NOON }).baseUrl).toBe('https://fhir.example');
});
