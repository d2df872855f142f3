/** Many GETs: in a batch where the server takes it, one by one where it does not; the answers in the order of the paths. */
import type { Bundle } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { createClient, failureOf, patient } from './support/client.ts';
import { type Asked, type Handler, inTurn, type Reply, startHttpServer } from './support/http-server.ts';

const paths = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `Patient/p${from + index}`);
const found = (path: string) => ({ ok: true, resource: patient(path.replace('Patient/', '')) });
const statement = (...codes: string[]) => ({
  resourceType: 'CapabilityStatement',
  rest: [{ mode: 'server', ...(codes.length > 0 ? { interaction: codes.map((code) => ({ code })) } : {}) }],
});

const askedOf = ({ body }: Asked): string[] => ((JSON.parse(body) as Bundle).entry ?? []).map(({ request }) => request?.url ?? '');
const entryFor = (url: string): object => ({ response: { status: '200 OK' }, resource: patient(url.replace('Patient/', '')) });
const answerBatch =
  (entry: (url: string) => object = entryFor): Handler =>
  (asked) => ({ body: { resourceType: 'Bundle', type: 'batch-response', entry: askedOf(asked).map(entry) } });

/** Answers single reads, and a batch as told. */
const server = (batch: Handler, metadata: Reply = { status: 404 }) =>
  startHttpServer((asked, response) => {
    if (asked.url === '/fhir/metadata') return metadata;
    if (asked.method === 'POST') return batch(asked, response);
    return { body: patient(asked.url.replace('/fhir/Patient/', '')) };
  });

const shortly = (asked: readonly Asked[]) => asked.filter(({ url }) => url !== '/fhir/metadata').map((one) => `${one.method} ${one.url}`);

it('sends one batch to the base, and matches its entries by position', async () => {
  const { origin, asked } = await server(answerBatch());
  const { fhir } = createClient(origin, { type: 'bearer', token: 't' });
  expect(await fhir.getAll(paths(20))).toEqual(paths(20).map(found));
  expect(shortly(asked)).toEqual(['POST /fhir']);
  const [batch] = asked.filter(({ method }) => method === 'POST');
  expect(batch?.headers).toMatchObject({
    'content-type': 'application/fhir+json',
    accept: 'application/fhir+json',
    authorization: 'Bearer t',
  });
  expect(JSON.parse(batch?.body ?? '')).toEqual({
    resourceType: 'Bundle',
    type: 'batch',
    entry: paths(20).map((url) => ({ request: { method: 'GET', url } })),
  });
});

it('sends twenty at a time, and what is left over as a GET when it is one', async () => {
  const { origin, asked } = await server(answerBatch());
  expect(await createClient(origin).fhir.getAll(paths(41))).toEqual(paths(41).map(found));
  expect(shortly(asked)).toEqual(['POST /fhir', 'POST /fhir', 'GET /fhir/Patient/p40']);
});

it('asks nothing for nothing', async () => {
  const { origin, asked } = await server(answerBatch());
  expect(await createClient(origin).fhir.getAll([])).toEqual([]);
  expect(asked).toEqual([]);
});

it.each([
  ['states batch', { body: statement('batch', 'transaction') }, 1],
  ['states no interactions', { body: statement() }, 1],
  ['states only others', { body: statement('transaction') }, 2],
  ['states nothing of itself', { status: 404 }, 1],
  ['answers the question with a page', { body: '<html>' }, 1],
])('asks a server that %s', async (_name, metadata, requests) => {
  const { origin, asked } = await server(answerBatch(), metadata);
  expect(await createClient(origin).fhir.getAll(paths(2))).toEqual(paths(2).map(found));
  expect(shortly(asked)).toHaveLength(requests);
});

it('asks what the server states of itself once', async () => {
  const { origin, asked } = await server(answerBatch(), { body: statement('batch') });
  const { fhir } = createClient(origin);
  await Promise.all([fhir.capabilities(), fhir.getAll(paths(2)), fhir.getAll(paths(30))]);
  expect(await fhir.capabilities()).toEqual(statement('batch'));
  expect(asked.filter(({ url }) => url === '/fhir/metadata')).toHaveLength(1);
});

it('asks it again after it failed for a moment', async () => {
  const { origin } = await startHttpServer(inTurn({ status: 503 }, { body: statement('batch') }));
  const { fhir } = createClient(origin, { type: 'none' }, { maxAttempts: 1 });
  expect(await failureOf(fhir.capabilities())).toMatchObject({ message: 'GET metadata: 503', isTransient: true });
  expect(await fhir.capabilities()).toEqual(statement('batch'));
});

