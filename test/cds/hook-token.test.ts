import { SignJWT, UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';
import { createUsedTokens } from '../../handlers/cds/replay.ts';
import { type Ehr, type Hooks, ISS, NOW, SECONDS, startEhr, startHooks, type TokenOptions } from './support/client.ts';
import { signCall } from './support/requests.ts';

const PATH = '/cds-services/s9326-order-sign';

async function startBoth(client: Readonly<Record<string, unknown>> = {}): Promise<{ ehr: Ehr; hooks: Hooks }> {
  const ehr = await startEhr();
  return { ehr, hooks: await startHooks({ ehr, client }) };
}

const statusWith = async (hooks: Hooks, token: string, path = PATH): Promise<number> =>
  (await hooks.post(path, signCall(), { authorization: `Bearer ${token}` })).status;

test.each(['ES384', 'RS384', 'ES256', 'RS256'])('a good token signed by %s is accepted', async (algorithm) => {
  const { ehr, hooks } = await startBoth();
  await ehr.addKey('other', algorithm);

  expect(await statusWith(hooks, await ehr.token(hooks.url + PATH, { kid: 'other' }))).toBe(200);
});

test.each<[string, TokenOptions, number]>([
  ['of an unknown issuer', { claims: { iss: 'https://elsewhere.example' } }, 401],
  ['without an issuer', { claims: { iss: undefined } }, 401],
  ['for another address', { claims: { aud: 'https://elsewhere.example/cds-services/s9326-order-sign' } }, 401],
  ['without an audience', { claims: { aud: undefined } }, 401],
  ['expired', { claims: { exp: SECONDS - 61 } }, 401],
  ['expired within the tolerance', { claims: { exp: SECONDS - 59 } }, 200],
  ['without an end', { claims: { exp: undefined } }, 401],
  ['without the time of its issue', { claims: { iat: undefined } }, 401],
  ['issued in the future', { claims: { iat: SECONDS + 61, exp: SECONDS + 300 } }, 401],
  ['more than an hour old, whatever its end', { claims: { iat: SECONDS - 3661, exp: SECONDS + 99_999 } }, 401],
  ['an hour old', { claims: { iat: SECONDS - 3600 } }, 200],
  ['without an id', { claims: { jti: undefined } }, 401],
  ['with an empty id', { claims: { jti: '' } }, 401],
  ['with an endless id', { claims: { jti: 'x'.repeat(257) } }, 401],
  ['with the longest id', { claims: { jti: 'x'.repeat(256) } }, 200],
  ['whose keys are elsewhere', { header: { jku: 'http://127.0.0.1:1/jwks' } }, 401],
  ['of another type', { header: { typ: 'at+jwt' } }, 401],
  ['of no type', { header: { typ: undefined } }, 401],
  ['that names no key', { header: { kid: undefined } }, 401],
  ['that names an unknown key', { header: { kid: 'k2' } }, 401],
])('a token %s is answered', async (_case, options, status) => {
  const { ehr, hooks } = await startBoth();

  expect(await statusWith(hooks, await ehr.token(hooks.url + PATH, options))).toBe(status);
});

test('a token may name the place of the keys that is configured', async () => {
  const { ehr, hooks } = await startBoth();

  expect(await statusWith(hooks, await ehr.token(hooks.url + PATH, { header: { jku: ehr.jku } }))).toBe(200);
});

test('keys are never fetched from the place that a token names', async () => {
  const { ehr, hooks } = await startBoth();
  const elsewhere = await startEhr();

  expect(await statusWith(hooks, await elsewhere.token(hooks.url + PATH, { header: { jku: elsewhere.jku } }))).toBe(401);
  expect([ehr.fetches(), elsewhere.fetches()]).toEqual([0, 0]);
});

test('a token signed by nobody is refused', async () => {
  const { hooks } = await startBoth();
  const claims = { iss: ISS, aud: hooks.url + PATH, iat: SECONDS, exp: SECONDS + 300, jti: '1' };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  expect(await statusWith(hooks, new UnsecuredJWT(claims).encode())).toBe(401);
  expect(await statusWith(hooks, `${part({ alg: 'none', kid: 'k1', typ: 'JWT' })}.${part(claims)}.`)).toBe(401);
});

test('a token signed with a shared secret is refused, be it the public key', async () => {
  const { ehr, hooks } = await startBoth();
  const keys = await (await fetch(ehr.jku)).text();
  const token = await new SignJWT({ iss: ISS, aud: hooks.url + PATH, iat: SECONDS, exp: SECONDS + 300, jti: '1' })
    .setProtectedHeader({ alg: 'HS256', kid: 'k1', typ: 'JWT' })
    .sign(new TextEncoder().encode(keys));

  expect(await statusWith(hooks, token)).toBe(401);
});

test('a token signed with another key of the same name is refused', async () => {
  const { hooks } = await startBoth();
  const impostor = await startEhr();

  expect(await statusWith(hooks, await impostor.token(hooks.url + PATH))).toBe(401);
});

test('a token is for one call', async () => {
  const { ehr, hooks } = await startBoth();
  const token = await ehr.token(hooks.url + PATH);

  expect([await statusWith(hooks, token), await statusWith(hooks, token)]).toEqual([200, 401]);
  const again = (jti: string) => ehr.token(hooks.url + PATH, { claims: { jti } });
  expect([await statusWith(hooks, await again('a')), await statusWith(hooks, await again('a'))]).toEqual([200, 401]);
  expect(await statusWith(hooks, await again('b'))).toBe(200);
});

test('of two calls at once with the same token, one is answered', async () => {
  const { ehr, hooks } = await startBoth();
  const token = await ehr.token(hooks.url + PATH);

  expect((await Promise.all([statusWith(hooks, token), statusWith(hooks, token)])).sort()).toEqual([200, 401]);
});

test('a token for one service is not one for another, nor for its feedback', async () => {
  const { ehr, hooks } = await startBoth();
  const token = await ehr.token(hooks.url + PATH);

  expect(await statusWith(hooks, token, '/cds-services/s9326-order-dispatch')).toBe(401);
  expect(await statusWith(hooks, token, `${PATH}/feedback`)).toBe(401);
});

test('a token for the public address is accepted, and for that alone', async () => {
  const ehr = await startEhr();
  const hooks = await startHooks({ ehr, env: { S9326_PUBLIC_URL: 'https://hooks.example/base/' } });

  expect(await statusWith(hooks, await ehr.token(`https://hooks.example/base${PATH}`))).toBe(200);
  expect(await statusWith(hooks, await ehr.token(hooks.url + PATH))).toBe(401);
});

test('an address that the sender chose as Host is not ours', async () => {
  const { ehr, hooks } = await startBoth();
  const token = await ehr.token(`http://elsewhere.example${PATH}`);

  expect((await hooks.post(PATH, signCall(), { authorization: `Bearer ${token}`, host: 'elsewhere.example' })).status).toBe(401);
});

test('a client of a tenant is that tenant alone', async () => {
  const { ehr, hooks } = await startBoth({ tenant: 'north' });
  const as = (tenant: string | undefined) => ehr.token(hooks.url + PATH, { claims: { tenant } });

  expect(await statusWith(hooks, await as('north'))).toBe(200);
  expect(await statusWith(hooks, await as('south'))).toBe(401);
  expect(await statusWith(hooks, await as(undefined))).toBe(401);
});

test('keys that cannot be fetched are no fault of the caller', async () => {
  const { ehr, hooks } = await startBoth();
  ehr.fail();
  const response = await hooks.post(PATH, signCall());

  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
});

test('the challenge says what is asked', async () => {
  const { hooks } = await startBoth();
  const challenge = async (headers: Record<string, string>) =>
    (await hooks.post(PATH, signCall(), headers)).headers.get('www-authenticate');

  expect(await challenge({})).toBe('Bearer realm="s9326"');
  expect(await challenge({ authorization: 'Bearer nonsense' })).toBe('Bearer realm="s9326", error="invalid_token"');
});

test('where nobody is configured, the key of the run is accepted, and no token', async () => {
  const ehr = await startEhr();
  const hooks = await startHooks();

  expect((await hooks.post(PATH, signCall())).status).toBe(200);
  expect((await hooks.post(PATH, signCall(), { 'x-api-key': 'another' })).status).toBe(401);
  expect(await statusWith(hooks, await ehr.token(hooks.url + PATH))).toBe(401);
});

test('where clients are configured, the key of the run opens no hook', async () => {
  const { hooks } = await startBoth();

  expect((await hooks.post(PATH, signCall(), { 'x-api-key': hooks.apiKey })).status).toBe(401);
});

test('a key that was configured for claims opens no hook', async () => {
  const { createHash } = await import('node:crypto');
  const hooks = await startHooks({ env: { S9326_API_KEY_SHA256: createHash('sha256').update('a key').digest('hex') } });

  expect((await hooks.post(PATH, signCall(), { 'x-api-key': 'a key' })).status).toBe(401);
});

test('what was used is forgotten after its end, and nothing is accepted that there is no room to remember', () => {
  let time = NOW;
  const used = createUsedTokens(() => time, 2);

  expect([used.use('a', NOW + 10), used.use('b', NOW + 20), used.use('c', NOW + 30)]).toEqual([true, true, undefined]);
  time = NOW + 10;
  expect([used.use('a', NOW + 50), used.use('c', NOW + 50)]).toEqual([false, undefined]);
  time = NOW + 11;
  expect([used.use('c', NOW + 50), used.use('b', NOW + 50)]).toEqual([true, false]);
});
