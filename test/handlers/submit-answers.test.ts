import type { Bundle, ClaimResponse, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { administration, bundle, claim, parameters } from './support/requests.ts';
import { startServer } from './support/server.ts';

async function answerTo<T extends Resource>(body: Resource, env: Record<string, string> = {}): Promise<T> {
  const server = await startServer({ env });
  const response = await server.submit(body);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

const zoneOf = ({ extension = [] }: ClaimResponse) =>
  extension.find(({ url }) => url.endsWith('/care-zone'))?.extension?.find(({ url }) => url === 'zone')?.valueString;

test.each([
  ['a Claim', claim('c1')],
  ['a Bundle', bundle([claim('c1'), administration('a1')])],
  ['Parameters', parameters(claim('c1'), {})],
])('%s with one Claim is answered with a ClaimResponse', async (_case, body) => {
  const answer = await answerTo<ClaimResponse>(body);

  expect(answer).toMatchObject({ resourceType: 'ClaimResponse', use: 'claim', request: { reference: 'Claim/c1' } });
});

test('is judged as of its receipt, unless Parameters say otherwise', async () => {
  const created = async (body: Resource) => Date.parse((await answerTo<ClaimResponse>(body)).created ?? '');

  expect(await created(claim('c1'))).toBe(Date.UTC(2025, 3, 1, 12));
  expect(await created(parameters(claim('c1'), { asOf: '2025-05-01T00:00:00+02:00' }))).toBe(Date.UTC(2025, 3, 30, 22));
});

test('the care zone comes from Parameters, else from the record', async () => {
  expect(zoneOf(await answerTo(parameters(claim('c1'), { timeZone: 'America/Chicago' })))).toBe('America/Chicago');
  expect(zoneOf(await answerTo(claim('c1')))).toBe('UTC');
});

test('the policy comes from Parameters; one that is not shipped is 422', async () => {
  const server = await startServer();
  const policyOf = ({ extension = [] }: ClaimResponse) =>
    extension.find(({ url }) => url.endsWith('/policy'))?.extension?.find(({ url }) => url === 'id')?.valueString;
  expect(policyOf(await answerTo(claim('c1')))).toBe('baseline');
  expect(policyOf(await answerTo(parameters(claim('c1'), { policy: 'bcbsnc-2011' })))).toBe('bcbsnc-2011');

  for (const body of [claim('c1'), bundle([bundle([claim('c1')]), bundle([claim('c2')])], 'batch')]) {
    const response = await server.submit(parameters(body, { timeZone: 'America/Chicago', policy: 'of-nobody' }));
    expect(response.status).toBe(422);
    expect(expressionsOf((await response.json()) as Resource)).toEqual(['Parameters.parameter[1]']);
  }
});

test('a deployment can have canonical URLs of its own', async () => {
  const answer = await answerTo<ClaimResponse>(claim('c1'), { S9326_CANONICAL_BASE: 'https://claims.example/fhir/' });

  expect(answer.extension?.every(({ url }) => url.startsWith('https://claims.example/fhir/StructureDefinition/'))).toBe(true);
});

test('several Claims of one Bundle are answered with a collection', async () => {
  const answer = await answerTo<Bundle>(bundle([claim('c1'), claim('c2')]));

  expect(answer.type).toBe('collection');
  expect(requestsOf(answer)).toEqual(['Claim/c1', 'Claim/c2']);
  expect(answer.entry?.some(({ response }) => response)).toBe(false);
});

test('a batch of Bundles is answered with a status each, in its order', async () => {
  const withoutPatient = { ...claim('c3'), patient: undefined } as never;
  const answer = await answerTo<Bundle>(
    bundle(
      [bundle([claim('c2')]), bundle([withoutPatient]), bundle([administration('a1')]), bundle([claim('c4'), claim('c5')]), claim('c1')],
      'batch',
    ),
  );

  expect(answer.type).toBe('batch-response');
  expect(answer.entry?.map(({ response }) => response?.status)).toEqual([
    '200 OK',
    '400 Bad Request',
    '422 Unprocessable Content',
    '200 OK',
    '200 OK',
  ]);
  expect(answer.entry?.map(({ resource }) => resource?.resourceType)).toEqual([
    'ClaimResponse',
    undefined,
    undefined,
    'Bundle',
    'ClaimResponse',
  ]);
  expect(answer.entry?.map(({ response }) => response?.outcome && expressionsOf(response.outcome))).toEqual([
    undefined,
    ['Bundle.entry[1].resource.entry[0].resource.patient'],
    ['Bundle.entry[2].resource.entry'],
    undefined,
    undefined,
  ]);
});

test('a batch inside Parameters keeps their asOf and has its places there', async () => {
  const batch = bundle([bundle([claim('c1')]), bundle([administration('a1')])], 'batch');
  const answer = await answerTo<Bundle>(parameters(batch, { asOf: '2025-05-01T00:00:00Z' }));

  const [first, second] = answer.entry ?? [];
  expect(first?.resource).toMatchObject({ resourceType: 'ClaimResponse', created: expect.stringMatching(/^2025-05-01T00:00:00/) });
  expect(second?.response?.outcome && expressionsOf(second.response.outcome)).toEqual([
    'Parameters.parameter[1].resource.entry[1].resource.entry',
  ]);
});

test.each([
  ['a batch', (batch: Bundle) => batch, 'Bundle'],
  ['a batch in Parameters', (batch: Bundle) => parameters(batch, {}), 'Parameters.parameter[0].resource'],
])('what is wrong in an entry of %s is told of one place: its text begins with none, or with that', async (_case, wrapped, root) => {
  const { status: _status, ...unstated } = claim('c2');
  const broken = { ...administration('a2'), effectivePeriod: { start: 'soon' } };
  const parts = [bundle([claim('c1')]), bundle([unstated as Resource, broken]), bundle([{ resourceType: 'Patient', id: 'p1' }])];

  const { entry = [] } = await answerTo<Bundle>(wrapped(bundle(parts, 'batch')));

  const told = entry.map(({ response }) => (response?.outcome as OperationOutcome | undefined)?.issue ?? []);
  expect(told.map(({ length }) => length > 0)).toEqual([false, true, true]);
  for (const [i, issues] of told.entries())
    for (const { details, expression: [place = ''] = [] } of issues) {
      expect(place.startsWith(`${root}.entry[${i}]`)).toBe(true);
      expect(details?.text?.replaceAll(place, '')).not.toMatch(/Bundle\.|Parameters\.|entry\[/);
    }
});

test('what is wrong with the Parameters of a batch refuses all of it, once', async () => {
  const server = await startServer();
  const batch = bundle([bundle([claim('c1')]), bundle([claim('c2')])], 'batch');

  const response = await server.submit(parameters(batch, { asOf: 'tomorrow' }));

  expect(response.status).toBe(400);
  expect(expressionsOf((await response.json()) as Resource)).toEqual(['Parameters.parameter[0]', 'Parameters.parameter[0].value']);
});

test('an entry without a resource, or with a batch of its own, is refused alone', async () => {
  const batch = bundle([bundle([claim('c1')]), bundle([bundle([claim('c2')])], 'batch')], 'batch');
  batch.entry?.push({ fullUrl: 'urn:uuid:4fcf7a4c-7a0e-4d43-a44e-5a2ad1b8a4a1' });
  const answer = await answerTo<Bundle>(batch);

  expect(answer.entry?.map(({ response }) => response?.status)).toEqual(['200 OK', '400 Bad Request', '400 Bad Request']);
});

test('a batch of bare Claims is answered in the order of the Claims', async () => {
  const answer = await answerTo<Bundle>(bundle([claim('c2'), claim('c1')], 'batch'));

  expect(answer.type).toBe('batch-response');
  expect(requestsOf(answer)).toEqual(['Claim/c2', 'Claim/c1']);
});

function requestsOf({ entry = [] }: Bundle): unknown[] {
  return entry.map(({ resource }) => (resource as ClaimResponse).request?.reference);
}

function expressionsOf(outcome: Resource): unknown[] {
  return outcome.resourceType === 'OperationOutcome' ? outcome.issue.map(({ expression }) => expression?.[0]) : [];
}