it('shows the token to metadata only where it is asked for', async () => {
  const { origin, asked } = await startHttpServer(({ headers }) =>
    headers.authorization ? { body: statement('batch') } : { status: 401 },
  );
  expect(await createClient(origin, { type: 'bearer', token: 't' }).fhir.capabilities()).toEqual(statement('batch'));
  expect(asked.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer t']);
});

it.each([400, 403, 404, 405, 415, 501, 308])('asks one by one from then on where a batch is answered with %d', async (status) => {
  const { origin, asked } = await server(() => ({ status }));
  const { fhir } = createClient(origin);
  expect(await fhir.getAll(paths(25))).toEqual(paths(25).map(found));
  expect(await fhir.getAll(paths(2))).toEqual(paths(2).map(found));
  expect(shortly(asked).filter((one) => one === 'POST /fhir')).toHaveLength(1);
  expect(shortly(asked)).toHaveLength(1 + 25 + 2);
});

it('asks one by one, four at a time and no more', async () => {
  let open = 0;
  let most = 0;
  const { origin } = await startHttpServer(async ({ method, url }) => {
    if (method === 'POST') return { status: 404 };
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, 5));
    open -= 1;
    return url === '/fhir/metadata' ? { status: 404 } : { body: patient(url.replace('/fhir/Patient/', '')) };
  });
  expect(await createClient(origin).fhir.getAll(paths(20))).toEqual(paths(20).map(found));
  expect(most).toBe(4);
});

it('does not take a refused token for a refused batch', async () => {
  const { origin, asked } = await server(() => ({ status: 401 }));
  expect(await failureOf(createClient(origin).fhir.getAll(paths(2)))).toEqual({
    message: 'POST batch: 401',
    status: 401,
    isTransient: false,
  });
  expect(shortly(asked)).toEqual(['POST /fhir']);
});

it('asks again for the whole batch that failed for a moment, and takes batches still', async () => {
  const { origin, asked } = await server(inTurn({ status: 503 }, { status: 429, headers: { 'retry-after': '3' } }, answerBatch()));
  const { fhir, waits } = createClient(origin);
  expect(await fhir.getAll(paths(2))).toEqual(paths(2).map(found));
  expect(waits).toEqual([125, 3250]);
  expect(shortly(asked)).toEqual(['POST /fhir', 'POST /fhir', 'POST /fhir']);
});

it('asks again for those entries alone that failed for a moment', async () => {
  const failing: Record<string, string[]> = { 'Patient/p1': ['429 Too Many Requests'], 'Patient/p3': ['500', '503 Service Unavailable'] };
  const { origin, asked } = await server(
    answerBatch((url) => {
      const status = failing[url]?.shift();
      return status === undefined ? entryFor(url) : { response: { status } };
    }),
  );
  const { fhir, waits } = createClient(origin);
  expect(await fhir.getAll(paths(5))).toEqual(paths(5).map(found));
  expect(asked.filter(({ method }) => method === 'POST').map(askedOf)).toEqual([paths(5), ['Patient/p1', 'Patient/p3'], ['Patient/p3']]);
  expect(waits).toEqual([125, 250]);
});

it('fails for a moment where an entry does so to the end', async () => {
  const { origin, asked } = await server(answerBatch((url) => (url === 'Patient/p1' ? { response: { status: '503' } } : entryFor(url))));
  expect(await failureOf(createClient(origin, { type: 'none' }, { maxAttempts: 3 }).fhir.getAll(paths(3)))).toEqual({
    message: 'POST batch: 503 in an entry',
    status: 503,
    isTransient: true,
  });
  expect(shortly(asked)).toHaveLength(3);
});

it('tells the status of each entry that failed for good', async () => {
  const statuses: Record<string, string> = { 'Patient/p0': '404 Not Found', 'Patient/p2': '403', 'Patient/p3': '410' };
  const { origin, asked } = await server(answerBatch((url) => (statuses[url] ? { response: { status: statuses[url] } } : entryFor(url))));
  expect(await createClient(origin).fhir.getAll(paths(4))).toEqual([
    { ok: false, status: 404 },
    found('Patient/p1'),
    { ok: false, status: 403 },
    { ok: false, status: 410 },
  ]);
  expect(shortly(asked)).toEqual(['POST /fhir']);
});

