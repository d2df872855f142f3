/** Reads and next links over real HTTP: what is asked, what is refused, what an error says. */
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createHttpFhirServer } from '../../handlers/fhir-server/http-fhir-server.ts';
import { createClient, failureOf, patient } from './support/client.ts';
import { cut, cutInBody, startHttpServer } from './support/http-server.ts';

const PAGE = { resourceType: 'Bundle', type: 'searchset' };

it('reads a resource as FHIR JSON, without a token where none is asked for', async () => {
  const server = await startHttpServer(() => ({ body: patient('p1') }));
  expect(await createClient(server.origin).fhir.read('Patient', 'p1')).toEqual(patient('p1'));
  expect(server.asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /fhir/Patient/p1']);
  expect(server.asked[0]?.headers.accept).toBe('application/fhir+json');
  expect(server.asked[0]?.headers.authorization).toBeUndefined();
});

it('takes a base with slashes at its end for the same base', async () => {
  const server = await startHttpServer(() => ({ body: patient('p1') }));
  const fhir = createHttpFhirServer({ baseUrl: `${server.origin}/fhir//`, auth: { type: 'none' } }, { now: Date.now });
  await fhir.read('Patient', 'p1');
  expect([fhir.baseUrl, server.asked[0]?.url]).toEqual([`${server.origin}/fhir`, '/fhir/Patient/p1']);
});

it('has the root of a host for a base too', async () => {
  const server = await startHttpServer(() => ({ body: patient('p1') }));
  const fhir = createHttpFhirServer({ baseUrl: server.origin, auth: { type: 'none' } }, { now: Date.now });
  await fhir.read('Patient', 'p1');
  expect(server.asked[0]?.url).toBe('/Patient/p1');
});

it.each(['ftp://a.example/fhir', 'https://u:p@a.example/fhir', 'https://a.example/fhir?x=1', 'https://a.example/#x', 'fhir', ''])(
  'refuses %j for a base',
  (baseUrl) => {
    expect(() => createHttpFhirServer({ baseUrl, auth: { type: 'none' } }, { now: Date.now })).toThrow('The base of a FHIR server');
  },
);

it.each([404, 410])('has nothing for a read that is answered with %d', async (status) => {
  const server = await startHttpServer(() => ({ status }));
  expect(await createClient(server.origin).fhir.read('Claim', 'c1')).toBeUndefined();
});

it.each(['..', '.', '../Patient/p1', 'p1?_x=1', 'p1/_history/1', 'a%2fb', 'ä', 'http://other.example/', ''])(
  'asks nothing for %j, which is no id',
  async (id) => {
    const server = await startHttpServer(() => ({ body: patient('p1') }));
    expect(await createClient(server.origin).fhir.read('Patient', id)).toBeUndefined();
    expect(server.asked).toEqual([]);
  },
);

it.each([400, 401, 403, 405, 409, 412, 422, 501, 505])('fails for good with %d, at the first attempt', async (status) => {
  const server = await startHttpServer(() => ({ status, body: { resourceType: 'OperationOutcome' } }));
  expect(await failureOf(createClient(server.origin).fhir.read('Claim', 'c1'))).toEqual({
    message: `GET Claim: ${status}`,
    status,
    isTransient: false,
  });
  expect(server.asked).toHaveLength(1);
});

it.each([
  ['a page in place of JSON', '<html>Sign in</html>', 'GET Patient: the answer is not a resource in JSON'],
  ['nothing', '', 'GET Patient: the answer is not a resource in JSON'],
  ['JSON that is no resource', '[{"resourceType":"Patient"}]', 'GET Patient: the answer is not a resource in JSON'],
  ['another resource', '{"resourceType":"OperationOutcome"}', 'GET Patient: the answer is another resource'],
])('fails for good with 200 and %s', async (_name, body, message) => {
  const server = await startHttpServer(() => ({ body }));
  expect(await failureOf(createClient(server.origin).fhir.read('Patient', 'p1'))).toEqual({ message, status: 200, isTransient: false });
  expect(server.asked).toHaveLength(1);
});

it('says nothing in an error of the id, the query, the body or the token', async () => {
  const server = await startHttpServer(({ url }) => ({ status: url.includes('Patient/') ? 403 : 200, body: 'SECRET-BODY' }));
  const { fhir } = createClient(server.origin, { type: 'bearer', token: 'SECRET-TOKEN' });
  const failures = [
    await failureOf(fhir.read('Patient', 'SECRET-ID')),
    await failureOf(fhir.follow('?name=SECRET-QUERY')),
    await failureOf(fhir.createUnlessFound(patient('SECRET-ID'), 'identifier=SECRET')),
  ];
  expect(failures.map(({ message }) => message)).toEqual([
    'GET Patient: 403',
    'GET page: the answer is not a resource in JSON',
    'POST Patient: the answer is not a resource in JSON',
  ]);
});

it.each([
  ['cut before an answer', cut, /^GET Patient: no answer \([A-Z_]+\)$/],
  ['cut in the middle of the answer', cutInBody, /^GET Patient: no answer \([A-Z_]+\)$/],
])('fails for a moment on a connection that is %s', async (_name, handler, message) => {
  const server = await startHttpServer(handler);
  const failure = await failureOf(createClient(server.origin, { type: 'none' }, { maxAttempts: 2 }).fhir.read('Patient', 'p1'));
  expect(failure).toMatchObject({ status: undefined, isTransient: true });
  expect(failure.message).toMatch(message);
  expect(server.asked).toHaveLength(2);
});

it.each([
  ['never begins', () => undefined],
  ['stops in the middle', (response: { write(text: string): void }) => response.write('{"resourceType":')],
])('fails for a moment on an answer that %s', async (_name, begin) => {
  const server = await startHttpServer((_asked, response) => void begin(response));
  const { fhir } = createClient(server.origin, { type: 'none' }, { timeoutMs: 100, maxAttempts: 2 });
  expect(await failureOf(fhir.read('Patient', 'p1'))).toEqual({
    message: 'GET Patient: no answer in time',
    status: undefined,
    isTransient: true,
  });
  expect(server.asked).toHaveLength(2);
});

it('fails for a moment where nobody listens', async () => {
  const { fhir } = createClient('http://127.0.0.1:1', { type: 'none' }, { maxAttempts: 1 });
  expect(await failureOf(fhir.read('Patient', 'p1'))).toMatchObject({ status: undefined, isTransient: true });
});

it('reads a body of just the longest length, and not one byte more', async () => {
  const body = JSON.stringify(patient('p1')).padEnd(1000);
  const server = await startHttpServer(({ url }) => ({ body: url.endsWith('/long') ? `${body} ` : body }));
  const { fhir } = createClient(server.origin, { type: 'none' }, { maxBodyBytes: 1000 });
  expect(await fhir.read('Patient', 'p1')).toEqual(patient('p1'));
  expect(await failureOf(fhir.read('Patient', 'long'))).toEqual({
    message: 'GET Patient: the answer is too long',
    status: 200,
    isTransient: false,
  });
});

it.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
])('counts the bytes of %s unpacked', async (encoding, pack) => {
  const server = await startHttpServer((_asked, response) => {
    response.writeHead(200, { 'content-encoding': encoding }).end(pack(Buffer.alloc(10_000_000, ' ')));
    return undefined;
  });
  const { fhir } = createClient(server.origin, { type: 'none' }, { maxBodyBytes: 1_000_000 });
  expect(await failureOf(fhir.read('Patient', 'p1'))).toMatchObject({ message: 'GET Patient: the answer is too long' });
});

