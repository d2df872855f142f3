import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Resource } from '@medplum/fhirtypes';
import { expect, onTestFinished, test } from 'vitest';
import type { HookResponse } from '../../src/present/cards.ts';
import { coverage, drugOrder } from '../order/orders.ts';
import { startEhr, startHooks } from './support/client.ts';
import { bundle, dispatchCall, PREFETCH, signCall } from './support/requests.ts';

const SIGN = '/cds-services/s9326-order-sign';
const DISPATCH = '/cds-services/s9326-order-dispatch';
const COVERAGE = '/Coverage?patient=p1&status=active&_include=Coverage:payor';

type Served = Readonly<Record<string, Resource | number | 'never'>>;

interface Fhir {
  readonly baseUrl: string;
  readonly asked: string[];
  readonly tokens: Set<string | undefined>;
}

/** Answers what is given by path below the base, 404 otherwise, and some never. */
async function startFhir(served: Served): Promise<Fhir> {
  const asked: string[] = [];
  const tokens = new Set<string | undefined>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').replace('/fhir', '');
    asked.push(path);
    tokens.add(request.headers.authorization);
    const answer = served[path] ?? 404;
    if (answer === 'never') return;
    if (typeof answer === 'number') response.writeHead(answer, { location: 'http://127.0.0.1:1/' }).end();
    else response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`, asked, tokens };
}

const accessTo = (fhirServer: string) => ({
  fhirServer,
  fhirAuthorization: { access_token: 'of-the-caller', token_type: 'Bearer', expires_in: 300, scope: 'patient/*.read', subject: 'us' },
});

const without = (...keys: readonly string[]) => Object.fromEntries(Object.entries(PREFETCH).filter(([key]) => !keys.includes(key)));

async function call(path: string, body: unknown, fhirServers: readonly string[]) {
  const hooks = await startHooks({ ehr: await startEhr(), client: { fhirServers } });
  const response = await hooks.post(path, body);
  const json = (await response.json()) as HookResponse & { issue?: { expression: string[] }[] };
  return { status: response.status, coverages: coveragesOf(json), missing: (json.issue ?? []).flatMap(({ expression }) => expression) };
}

const coveragesOf = (answer: unknown): readonly string[] => [...new Set(JSON.stringify(answer).match(/Coverage\/\w+/g) ?? [])];

const lacking = (prefetch: Readonly<Record<string, unknown>>, fhir: Fhir, servers = [fhir.baseUrl]) =>
  call(SIGN, signCall({ prefetch, ...accessTo(fhir.baseUrl) }), servers);

test('what was sent along is not asked for again', async () => {
  const fhir = await startFhir({});

  expect((await lacking(PREFETCH, fhir)).status).toBe(200);
  expect(fhir.asked).toEqual([]);
});

test('what was not sent along is fetched, with the token of the caller', async () => {
  const fhir = await startFhir({ [COVERAGE]: bundle(coverage('Acme', { id: 'fetched' })) });

  expect(await lacking(without('coverage'), fhir)).toEqual({ status: 200, coverages: ['Coverage/fetched'], missing: [] });
  expect(fhir.asked).toEqual([COVERAGE]);
  expect([...fhir.tokens]).toEqual(['Bearer of-the-caller']);
});

test('what the caller could not get is fetched too, and what there is none of is not', async () => {
  const fhir = await startFhir({ [COVERAGE]: bundle(coverage('Acme', { id: 'fetched' })) });
  const failed = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] };

  expect((await lacking({ ...PREFETCH, coverage: failed }, fhir)).coverages).toEqual(['Coverage/fetched']);
  expect(await lacking({ ...PREFETCH, coverage: null }, fhir)).toMatchObject({ status: 400, missing: ['prefetch.coverage'] });
  expect(fhir.asked).toEqual([COVERAGE]);
});

test('every page is fetched, below the base alone', async () => {
  const page = (next: string, id: string) => ({ ...bundle(coverage('Acme', { id })), link: [{ relation: 'next', url: next }] });
  const served: Record<string, Resource> = { '/page2': bundle(coverage('Acme', { id: 'second', order: 1 })) };
  const fhir = await startFhir(served);
  served[COVERAGE] = page(`${fhir.baseUrl}/page2`, 'first');
  expect((await lacking(without('coverage'), fhir)).status).toBe(200);
  expect(fhir.asked).toEqual([COVERAGE, '/page2']);

  served[COVERAGE] = page('http://127.0.0.1:1/fhir/page2', 'first');
  expect(await lacking(without('coverage'), fhir)).toMatchObject({ status: 412, missing: ['prefetch.coverage'] });
});

test('a payer that a coverage refers to is fetched, and a coverage without it will do', async () => {
  const payor = [{ reference: 'Organization/payer' }];
  const sent = { ...PREFETCH, coverage: bundle(coverage('', { payor })) };
  const fhir = await startFhir({ '/Organization/payer': { resourceType: 'Organization', id: 'payer', name: 'Medicare' } });

  expect((await lacking(sent, fhir)).status).toBe(200);
  expect(fhir.asked).toEqual(['/Organization/payer']);
  expect((await lacking(sent, await startFhir({}))).status).toBe(200);
});

test('orders that are dispatched are read by their names', async () => {
  const fhir = await startFhir({ '/MedicationRequest/m1': drugOrder({ status: 'active' }) });
  const body = dispatchCall({ prefetch: PREFETCH, ...accessTo(fhir.baseUrl) });

  expect(await call(DISPATCH, body, [fhir.baseUrl])).toMatchObject({ status: 200, coverages: ['Coverage/c1'] });
  expect(fhir.asked).toEqual(['/MedicationRequest/m1']);
});

test('without a token what is missing is named, each place of it', async () => {
  const fhir = await startFhir({ [COVERAGE]: bundle(coverage()) });
  const body = (more: object) => dispatchCall({ prefetch: without('coverage', 'documents', 'patient'), ...more });
  const missing = ['prefetch.coverage', 'prefetch.documents', 'context.dispatchedOrders[0]'];

  expect(await call(DISPATCH, body({}), [fhir.baseUrl])).toMatchObject({ status: 412, missing });
  expect(await call(DISPATCH, body({ fhirServer: fhir.baseUrl, fhirAuthorization: null }), [fhir.baseUrl])).toMatchObject({
    status: 412,
    missing,
  });
  expect(fhir.asked).toEqual([]);
});

test('without any prefetch everything that is needed is missing', async () => {
  const { status, missing } = await call(SIGN, signCall({ prefetch: undefined }), []);

  expect(status).toBe(412);
  expect(missing).toEqual(['prefetch.coverage', 'prefetch.medications', 'prefetch.authorizations', 'prefetch.documents']);
});

test('a server that the client is not known to have is never asked', async () => {
  const fhir = await startFhir({ [COVERAGE]: bundle(coverage()) });
  const elsewhere = [[], ['https://ehr.example/fhir'], [`${fhir.baseUrl}/below`], [fhir.baseUrl.slice(0, -1)]];

  for (const servers of elsewhere) expect((await lacking(without('coverage'), fhir, servers)).status).toBe(412);
  expect(fhir.asked).toEqual([]);
  expect((await lacking(without('coverage'), fhir, [fhir.baseUrl.replace('/fhir', '')])).status).toBe(200);
});

test('a server in the clear is never asked, be it in the list', async () => {
  const body = signCall({ prefetch: without('coverage'), ...accessTo('http://ehr.example/fhir') });

  expect((await call(SIGN, body, ['https://ehr.example/fhir'])).status).toBe(412);
});

test.each([
  ['refuses', 403],
  ['does not know it', 404],
  ['leads elsewhere', 302],
  ['fails', 500],
] as const)('where the server %s, it is missing', async (_case, status) => {
  const fhir = await startFhir({ [COVERAGE]: status });

  expect(await lacking(without('coverage'), fhir)).toMatchObject({ status: 412, missing: ['prefetch.coverage'] });
});

test('where the server gives what is not R4, it is missing', async () => {
  const fhir = await startFhir({ [COVERAGE]: bundle({ ...coverage(), status: 'on' as never }) });

  expect(await lacking(without('coverage'), fhir)).toMatchObject({ status: 412, missing: ['prefetch.coverage'] });
});

test('of a type that the server says not to have, there is nothing on record', async () => {
  const statement = (...types: readonly string[]) => ({
    resourceType: 'CapabilityStatement' as const,
    rest: [{ mode: 'server' as const, resource: types.map((type) => ({ type })) }],
  });
  const others = await startFhir({ '/metadata': statement('Patient', 'Coverage') as unknown as Resource });
  const same = await startFhir({ '/metadata': statement('Patient', 'ClaimResponse') as unknown as Resource });

  expect((await lacking(without('authorizations'), others)).status).toBe(200);
  expect(await lacking(without('authorizations'), same)).toMatchObject({ status: 412, missing: ['prefetch.authorizations'] });
});

test('a server that does not answer is waited for no longer than four seconds', async () => {
  const fhir = await startFhir({ [COVERAGE]: 'never' });
  const started = performance.now();

  expect(await lacking(without('coverage'), fhir)).toMatchObject({ status: 412, missing: ['prefetch.coverage'] });
  const took = performance.now() - started;
  expect(took).toBeGreaterThan(3900);
  expect(took).toBeLessThan(5000);
});
