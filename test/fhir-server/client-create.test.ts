/** The conditional create, and each way in which servers tell what is there then. */
import type { ClaimResponse } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { createClient, failureOf } from './support/client.ts';
import { cut, type Handler, inTurn, type Reply, startHttpServer } from './support/http-server.ts';

const response = (more: object = {}) =>
  ({
    resourceType: 'ClaimResponse',
    status: 'active',
    type: { text: 'professional' },
    use: 'claim',
    patient: { reference: 'Patient/p1' },
    created: '2025-04-01',
    insurer: { display: 'Acme' },
    outcome: 'complete',
    ...more,
  }) as ClaimResponse;

const NEW = response();
const SEARCH = 'identifier=https://s9326.example/answer|a1';
const there = (id: string, lastUpdated?: string) => response({ id, ...(lastUpdated ? { meta: { lastUpdated } } : {}) });
const page = (...resources: object[]): Reply => ({
  body: { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) },
});
const OUTCOME = { resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'informational' }] };

/** One reply for the POST, one for a search, one for a read. */
const start = (post: Reply | Handler, search: Reply = page(), read: Reply = { status: 404 }) =>
  startHttpServer((asked, raw) => {
    if (asked.method === 'POST') return typeof post === 'function' ? post(asked, raw) : post;
    return asked.url.includes('?') ? search : read;
  });

it('posts with the condition in the header, and gives back what was created', async () => {
  const server = await start({ status: 201, body: there('r1') });
  expect(await createClient(server.origin, { type: 'bearer', token: 't' }).fhir.createUnlessFound(NEW, SEARCH)).toEqual(there('r1'));
  const [asked] = server.asked;
  expect(asked).toMatchObject({
    method: 'POST',
    url: '/fhir/ClaimResponse',
    headers: {
      'if-none-exist': 'identifier=https://s9326.example/answer%7Ca1',
      prefer: 'return=representation',
      'content-type': 'application/fhir+json',
      accept: 'application/fhir+json',
      authorization: 'Bearer t',
    },
  });
  expect(JSON.parse(asked?.body ?? '')).toEqual(NEW);
  expect(server.asked).toHaveLength(1);
});

it('encodes a condition that a header could not carry, and leaves alone what is encoded', async () => {
  const server = await start({ status: 201, body: there('r1') });
  const { fhir } = createClient(server.origin);
  await fhir.createUnlessFound(NEW, 'identifier=é b\r\nx: y');
  await fhir.createUnlessFound(NEW, 'identifier=https%3A%2F%2Fa%7Cb');
  expect(server.asked.map(({ headers }) => headers['if-none-exist'])).toEqual([
    'identifier=%C3%A9%20bx:%20y',
    'identifier=https%3A%2F%2Fa%7Cb',
  ]);
});

it('creates nothing without a condition', async () => {
  const server = await start({ status: 201, body: there('r1') });
  expect(await failureOf(createClient(server.origin).fhir.createUnlessFound(NEW, ''))).toMatchObject({ isTransient: false });
  expect(server.asked).toEqual([]);
});

it('gives back what was there before', async () => {
  const server = await start({ status: 200, body: there('r0') });
  expect(await createClient(server.origin).fhir.createUnlessFound(NEW, SEARCH)).toEqual(there('r0'));
});