it('leaves a body that never ends', async () => {
  const server = await startHttpServer((_asked, response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
    return undefined;
  });
  const { fhir } = createClient(server.origin, { type: 'none' }, { maxBodyBytes: 5_000_000 });
  expect(await failureOf(fhir.read('Patient', 'p1'))).toMatchObject({ message: 'GET Patient: the answer is too long' });
});

it('does not wait for the body of a refusal', async () => {
  const server = await startHttpServer((_asked, response) => {
    response.writeHead(503).write('x');
    return undefined;
  });
  const { fhir } = createClient(server.origin, { type: 'none' }, { maxAttempts: 1, timeoutMs: 10_000 });
  const start = performance.now();
  expect(await failureOf(fhir.read('Patient', 'p1'))).toMatchObject({ message: 'GET Patient: 503' });
  expect(performance.now() - start).toBeLessThan(5000);
});

it.each([
  ['a whole link', (origin: string) => `${origin}/fhir/Claim?page=2`, '/fhir/Claim?page=2'],
  [
    'a link to the base with a query, as HAPI has it',
    (origin: string) => `${origin}/fhir?_getpages=a&_getpagesoffset=20`,
    '/fhir?_getpages=a&_getpagesoffset=20',
  ],
  ['a link from the base', () => 'Claim?page=2', '/fhir/Claim?page=2'],
  ['a query alone', () => '?_getpages=a', '/fhir/?_getpages=a'],
  ['a link from the root of the host', () => '/fhir/Claim?page=2', '/fhir/Claim?page=2'],
  ['a way up that comes back', () => '../fhir/Claim', '/fhir/Claim'],
  ['anything in the query', () => 'Claim?a=../..//x@y;%2e%2e|z', '/fhir/Claim?a=../..//x@y;%2e%2e%7Cz'],
])('follows %s', async (_name, link, url) => {
  const server = await startHttpServer(() => ({ body: PAGE }));
  const { fhir } = createClient(server.origin, { type: 'bearer', token: 't' });
  expect(await fhir.follow(link(server.origin))).toEqual({ ok: true, resource: PAGE });
  expect(server.asked.map((asked) => [asked.url, asked.headers.authorization])).toEqual([[url, 'Bearer t']]);
});