it.each([
  ['has no response', { resource: patient('p1') }],
  ['has no resource', { response: { status: '200' } }],
  ['has another resource than asked for', { response: { status: '200' }, resource: { resourceType: 'Claim' } }],
  ['has a status that is none', { response: { status: '2000' }, resource: patient('p1') }],
  ['is a redirect', { response: { status: '301' } }],
  ['is null', null],
])('asks alone for an entry that %s', async (_name, entry) => {
  const { origin, asked } = await server(answerBatch((url) => (url === 'Patient/p1' ? (entry as object) : entryFor(url))));
  expect(await createClient(origin).fhir.getAll(paths(3))).toEqual(paths(3).map(found));
  expect(shortly(asked)).toEqual(['POST /fhir', 'GET /fhir/Patient/p1']);
});

it.each([
  ['too few entries', { resourceType: 'Bundle', type: 'batch-response', entry: [entryFor('Patient/p1')] }],
  ['too many entries', { resourceType: 'Bundle', type: 'batch-response', entry: paths(3).map(entryFor) }],
  ['no entries', { resourceType: 'Bundle', type: 'batch-response' }],
  ['a Bundle of another type', { resourceType: 'Bundle', type: 'searchset', entry: paths(2).map(entryFor) }],
  ['another resource', { resourceType: 'OperationOutcome' }],
  ['a page', '<html>'],
  ['too long a body', ' '.repeat(100_001)],
])('asks one by one where a batch is answered with %s, and tries a batch the next time', async (_name, body) => {
  const { origin, asked } = await server(inTurn({ body }, answerBatch()));
  const { fhir } = createClient(origin, { type: 'none' }, { maxBodyBytes: 100_000 });
  expect(await fhir.getAll(paths(2))).toEqual(paths(2).map(found));
  expect(await fhir.getAll(paths(2))).toEqual(paths(2).map(found));
  expect(shortly(asked).filter((one) => one === 'POST /fhir')).toHaveLength(2);
  expect(shortly(asked)).toHaveLength(4);
});

it.each([
  ['in a batch', { status: 404 }],
  ['one by one', { body: statement('transaction') }],
])('asks for no path that leads elsewhere, %s', async (_name, metadata) => {
  const { origin, asked } = await server(answerBatch(), metadata);
  const elsewhere = ['../admin', 'https://other.example/fhir/Patient/p1', '/Patient/p1', '//other.example/x', 'Patient/..%2f..%2fadmin'];
  const answers = await createClient(origin).fhir.getAll(['Patient/p0', ...elsewhere, 'Patient/p9']);
  expect(answers).toEqual([found('Patient/p0'), ...elsewhere.map(() => ({ ok: false, status: 0 })), found('Patient/p9')]);
  expect(asked.flatMap((one) => (one.method === 'POST' ? askedOf(one) : [one.url])).join()).not.toMatch(/admin|other/);
});

it('sends nothing where every path leads elsewhere', async () => {
  const { origin, asked } = await server(answerBatch());
  expect(await createClient(origin).fhir.getAll(['../a', '../b'])).toEqual([
    { ok: false, status: 0 },
    { ok: false, status: 0 },
  ]);
  expect(shortly(asked)).toEqual([]);
});

it('knows a search, a list and a read by their resources', async () => {
  const bundle = { resourceType: 'Bundle', type: 'searchset' };
  const { origin, asked } = await server(
    answerBatch((url) => ({ response: { status: '200' }, resource: url.startsWith('Patient/') ? patient('p1') : bundle })),
  );
  const answers = await createClient(origin).fhir.getAll([
    'Coverage?beneficiary=Patient/p1&x=a|b',
    'Coverage',
    'Patient/p1',
    'Patient/p1/_history/2',
  ]);
  expect(answers.map((one) => one.ok && one.resource.resourceType)).toEqual(['Bundle', 'Bundle', 'Patient', 'Patient']);
  expect(asked.filter(({ method }) => method === 'POST').map(askedOf)).toEqual([
    ['Coverage?beneficiary=Patient/p1&x=a%7Cb', 'Coverage', 'Patient/p1', 'Patient/p1/_history/2'],
  ]);
});

it('stops asking one by one after a failure', async () => {
  const { origin, asked } = await startHttpServer(({ method }) => ({ status: method === 'POST' ? 404 : 503 }));
  const { fhir } = createClient(origin, { type: 'none' }, { maxAttempts: 1 });
  await failureOf(fhir.getAll(paths(20)));
  await failureOf(fhir.getAll(paths(20)));
  expect(asked.length).toBeLessThan(12);
});
