/** Tokens: asked for once, kept, renewed in time, renewed once after a 401, and what a token endpoint may answer. */
import { expect, it } from 'vitest';
import type { ServerAuth } from '../../handlers/webhook/source.ts';
import { createClient, failureOf, patient } from './support/client.ts';
import { cut, startHttpServer } from './support/http-server.ts';
import { startTokenServer, type TokenServer } from './support/token-server.ts';

const SECONDS = 1000;

const withSecret = ({ tokenUrl }: TokenServer, more: object = {}): ServerAuth => ({
  type: 'client-secret',
  clientId: 'us',
  clientSecret: 'hush',
  tokenUrl,
  ...more,
});

it('shows a fixed token as it is, and has no other when it is refused', async () => {
  const server = await startHttpServer(({ headers }) =>
    headers.authorization === 'Bearer fixed' ? { body: patient('p1') } : { status: 401 },
  );
  expect(await createClient(server.origin, { type: 'bearer', token: 'fixed' }).fhir.read('Patient', 'p1')).toEqual(patient('p1'));
  expect(await failureOf(createClient(server.origin, { type: 'bearer', token: 'old' }).fhir.read('Patient', 'p1'))).toEqual({
    message: 'GET Patient: 401',
    status: 401,
    isTransient: false,
  });
  expect(server.asked).toHaveLength(2);
});

