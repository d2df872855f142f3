import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Notification } from '../../handlers/webhook/notification.ts';
import { readNotification } from '../../handlers/webhook/read-notification.ts';

const BASE = 'https://fhir.example/r4';
const bytes = (body: unknown): Uint8Array => new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));

function read(body: unknown, more: { baseUrl?: string } = {}) {
  const answer = readNotification({ method: 'POST', body: bytes(body), baseUrl: BASE, ...more });
  return answer.ok ? answer.notification : answer.issues.map(({ expression, text }) => `${expression}: ${text}`);
}

const at = (method: 'POST' | 'PUT' | 'DELETE', type: string, id: string) => {
  const answer = readNotification({ method, target: { type, id }, body: bytes(''), baseUrl: BASE });
  return answer.ok ? answer.notification : answer.issues.map(({ text }) => text);
};

describe('Medplum', () => {
  test('sends the Claim: its id is taken, and nothing else of it', () => {
    expect(read({ resourceType: 'Claim', id: 'c1', patient: { reference: 'Patient/another' } })).toEqual({ kind: 'claims', ids: ['c1'] });
  });

  test('sends an empty object for what was deleted', () => {
    expect(read({})).toEqual({ kind: 'nothing', why: 'deleted' });
  });

  test('sends other resources, which are none of ours', () => {
    expect(read({ resourceType: 'ClaimResponse', id: 'r1' })).toEqual({ kind: 'nothing', why: 'other-type' });
  });

  test.each([[undefined], [''], ['a/b'], ['x'.repeat(65)], [7]])('a Claim with the id %j is refused', (id) => {
    expect(read({ resourceType: 'Claim', id })).toEqual(['Claim.id: The Claim has no id that it could be read by.']);
  });
});

describe('HAPI', () => {
  test('puts the resource below the endpoint', () => {
    expect(at('PUT', 'Claim', 'c1')).toEqual({ kind: 'claims', ids: ['c1'] });
    expect(at('POST', 'Claim', 'c1')).toEqual({ kind: 'claims', ids: ['c1'] });
    expect(at('PUT', 'Patient', 'p1')).toEqual({ kind: 'nothing', why: 'other-type' });
  });

  test('deletes below the endpoint what was deleted', () => {
    expect(at('DELETE', 'Claim', 'c1')).toEqual({ kind: 'nothing', why: 'deleted' });
  });

  test('an id that is none is refused', () => {
    expect(at('PUT', 'Claim', '../Patient')).toEqual(['The path does not end in the id of a Claim.']);
  });

  test('posts nothing where the Subscription has no payload: somebody has to look', () => {
    expect(read('')).toEqual({ kind: 'look' });
  });

  test('posts a transaction for a topic: its Claims are taken, each once', () => {
    const entry = [
      { resource: { resourceType: 'Claim', id: 'c1' } },
      { resource: { resourceType: 'Patient', id: 'p1' } },
      { resource: { resourceType: 'Claim', id: 'c1' } },
      { resource: { resourceType: 'Claim' } },
    ];
    expect(read({ resourceType: 'Bundle', type: 'transaction', entry })).toEqual({ kind: 'claims', ids: ['c1'] });
    expect(read({ resourceType: 'Bundle', type: 'transaction' })).toEqual({ kind: 'nothing', why: 'other-type' });
  });
});