it.each([
  ['another host', 'https://other.example/fhir/Claim'],
  ['another host without a scheme', '//other.example/fhir/Claim'],
  ['another host by a backslash', '\\\\other.example\\fhir'],
  ['another name of the same host', 'http://localhost:PORT/fhir/Claim'],
  ['another port', 'http://127.0.0.1:1/fhir/Claim'],
  ['another scheme', 'https://127.0.0.1:PORT/fhir/Claim'],
  ['a user in front', 'http://u@127.0.0.1:PORT/fhir/Claim'],
  ['a password in front', 'http://:p@127.0.0.1:PORT/fhir/Claim'],
  ['the base as a user', 'http://127.0.0.1:PORT@other.example/fhir/Claim'],
  ['another path', '/admin'],
  ['a path that only begins alike', '/fhir2/Claim'],
  ['the way up', '../admin'],
  ['the way up, escaped', '%2e%2e/admin'],
  ['the way up in the middle', 'Claim/../../admin'],
  ['the way up past a slash that is escaped', '..%2fadmin'],
  ['the way up, escaped twice', '%252e%252e%252fadmin'],
  ['the way up with a parameter, as Tomcat drops it', 'Claim/..;/..;/admin'],
  ['no URL', 'http://'],
  ['a file', 'file:///etc/passwd'],
  ['data', 'data:application/json,{}'],
])('refuses a link to %s, and asks nothing', async (_name, link) => {
  const server = await startHttpServer(() => ({ body: PAGE }));
  const { fhir } = createClient(server.origin, { type: 'bearer', token: 't' });
  const port = new URL(server.origin).port;
  expect(await fhir.follow(link.replace('PORT', port))).toEqual({ ok: false, status: 0 });
  expect(server.asked).toEqual([]);
});

it.each([
  [404, { ok: false, status: 404 }],
  [410, { ok: false, status: 410 }],
  [200, { ok: true, resource: PAGE }],
])('tells %d of a link in its answer', async (status, answer) => {
  const server = await startHttpServer(() => ({ status, body: PAGE }));
  expect(await createClient(server.origin).fhir.follow('?page=2')).toEqual(answer);
});

it('fails for a moment where a link does, so that nothing is judged without the page', async () => {
  const server = await startHttpServer(() => ({ status: 503 }));
  expect(await failureOf(createClient(server.origin).fhir.follow('?page=2'))).toMatchObject({ status: 503, isTransient: true });
});

it('fails where a link gives anything but a Bundle', async () => {
  const server = await startHttpServer(() => ({ body: patient('p1') }));
  expect(await failureOf(createClient(server.origin).fhir.follow('?page=2'))).toMatchObject({
    message: 'GET page: the answer is another resource',
  });
});