it('asks for a token with the secret in the header, and shows what it got', async () => {
  const server = await startTokenServer();
  const { fhir } = createClient(server.origin, withSecret(server, { scope: 'system/*.read system/ClaimResponse.write' }));
  await fhir.read('Patient', 'p1');
  expect(server.shown()).toEqual(['Bearer t1']);
  const [asked] = server.asked;
  expect(asked).toMatchObject({
    method: 'POST',
    url: '/token',
    headers: {
      authorization: `Basic ${Buffer.from('us:hush').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
  });
  expect(Object.fromEntries(server.grants()[0] ?? [])).toEqual({
    grant_type: 'client_credentials',
    scope: 'system/*.read system/ClaimResponse.write',
  });
});

it('encodes id and secret before they are joined, as OAuth wants it', async () => {
  const server = await startTokenServer();
  await createClient(server.origin, withSecret(server, { clientId: 'a:b', clientSecret: 'c d+é%' })).fhir.read('Patient', 'p1');
  expect(atob(server.asked[0]?.headers.authorization?.slice(6) ?? '')).toBe('a%3Ab:c+d%2B%C3%A9%25');
  expect(Object.fromEntries(server.grants()[0] ?? [])).toEqual({ grant_type: 'client_credentials' });
});

it('keeps a token for as long as it is good', async () => {
  const server = await startTokenServer();
  const { fhir, pass } = createClient(server.origin, withSecret(server));
  await fhir.read('Patient', 'p1');
  pass(3600 * SECONDS - 60 * SECONDS - 1);
  await fhir.read('Patient', 'p1');
  expect(server.shown()).toEqual(['Bearer t1', 'Bearer t1']);
});

it('renews a token a minute before its end', async () => {
  const server = await startTokenServer();
  const { fhir, pass } = createClient(server.origin, withSecret(server));
  await fhir.read('Patient', 'p1');
  pass(3600 * SECONDS - 60 * SECONDS);
  await fhir.read('Patient', 'p1');
  expect(server.shown()).toEqual(['Bearer t1', 'Bearer t2']);
});

it.each([
  ['as short as a minute, in its last quarter', 60, 45_000],
  ['as a string', '3600', 3_540_000],
  ['not at all: taken for five minutes', undefined, 240_000],
  ['as nonsense: taken for five minutes', 'long', 240_000],
  ['as null: taken for five minutes', null, 240_000],
])('renews in time where the lifetime is stated %s', async (_name, expires_in, renewedAfter) => {
  const server = await startTokenServer({ token: (count) => ({ body: { access_token: `t${count}`, token_type: 'bearer', expires_in } }) });
  const { fhir, pass } = createClient(server.origin, withSecret(server));
  await fhir.read('Patient', 'p1');
  pass(renewedAfter - 1);
  await fhir.read('Patient', 'p1');
  pass(1);
  await fhir.read('Patient', 'p1');
  expect(server.shown()).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
});

it('goes on with a token in its last minute while no other is to be had, and not beyond its end', async () => {
  const server = await startTokenServer({
    token: (count) => (count === 1 ? { body: { access_token: 't1', token_type: 'bearer', expires_in: 3600 } } : { status: 503 }),
  });
  const { fhir, pass } = createClient(server.origin, withSecret(server), { maxAttempts: 1 });
  await fhir.read('Patient', 'p1');
  pass(3600 * SECONDS - 1);
  expect(await fhir.read('Patient', 'p1')).toEqual(patient('p1'));
  pass(1);
  expect(await failureOf(fhir.read('Patient', 'p1'))).toEqual({ message: 'POST token: 503', status: 503, isTransient: true });
});

it('makes one request for a token for all who ask at once', async () => {
  const server = await startTokenServer();
  const { fhir } = createClient(server.origin, withSecret(server));
  await Promise.all(Array.from({ length: 25 }, () => fhir.read('Patient', 'p1')));
  expect([server.grants().length, server.shown().length]).toEqual([1, 25]);
});

it('renews a token that was withdrawn once, for all who were refused', async () => {
  const server = await startTokenServer();
  const { fhir } = createClient(server.origin, withSecret(server));
  await fhir.read('Patient', 'p1');
  server.withdraw();
  const all = await Promise.all(Array.from({ length: 10 }, () => fhir.read('Patient', 'p1')));
  expect(all).toEqual(Array.from({ length: 10 }, () => patient('p1')));
  expect(server.grants()).toHaveLength(2);
  expect(server.shown().toSorted()).toEqual([...Array<string>(11).fill('Bearer t1'), ...Array<string>(10).fill('Bearer t2')]);
});

it('does not renew a second time when the new token is refused too', async () => {
  const server = await startTokenServer({ fhir: () => ({ status: 401 }) });
  const { fhir, waits } = createClient(server.origin, withSecret(server));
  expect(await failureOf(fhir.read('Patient', 'p1'))).toEqual({ message: 'GET Patient: 401', status: 401, isTransient: false });
  expect([server.shown(), server.grants().length, waits]).toEqual([['Bearer t1', 'Bearer t2'], 2, []]);
});

it('does not renew after 403', async () => {
  const server = await startTokenServer({ fhir: () => ({ status: 403 }) });
  expect(await failureOf(createClient(server.origin, withSecret(server)).fhir.read('Patient', 'p1'))).toMatchObject({ status: 403 });
  expect(server.grants()).toHaveLength(1);
});

it('asks again for a token after failures of a moment, within the attempts of the request', async () => {
  const replies = [{ status: 503 }, { status: 429, headers: { 'retry-after': '4' } }];
  const server = await startTokenServer({
    token: (count) => replies[count - 1] ?? { body: { access_token: `t${count}`, token_type: 'bearer', expires_in: 3600 } },
  });
  const { fhir, waits } = createClient(server.origin, withSecret(server));
  expect(await fhir.read('Patient', 'p1')).toEqual(patient('p1'));
  expect([waits, server.shown()]).toEqual([[125, 4250], ['Bearer t3']]);
});

it('fails for a moment where the token endpoint does so to the end', async () => {
  const tokens = await startHttpServer(cut);
  const server = await startTokenServer();
  const { fhir } = createClient(server.origin, withSecret(server, { tokenUrl: `${tokens.origin}/token` }));
  const failure = await failureOf(fhir.read('Patient', 'p1'));
  expect(failure).toMatchObject({ status: undefined, isTransient: true });
  expect(failure.message).toMatch(/^POST token: no answer/);
  expect([tokens.asked.length, server.asked.length]).toEqual([5, 0]);
});

it.each([
  [{ status: 401, body: { error: 'invalid_client', error_description: 'SECRET' } }, 'POST token: 401 invalid_client', 401],
  [{ status: 400, body: { error: 'invalid_scope' } }, 'POST token: 400 invalid_scope', 400],
  [{ status: 400, body: { error: 'No such client: us' } }, 'POST token: 400', 400],
  [{ status: 403, body: '<html>' }, 'POST token: 403', 403],
  [{ status: 200, body: '<html>' }, 'POST token: the answer holds no bearer token', 200],
  [{ status: 200, body: {} }, 'POST token: the answer holds no bearer token', 200],
  [{ status: 200, body: { access_token: '', token_type: 'bearer' } }, 'POST token: the answer holds no bearer token', 200],
  [{ status: 200, body: { access_token: 'a\r\nb: c', token_type: 'bearer' } }, 'POST token: the answer holds no bearer token', 200],
  [{ status: 200, body: { access_token: 't1', token_type: 'mac' } }, 'POST token: the answer holds no bearer token', 200],
])('fails for good with a token endpoint that answers %j', async (reply, message, status) => {
  const server = await startTokenServer({ token: () => reply });
  expect(await failureOf(createClient(server.origin, withSecret(server)).fhir.read('Patient', 'p1'))).toEqual({
    message,
    status,
    isTransient: false,
  });
  expect([server.grants().length, server.shown()]).toEqual([1, []]);
});

it('asks anew after a failure for good: it may have been mended', async () => {
  const server = await startTokenServer({
    token: (count) => (count === 1 ? { status: 401 } : { body: { access_token: `t${count}`, token_type: 'bearer', expires_in: 3600 } }),
  });
  const { fhir } = createClient(server.origin, withSecret(server));
  await failureOf(fhir.read('Patient', 'p1'));
  expect(await fhir.read('Patient', 'p1')).toEqual(patient('p1'));
});

it('fails with the token, and does not take it for a refused batch', async () => {
  const server = await startTokenServer({ token: () => ({ status: 400, body: { error: 'invalid_client' } }) });
  expect(await failureOf(createClient(server.origin, withSecret(server)).fhir.getAll(['Patient/p1', 'Patient/p2']))).toMatchObject({
    message: 'POST token: 400 invalid_client',
  });
  expect(server.grants()).toHaveLength(1);
});

it.each(['http://auth.example/token', 'ftp://auth.example/token', 'https://u:p@auth.example/token', '/token', ''])(
  'refuses %j for a token URL before anything is asked',
  (tokenUrl) => {
    const auth = { type: 'client-secret', clientId: 'us', clientSecret: 'hush', tokenUrl } as const;
    expect(() => createClient('https://fhir.example', auth)).toThrow('The URL for tokens must be https (http only on loopback)');
  },
);
