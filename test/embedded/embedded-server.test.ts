import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bundle, Claim, OperationOutcome, Resource, Subscription } from '@medplum/fhirtypes';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createEmbeddedServer, type EmbeddedServer } from '../../handlers/fhir-server/embedded/embedded-server.ts';
import { SECRET_EXTENSION } from '../../handlers/fhir-server/embedded/subscriptions.ts';
import { claim } from '../handlers/support/requests.ts';

const BASE = 'http://127.0.0.1:1/fhir';

async function ask<T = Resource>(
  server: EmbeddedServer,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await server.handle(new Request(`${BASE}${path}`, { method, headers, ...init }));
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}

describe('reading and writing', () => {
  test('what is put under an id is there under it, with a version', async () => {
    const server = createEmbeddedServer(BASE);

    const put = await ask(server, 'PUT', '/Patient/p1', { resourceType: 'Patient', id: 'p1', gender: 'female' });
    const read = await ask(server, 'GET', '/Patient/p1');

    expect([put.status, read.status]).toEqual([200, 200]);
    expect(read.body).toEqual({ resourceType: 'Patient', id: 'p1', gender: 'female', meta: put.body.meta });
    expect(read.headers.get('etag')).toBe(`W/"${put.body.meta?.versionId}"`);
  });

  test('what is posted gets an id, and is found where Location says', async () => {
    const server = createEmbeddedServer(BASE);

    const { status, headers, body } = await ask(server, 'POST', '/Patient', { resourceType: 'Patient' });

    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`${BASE}/Patient/${body.id}/_history/${body.meta?.versionId}`);
    expect((await ask(server, 'GET', `/Patient/${body.id}?_format=json`)).body).toEqual(body);
  });

  test('what is no R4 is refused, alone and as an entry', async () => {
    const server = createEmbeddedServer(BASE);
    const { status: _status, use: _use, ...broken } = claim('c1');
    const entry = [{ request: { method: 'PUT', url: 'Claim/c1' }, resource: broken }];

    const alone = await ask<OperationOutcome>(server, 'PUT', '/Claim/c1', broken);
    const together = await ask<Bundle>(server, 'POST', '/', { resourceType: 'Bundle', type: 'batch', entry });

    expect(alone.status).toBe(400);
    expect(alone.body.issue.map(({ expression }) => expression?.[0])).toEqual(['Claim.status', 'Claim.use']);
    expect(together.body.entry?.map(({ response }) => response?.status)).toEqual(['400']);
    expect((await ask(server, 'GET', '/Claim/c1')).status).toBe(404);
  });

  test('what is no JSON is refused', async () => {
    const { status, body } = await ask(createEmbeddedServer(BASE), 'POST', '/Patient', '{');

    expect([status, body.resourceType]).toEqual([400, 'OperationOutcome']);
  });

  test('a search that finds more than a page holds says where the next one is', async () => {
    const server = createEmbeddedServer(BASE);
    for (const id of ['a', 'b', 'c']) await ask(server, 'PUT', `/Patient/${id}`, { resourceType: 'Patient', id, gender: 'female' });

    const first = await ask<Bundle>(server, 'GET', '/Patient?gender=female&_count=2&_sort=_id');
    const [next] = first.body.link ?? [];
    const second = await ask<Bundle>(server, 'GET', next?.url.slice(BASE.length) ?? '');

    expect(next?.relation).toBe('next');
    expect([first, second].map(({ body }) => body.entry?.map(({ resource }) => resource?.id))).toEqual([['a', 'b'], ['c']]);
    expect(second.body.link).toBeUndefined();
  });

  test('of many who create unless it is there, one does', async () => {
    const server = createEmbeddedServer(BASE);
    const patient = { resourceType: 'Patient', identifier: [{ system: 'urn:x', value: '1' }] };

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask(server, 'POST', '/Patient', patient, { 'if-none-exist': 'identifier=urn:x|1' })),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});

interface Told {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

async function startReceiver(statuses: number[] = []): Promise<{ url: string; told: Told[] }> {
  const told: Told[] = [];
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    told.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
    response.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void receiver.close());
  return { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, told };
}

const subscription = (endpoint: string, more: Partial<Subscription> = {}): Subscription => ({
  resourceType: 'Subscription',
  status: 'active',
  reason: 'test',
  criteria: 'Claim',
  channel: { type: 'rest-hook', endpoint, payload: 'application/fhir+json' },
  ...more,
});

describe('a Subscription', () => {
  test('is told of each Claim that is created, updated or deleted, signed, and of nothing else', async () => {
    const server = createEmbeddedServer(BASE);
    const { url, told } = await startReceiver();
    await server.create(subscription(url, { extension: [{ url: SECRET_EXTENSION, valueString: 'a secret' }] }));

    await ask(server, 'PUT', '/Patient/p1', { resourceType: 'Patient', id: 'p1' });
    const { body: created } = await ask<Claim>(server, 'PUT', '/Claim/c1', claim('c1'));
    await server.settled();
    const { body: updated } = await ask<Claim>(server, 'PUT', '/Claim/c1', { ...claim('c1'), status: 'cancelled' });
    await server.settled();
    await ask(server, 'DELETE', '/Claim/c1');
    await server.settled();

    expect(told.map(({ body }) => JSON.parse(body))).toEqual([created, updated, {}]);
    expect(told.map(({ headers }) => headers['x-medplum-interaction'])).toEqual(['create', 'update', 'delete']);
    expect(told.map(({ headers }) => headers['x-medplum-deleted-resource'])).toEqual([undefined, undefined, 'Claim/c1']);
    expect(told.map(({ headers }) => headers['x-signature'])).toEqual(
      told.map(({ body }) => createHmac('sha256', 'a secret').update(body).digest('hex')),
    );
  });

  test('is told again when it does not answer well', async () => {
    const server = createEmbeddedServer(BASE);
    const { url, told } = await startReceiver([503]);
    await server.create(subscription(url));

    await ask(server, 'PUT', '/Claim/c1', claim('c1'));
    await server.settled();

    expect(told).toHaveLength(2);
  });

  test('is told after all of a transaction is written', async () => {
    const server = createEmbeddedServer(BASE);
    const { url, told } = await startReceiver();
    await server.create(subscription(url));
    const entry = [claim('c1'), { resourceType: 'Patient', id: 'p1' }].map((resource) => ({
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
      resource,
    }));

    const { status } = await ask(server, 'POST', '/', { resourceType: 'Bundle', type: 'transaction', entry });
    const patient = await ask(server, 'GET', '/Patient/p1');
    await server.settled();

    expect([status, patient.status, told.length]).toEqual([200, 200, 1]);
  });

  test('is not told at another machine, by another kind of channel, or once it is off', async () => {
    const server = createEmbeddedServer(BASE);
    const { url, told } = await startReceiver();
    await server.create(subscription(url.replace('127.0.0.1', '127.0.0.1.example')));
    await server.create(subscription(url, { channel: { type: 'email', endpoint: url } }));
    await server.create(subscription(url, { status: 'off' }));

    await ask(server, 'PUT', '/Claim/c1', claim('c1'));
    await server.settled();

    expect(told).toEqual([]);
  });
});
