import { createHash } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { AUDIENCE, ISSUER, type Issuer, SCOPE, startIssuer } from './support/issuer.ts';
import { claim } from './support/requests.ts';
import { NOON, startServer, type TestServer } from './support/server.ts';

const NOON_SECONDS = NOON / 1000;

afterEach(() => void vi.useRealTimers());

async function startBoth(env: Record<string, string> = {}): Promise<{ issuer: Issuer; server: TestServer }> {
  const issuer = await startIssuer();
  await issuer.addKey('k1');
  return { issuer, server: await startServer({ env: { ...issuer.env, ...env } }) };
}

const statusWith = async (server: TestServer, token: string): Promise<number> =>
  (await server.submit(claim('c1'), { authorization: `Bearer ${token}` })).status;

test.each(['RS256', 'RS384', 'ES256', 'ES384'])('a good token signed by %s is accepted', async (algorithm) => {
  const { issuer, server } = await startBoth();
  await issuer.addKey('other', { algorithm });

  expect(await statusWith(server, await issuer.token('other'))).toBe(200);
});

test.each([
  ['expired', { exp: NOON_SECONDS - 61 }, 401],
  ['expired within the tolerance', { exp: NOON_SECONDS - 59 }, 200],
  ['without an end', { exp: undefined }, 401],
  ['not yet valid', { nbf: NOON_SECONDS + 61 }, 401],
  ['valid within the tolerance', { nbf: NOON_SECONDS + 59 }, 200],
  ['for another audience', { aud: 'https://elsewhere.example' }, 401],
  ['for us among others', { aud: ['https://elsewhere.example', AUDIENCE] }, 200],
  ['without an audience', { aud: undefined }, 401],
  ['of another issuer', { iss: 'https://elsewhere.example' }, 401],
  ['without an issuer', { iss: undefined }, 401],
  ['without a scope', { scope: undefined }, 403],
  ['with another scope', { scope: 'system/Claim.read' }, 403],
  ['with a longer scope', { scope: `${SCOPE}s` }, 403],
  ['with our scope among others', { scope: `openid ${SCOPE}` }, 200],
  ['with scp as a list', { scope: undefined, scp: ['openid', SCOPE] }, 200],
])('a token %s is answered', async (_case, claims, status) => {
  const { issuer, server } = await startBoth();

  expect(await statusWith(server, await issuer.token('k1', claims))).toBe(status);
});

test('the challenge says what is asked (RFC 6750)', async () => {
  const { issuer, server } = await startBoth();
  const challenge = async (headers: Record<string, string>) => (await server.submit(claim('c1'), headers)).headers.get('www-authenticate');

  expect(await challenge({})).toBe('Bearer realm="s9326"');
  expect(await challenge({ authorization: 'Basic dXNlcjpwYXNz' })).toBe('Bearer realm="s9326"');
  expect(await challenge({ authorization: 'Bearer nonsense' })).toBe('Bearer realm="s9326", error="invalid_token"');
  expect(await challenge({ authorization: `Bearer ${await issuer.token('k1', { scope: 'x' })}` })).toBe(
    `Bearer realm="s9326", error="insufficient_scope", scope="${SCOPE}"`,
  );
});

test.each([
  [
    'unsigned',
    () =>
      new UnsecuredJWT({ scope: SCOPE })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setExpirationTime(NOON_SECONDS + 300)
        .encode(),
  ],
  [
    'signed with a shared secret',
    () =>
      new SignJWT({ scope: SCOPE })
        .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setExpirationTime(NOON_SECONDS + 300)
        .sign(new TextEncoder().encode('a secret that is as long as it must be')),
  ],
  ['that is nonsense', () => 'a.b.c'],
])('a token %s is refused', async (_case, make) => {
  const { server } = await startBoth();

  expect(await statusWith(server, await make())).toBe(401);
});

test('a token that was changed, or signed by another under the same key id, is refused', async () => {
  const { issuer, server } = await startBoth();
  const [header, , signature] = (await issuer.token('k1')).split('.');
  const [, longer] = (await issuer.token('k1', { exp: NOON_SECONDS + 9999 })).split('.');
  await issuer.addKey('k1', { publish: false });

  expect(await statusWith(server, `${header}.${longer}.${signature}`)).toBe(401);
  expect(await statusWith(server, await issuer.token('k1'))).toBe(401);
});

test('a rotated key is accepted, an unknown one is refused, and floods of them fetch no more than twice a minute', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON });
  const { issuer, server } = await startBoth();
  expect(await statusWith(server, await issuer.token('k1'))).toBe(200);
  await issuer.addKey('stranger', { publish: false });
  await issuer.addKey('k2');
  issuer.removeKey('k1');

  for (let i = 0; i < 5; i += 1) expect(await statusWith(server, await issuer.token('stranger'))).toBe(401);
  expect(issuer.fetches()).toBe(1);
  vi.setSystemTime(NOON + 31_000);
  expect(await statusWith(server, await issuer.token('k2'))).toBe(200);
  expect(await statusWith(server, await issuer.token('k1'))).toBe(401);
  expect(issuer.fetches()).toBe(2);
});

test('keys that cannot be fetched are no fault of the caller: 503, and nothing is judged', async () => {
  const { issuer, server } = await startBoth();
  issuer.fail();

  const response = await server.submit(claim('c1'), { authorization: `Bearer ${await issuer.token('k1')}` });

  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
});

test('an API key is accepted by its hash, and only where one is configured', async () => {
  const hash = (key: string) => createHash('sha256').update(key).digest('hex');
  const env = { S9326_API_KEY_SHA256: `${hash('key one')}, ${hash('key two').toUpperCase()}` };
  const withKeys = await startServer({ env });
  const { issuer, server: withBoth } = await startBoth(env);
  const { server: withTokens } = await startBoth();
  const status = async (server: TestServer, key: string) => (await server.submit(claim('c1'), { 'x-api-key': key })).status;

  expect(withKeys.apiKey).toBe('');
  expect([await status(withKeys, 'key one'), await status(withKeys, 'key two'), await status(withKeys, 'key three')]).toEqual([
    200, 200, 401,
  ]);
  expect([await status(withKeys, hash('key one')), await status(withKeys, '')]).toEqual([401, 401]);
  expect([await status(withBoth, 'key one'), await statusWith(withBoth, await issuer.token('k1'))]).toEqual([200, 200]);
  expect(await status(withTokens, 'key one')).toBe(401);
  expect(await statusWith(withKeys, await issuer.token('k1'))).toBe(401);
});

test('without a proof nothing else is looked at', async () => {
  const { server } = await startBoth();

  const response = await server.submit('nonsense', { 'content-type': 'text/plain', accept: 'text/html' });

  expect(response.status).toBe(401);
});

test('a key is made for a run that configures no proof', async () => {
  const [first, second] = [await startServer(), await startServer()];

  expect(first.apiKey).toMatch(/^[\w-]{32}$/);
  expect(first.apiKey).not.toBe(second.apiKey);
  expect((await first.submit(claim('c1'), { 'x-api-key': second.apiKey })).status).toBe(401);
  expect(first.lines.join()).not.toContain(first.apiKey);
});