it.each([
  ['a whole Location', 201, '', 'http://elsewhere.example/fhir/ClaimResponse/r1/_history/1'],
  ['a Location without version', 201, '', '/fhir/ClaimResponse/r1'],
  ['a Location from the base', 201, '', 'ClaimResponse/r1/_history/1'],
  ['an OperationOutcome and a Location', 201, OUTCOME, 'ClaimResponse/r1/_history/1'],
  ['a Location of what was there', 200, '', 'ClaimResponse/r1/_history/3'],
])('reads what is there by %s', async (_name, status, body, location) => {
  const server = await start({ status, body, headers: { location } }, page(), { body: there('r1') });
  expect(await createClient(server.origin).fhir.createUnlessFound(NEW, SEARCH)).toEqual(there('r1'));
  expect(server.asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /fhir/ClaimResponse', 'GET /fhir/ClaimResponse/r1']);
});

it.each([
  ['nothing', 200, {}],
  ['nothing on a create', 201, {}],
  ['an OperationOutcome', 200, { body: OUTCOME }],
  ['a Location of another type', 201, { headers: { location: 'Claim/c1' } }],
  ['a Location that is none', 201, { headers: { location: '../..' } }],
  ['a Location that is not there yet', 201, { headers: { location: 'ClaimResponse/r9' } }],
])('searches for what is there after %s', async (_name, status, reply) => {
  const server = await start({ status, ...reply }, page(there('r1')));
  expect(await createClient(server.origin).fhir.createUnlessFound(NEW, SEARCH)).toEqual(there('r1'));
  expect(server.asked.at(-1)?.url).toBe('/fhir/ClaimResponse?identifier=https://s9326.example/answer%7Ca1');
});

it('takes the oldest where several match, whatever their order', async () => {
  const matches = [
    there('b', '2025-04-01T12:00:01+02:00'),
    there('c', '2025-04-01T10:00:00.900Z'),
    OUTCOME,
    there('a', '2025-04-01T10:00:02Z'),
  ];
  for (const some of [matches, matches.toReversed()]) {
    const server = await start({ status: 412 }, page(...some));
    expect(await createClient(server.origin).fhir.createUnlessFound(NEW, SEARCH)).toMatchObject({ id: 'c' });
  }
});

it('takes the first by id where several are as old', async () => {
  const at = '2025-04-01T10:00:00Z';
  const server = await start({ status: 412 }, page(there('c', at), there('b', at), there('d', at)));
  expect(await createClient(server.origin).fhir.createUnlessFound(NEW, SEARCH)).toMatchObject({ id: 'b' });
});

it.each([412, 200, 201])('fails for a moment where %d says that one is there, and the search finds none', async (status) => {
  const server = await start({ status }, page());
  expect(await failureOf(createClient(server.origin).fhir.createUnlessFound(NEW, SEARCH))).toEqual({
    message: `POST ClaimResponse: ${status}, but none is found`,
    status,
    isTransient: true,
  });
});

it('fails for good where the search is refused', async () => {
  const server = await start({ status: 412 }, { status: 400 });
  expect(await failureOf(createClient(server.origin).fhir.createUnlessFound(NEW, SEARCH))).toEqual({
    message: 'GET ClaimResponse: 400',
    status: 400,
    isTransient: false,
  });
});

it.each([400, 401, 403, 404, 405, 413, 422])('fails for good with %d', async (status) => {
  const server = await start({ status });
  expect(await failureOf(createClient(server.origin).fhir.createUnlessFound(NEW, SEARCH))).toEqual({
    message: `POST ClaimResponse: ${status}`,
    status,
    isTransient: false,
  });
  expect(server.asked).toHaveLength(1);
});

it('fails for good where it gets another resource', async () => {
  const server = await start({ status: 201, body: { resourceType: 'Claim' } });
  expect(await failureOf(createClient(server.origin).fhir.createUnlessFound(NEW, SEARCH))).toMatchObject({
    message: 'POST ClaimResponse: the answer is another resource',
    isTransient: false,
  });
});

it.each([
  ['cut', cut],
  ['answered with 503', { status: 503 }],
  ['in conflict with another at the same moment', { status: 409 }],
])('tries again after a create that was %s', async (_name, first) => {
  const server = await start(inTurn(first, { status: 200, body: there('r1') }));
  const { fhir, waits } = createClient(server.origin);
  expect(await fhir.createUnlessFound(NEW, SEARCH)).toEqual(there('r1'));
  expect([server.asked.length, waits]).toEqual([2, [125]]);
});

it('ends a conflict that stays as a failure of a moment', async () => {
  const server = await start({ status: 409 });
  expect(await failureOf(createClient(server.origin).fhir.createUnlessFound(NEW, SEARCH))).toEqual({
    message: 'POST ClaimResponse: 409',
    status: 409,
    isTransient: true,
  });
  expect(server.asked).toHaveLength(5);
});

it('creates one where the answer to the first try is lost', async () => {
  const kept: object[] = [];
  const server = await start((asked, raw) => {
    if (kept.length > 0) return { status: 200, body: kept[0] };
    kept.push({ ...JSON.parse(asked.body), id: 'r1' });
    return cut(asked, raw);
  });
  expect(await createClient(server.origin).fhir.createUnlessFound(NEW, SEARCH)).toEqual(there('r1'));
  expect(kept).toHaveLength(1);
});
