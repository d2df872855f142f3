/** All that the packaged function prints, as CloudWatch would get it, while markers come in wherever a caller can write. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_KEY_SHA256, eventOf } from '../handlers/support/event.ts';
import { MARKER, MARKER_WORD, planted } from '../handlers/support/markers.ts';
import { administration, bundle, claim, parameters } from '../handlers/support/requests.ts';
import type { Lambda } from './support/lambda.ts';
import { HAS_NO_CLIENT, startPackaged } from './support/start.ts';

const RECORD = bundle([
  claim('c1', { insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v1' } }] }),
  { resourceType: 'Patient', id: 'p1', name: [{ text: 'Jane Roe' }], address: [{ state: 'CO' }] },
  { resourceType: 'Coverage', id: 'v1', status: 'active', beneficiary: { reference: 'Patient/p1' }, payor: [{ display: 'Acme' }] },
  administration('a1', { note: [{ text: 'Tolerated well' }] }),
]);

describe.skipIf(HAS_NO_CLIENT)('what the packaged submit prints', () => {
  let lambda: Lambda;
  beforeAll(async () => {
    lambda = await startPackaged('submit');
  });
  afterAll(() => lambda?.stop());

  /** A line of the log and one of metrics at least, for each request; none has a marker. */
  function expectSilence(requests: number) {
    const printed = lambda.stdout().filter((line) => line.includes('"message":"request"'));
    expect(printed.length).toBeGreaterThanOrEqual(requests);
    expect(lambda.stdout().filter((line) => line.includes('_aws')).length).toBeGreaterThanOrEqual(requests);
    expect(`${lambda.stdout().join('\n')}${lambda.stderr()}`).not.toContain(MARKER_WORD);
  }

  test.each([
    ['a Bundle', RECORD],
    ['Parameters', parameters(RECORD, { asOf: '2025-04-01T00:00:00Z', policy: 'baseline', timeZone: 'America/Denver' })],
  ])('with one in every string of %s, and in every name of a property', async (_case, record) => {
    const statuses = new Set<number | undefined>();
    const all = [...planted(record)];

    for (const { json } of all) {
      const { statusCode, headers, body = '' } = await lambda.call(eventOf(json));
      statuses.add(statusCode);
      expect(JSON.stringify(headers)).not.toContain(MARKER_WORD);
      if (statusCode !== 200) expect(body).not.toContain(MARKER_WORD);
    }

    expect([...statuses]).toEqual(expect.arrayContaining([200, 400]));
    expect([...statuses].filter((status = 500) => status >= 500)).toEqual([]);
    expectSilence(all.length);
  });

  test('with one in the event: a header, its name, a path, a query, a cookie, a broken body', async () => {
    const event = eventOf(claim('c1'));
    const http = { ...event.requestContext.http, userAgent: MARKER };
    const names = [
      'accept',
      'content-type',
      'content-encoding',
      'content-length',
      'x-request-id',
      'authorization',
      'x-api-key',
      'prefer',
      'host',
    ];
    const events = [
      ...[...names, MARKER, MARKER_WORD].map((name) => ({ ...event, headers: { ...event.headers, [name]: MARKER } })),
      ...['\u0000', '\n', '\u4e00'].map((odd) => ({ ...event, headers: { ...event.headers, 'x-request-id': `${odd}${MARKER}` } })),
      { ...event, rawQueryString: `_format=${MARKER_WORD}&name=${MARKER_WORD}`, queryStringParameters: { name: MARKER } },
      { ...event, rawPath: `/fhir/Patient/${MARKER_WORD}`, requestContext: { ...event.requestContext, http } },
      { ...event, rawPath: `/%${MARKER}`, cookies: [MARKER], pathParameters: { id: MARKER }, stageVariables: { name: MARKER } },
      { ...event, body: `{"a": "${MARKER}` },
      { ...event, body: MARKER, isBase64Encoded: true },
      { ...event, body: Buffer.from(`{"a": ${MARKER}`).toString('base64'), isBase64Encoded: true },
    ];

    for (const each of events) {
      const { statusCode = 500, headers, body } = await lambda.call(each);
      expect(statusCode).toBeLessThan(500);
      expect(JSON.stringify([headers, statusCode === 200 ? '' : body])).not.toContain(MARKER_WORD);
    }
    expectSilence(events.length);
  });

  test('with one in what is no event of an HTTP API', async () => {
    for (const event of [MARKER, { [MARKER]: MARKER }, { requestContext: MARKER }, { ...eventOf({}), headers: MARKER }, null])
      expect(JSON.stringify(await lambda.invoke(event))).not.toContain(MARKER_WORD);

    expect(`${lambda.stdout().join('\n')}${lambda.stderr()}`).not.toContain(MARKER_WORD);
  });
});

describe.skipIf(HAS_NO_CLIENT)('a configuration that cannot be used', () => {
  test.each(['submit', 'metadata'])('stops %s as it starts: each variable is named, with no value', async (name) => {
    const lambda = await startPackaged(name, {
      S9326_API_KEY_SHA256: `${API_KEY_SHA256},${MARKER}`,
      S9326_JWT_ISSUER: MARKER,
      S9326_CANONICAL_BASE: MARKER,
    }).catch((error: unknown) => error as Error);
    const told =
      lambda instanceof Error ? lambda.message : `${JSON.stringify(lambda.initError)}${lambda.stdout().join('\n')}${lambda.stderr()}`;
    if (!(lambda instanceof Error)) await lambda.stop();

    expect(told).toContain('The configuration cannot be used');
    for (const variable of ['S9326_API_KEY_SHA256', 'S9326_JWT_AUDIENCE', 'S9326_JWKS_URL', 'S9326_CANONICAL_BASE'])
      expect(told).toContain(variable);
    expect(told).not.toContain(MARKER_WORD);
    expect(told).not.toContain(API_KEY_SHA256);
  });
});
