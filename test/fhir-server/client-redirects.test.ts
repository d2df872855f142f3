/** A redirect is never followed: neither a token nor a secret reaches another host or port. */
import { expect, it } from 'vitest';
import type { ServerAuth } from '../../handlers/webhook/source.ts';
import { createClient, failureOf, patient } from './support/client.ts';
import { startHttpServer } from './support/http-server.ts';
import { startTokenServer } from './support/token-server.ts';

const STATUSES = [301, 302, 303, 307, 308];

/** Would take whatever comes, and gives what would be believed. */
const startOther = () =>
  startHttpServer(({ url }) => ({ body: url.includes('token') ? { access_token: 'theirs', token_type: 'bearer' } : patient('p1') }));

it.each(STATUSES)('a %d on a FHIR call is an error, and nothing reaches the other server', async (status) => {
  const other = await startOther();
  const server = await startHttpServer(({ url }) => ({ status, headers: { location: `${other.origin}${url}` } }));
  const { fhir, waits } = createClient(server.origin, { type: 'bearer', token: 'ours' });
  expect(await failureOf(fhir.read('Patient', 'p1'))).toEqual({ message: `GET Patient: ${status}`, status, isTransient: false });
  expect(await failureOf(fhir.createUnlessFound(patient('p1'), 'identifier=x'))).toEqual({
    message: `POST Patient: ${status}`,
    status,
    isTransient: false,
  });
  expect(await fhir.follow('?page=2')).toEqual({ ok: false, status });
  expect(await fhir.getAll(['Patient/p1', 'Patient/p2'])).toEqual([
    { ok: false, status },
    { ok: false, status },
  ]);
  expect(await fhir.capabilities()).toBeUndefined();
  expect([other.asked, waits]).toEqual([[], []]);
});

it('a redirect on the same server is an error too', async () => {
  const server = await startHttpServer(({ url }) =>
    url === '/fhir/Patient/p1' ? { status: 302, headers: { location: '/fhir/Patient/p2' } } : { body: patient('p2') },
  );
  expect(await failureOf(createClient(server.origin).fhir.read('Patient', 'p1'))).toMatchObject({ status: 302 });
  expect(server.asked).toHaveLength(1);
});

it.each(STATUSES)('a %d of the token endpoint is an error, and no secret reaches the other server', async (status) => {
  const other = await startOther();
  const server = await startTokenServer({ token: () => ({ status, headers: { location: `${other.origin}/token` } }) });
  const auth: ServerAuth = { type: 'client-secret', clientId: 'us', clientSecret: 'hush', tokenUrl: server.tokenUrl };
  expect(await failureOf(createClient(server.origin, auth).fhir.read('Patient', 'p1'))).toEqual({
    message: `POST token: ${status}`,
    status,
    isTransient: false,
  });
  expect([other.asked, server.grants().length]).toEqual([[], 1]);
});

it.each(STATUSES)('a %d of the discovery leads nowhere', async (status) => {
  const other = await startHttpServer(() => ({ body: { token_endpoint: 'http://127.0.0.1:1/token' } }));
  const server = await startTokenServer({
    other: ({ url }) => (url === '/token' ? undefined : { status, headers: { location: `${other.origin}${url}` } }),
  });
  const auth: ServerAuth = { type: 'client-secret', clientId: 'us', clientSecret: 'hush' };
  expect(await failureOf(createClient(server.origin, auth).fhir.read('Patient', 'p1'))).toMatchObject({
    message: 'The server does not say where it gives tokens',
  });
  expect(other.asked).toEqual([]);
});

it('a token endpoint on another port gets the secret, and never the token', async () => {
  const tokens = await startTokenServer();
  const server = await startHttpServer(() => ({ body: patient('p1') }));
  const auth: ServerAuth = { type: 'client-secret', clientId: 'us', clientSecret: 'hush', tokenUrl: tokens.tokenUrl };
  const { fhir, pass } = createClient(server.origin, auth);
  await fhir.read('Patient', 'p1');
  pass(3_600_000);
  await fhir.read('Patient', 'p1');
  expect(tokens.asked.map(({ url, headers }) => [url, headers.authorization?.split(' ')[0]])).toEqual([
    ['/token', 'Basic'],
    ['/token', 'Basic'],
  ]);
  expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
});

it('a Location elsewhere after a create is read below the base', async () => {
  const other = await startOther();
  const server = await startHttpServer(({ method }) =>
    method === 'POST' ? { status: 201, headers: { location: `${other.origin}/evil/Patient/p1` } } : { body: patient('p1') },
  );
  const { fhir } = createClient(server.origin, { type: 'bearer', token: 'ours' });
  expect(await fhir.createUnlessFound({ resourceType: 'Patient' }, 'identifier=x')).toEqual(patient('p1'));
  expect([other.asked, server.asked.map(({ url }) => url)]).toEqual([[], ['/fhir/Patient', '/fhir/Patient/p1']]);
});