describe('the backport', () => {
  const FOCUS = `${BASE}/Claim/c1`;
  const parameters = (type: string, status = 'active', focuses: (string | undefined)[] = []) => ({
    resourceType: 'Parameters',
    parameter: [
      { name: 'status', valueCode: status },
      { name: 'type', valueCode: type },
      ...focuses.map((reference) => ({
        name: 'notification-event',
        part: [{ name: 'event-number', valueString: '1' }, ...(reference ? [{ name: 'focus', valueReference: { reference } }] : [])],
      })),
    ],
  });
  const status = (type: string, of = 'active', focuses: (string | undefined)[] = []) => ({
    resourceType: 'SubscriptionStatus',
    type,
    status: of,
    notificationEvent: focuses.map((reference) => ({ eventNumber: 1, ...(reference ? { focus: { reference } } : {}) })),
  });
  const r4 = (resource: object, more: object[] = []) => ({ resourceType: 'Bundle', type: 'history', entry: [{ resource }, ...more] });
  const r5 = (resource: object, more: object[] = []) => ({ ...r4(resource, more), type: 'subscription-notification' });

  test.each<[string, (type: string, status?: string, focuses?: (string | undefined)[]) => unknown]>([
    ['R4', (...given) => r4(parameters(...given))],
    ['R4B', (...given) => r4(status(...given))],
    ['R5', (...given) => r5(status(...given))],
  ])('in %s: handshake, heartbeat, empty, id-only, of another type, of another server, in error, off', (_, notification) => {
    const cases: [unknown, Notification][] = [
      [notification('handshake', 'requested'), { kind: 'nothing', why: 'handshake' }],
      [notification('heartbeat'), { kind: 'nothing', why: 'heartbeat' }],
      [notification('query-status'), { kind: 'nothing', why: 'query' }],
      [notification('event-notification', 'active', [undefined]), { kind: 'look' }],
      [notification('event-notification', 'active', [FOCUS, 'Claim/c2', `${FOCUS}/_history/3`]), { kind: 'claims', ids: ['c1', 'c2'] }],
      [notification('query-event', 'active', [FOCUS]), { kind: 'claims', ids: ['c1'] }],
      [notification('event-notification', 'active', [`${BASE}/Patient/p1`]), { kind: 'nothing', why: 'other-type' }],
      [notification('event-notification', 'active', ['https://169.254.169.254/r4/Claim/c1']), { kind: 'nothing', why: 'elsewhere' }],
      [notification('event-notification', 'active', [`${BASE}.example/Claim/c1`]), { kind: 'nothing', why: 'elsewhere' }],
      [notification('heartbeat', 'error'), { kind: 'look' }],
      [notification('event-notification', 'off', [FOCUS]), { kind: 'nothing', why: 'ended' }],
    ];
    for (const [given, expected] of cases) expect(read(given)).toEqual(expected);
  });

  test('full-resource: the ids are taken, also of Claims that are named in entries only; what they hold is not', () => {
    const entry = { fullUrl: `${BASE}/Claim/c9`, resource: { resourceType: 'Claim', id: 'c9', patient: { reference: 'Patient/another' } } };
    expect(read(r4(parameters('event-notification', 'active', [undefined]), [entry]))).toEqual({ kind: 'claims', ids: ['c9'] });
  });

  test('an entry under a URN is named by what was asked for, or by itself', () => {
    const resource = { resourceType: 'Claim', id: 'c9' };
    for (const entry of [
      { fullUrl: 'urn:uuid:x', resource, request: { method: 'PUT', url: 'Claim/c9' } },
      { fullUrl: 'urn:uuid:x', resource, request: { method: 'POST', url: 'Claim' } },
      { resource },
    ])
      expect(read(r4(parameters('event-notification', 'active', [undefined]), [entry]))).toEqual({ kind: 'claims', ids: ['c9'] });
  });

  test('an event that does not say what it is about makes somebody look, whatever the others say', () => {
    const event = (...focuses: (string | undefined)[]) => parameters('event-notification', 'active', focuses);
    expect(read(r4(event(FOCUS, undefined)))).toEqual({ kind: 'look' });
    expect(read(r4(event(undefined, undefined), [{ fullUrl: `${BASE}/Claim/c1` }]))).toEqual({ kind: 'look' });
    expect(read(r4(event(undefined), [{ fullUrl: `${BASE}/Patient/p1` }]))).toEqual({ kind: 'nothing', why: 'other-type' });
  });

  const file = (name: string) => readFileSync(join(import.meta.dirname, '../data/inferno-subscriptions', `${name}.json`), 'utf8');
  const SERVER = { baseUrl: 'https://fhirserver.org/fhir' };

  test.each<[string, Notification]>([
    ['handshake_bundle_example', { kind: 'nothing', why: 'handshake' }],
    ['heartbeat_bundle_example', { kind: 'nothing', why: 'heartbeat' }],
    ['empty_notification_bundle_example', { kind: 'look' }],
    // It lacks `request` in its entry, and can be understood all the same.
    ['empty_notification_bundle_non_conformant_example', { kind: 'look' }],
    ['id_only_notification_bundle_example', { kind: 'nothing', why: 'other-type' }],
    ['full_resource_notification_bundle_example', { kind: 'nothing', why: 'other-type' }],
  ])("Inferno's %s", (name, expected) => {
    expect(read(file(name), SERVER)).toEqual(expected);
  });

  test.each([['id_only_notification_bundle_example'], ['full_resource_notification_bundle_example']])(
    "Inferno's %s leads to the Claim, were it about one",
    (name) => {
      expect(read(file(name).replaceAll('Encounter', 'Claim'), SERVER)).toEqual({
        kind: 'claims',
        ids: ['86009987-eabe-42bf-8c02-b112b18cb616'],
      });
      expect(read(file(name).replaceAll('Encounter', 'Claim'))).toEqual({ kind: 'nothing', why: 'elsewhere' });
    },
  );

  test("Inferno's answer to $status is no notification", () => {
    expect(read(file('subscription_status_example'), SERVER)).toEqual([
      'Bundle.type: The Bundle is not a notification: its type, or its first entry, is another.',
    ]);
  });
});

test.each<[unknown, string]>([
  ['{', ': The body is not JSON.'],
  ['[]', ': The body is not a resource.'],
  ['"x"', ': The body is not a resource.'],
  [{ id: 'c1' }, ': The body is not a resource.'],
  [
    { resourceType: 'Bundle', type: 'history', entry: [null] },
    'Bundle.type: The Bundle is not a notification: its type, or its first entry, is another.',
  ],
  [
    { resourceType: 'Bundle', type: 'collection' },
    'Bundle.type: The Bundle is not a notification: its type, or its first entry, is another.',
  ],
])('%j is refused', (body, issue) => {
  expect(read(body)).toEqual([issue]);
});

test('strange shapes inside are passed over', () => {
  for (const parameter of [7, null, [null, 7, { part: 7 }, { name: 'notification-event', part: [{ name: 'focus', valueReference: 7 }] }]])
    expect(read({ resourceType: 'Bundle', type: 'history', entry: [{ resource: { resourceType: 'Parameters', parameter } }] })).toEqual({
      kind: 'look',
    });
});
