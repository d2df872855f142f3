/** A marker stands for what only the caller may see again. It is planted wherever a caller can write, and looked for wherever others read. */
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { core as realCore } from '../../handlers/http/core.ts';
import { MARKER, MARKER_WORD, planted } from './support/markers.ts';
import { administration, bundle, claim, parameters } from './support/requests.ts';
import { startServer, type TestServer } from './support/server.ts';

let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...parts) => void printed.push(parts.map(String).join(' ')));
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});

afterEach(() => void vi.restoreAllMocks());

/** Nothing in the log, nothing printed, and nothing in what is answered to anything but a judged claim. */
async function expectSilence({ lines }: TestServer, response: Response, what: string): Promise<number> {
  const body = await response.text();
  const headers = JSON.stringify([...response.headers]);
  const said = response.status === 200 ? headers + refusalsOf(body) : headers + body;
  expect(said, `answer to ${what}`).not.toContain(MARKER_WORD);
  expect(lines.join('\n'), `log of ${what}`).not.toContain(MARKER_WORD);
  expect(printed.join('\n'), `printed for ${what}`).not.toContain(MARKER_WORD);
  return response.status;
}

/** The parts of a batch that were refused; the answers to its claims are the caller's. */
function refusalsOf(body: string): string {
  const { entry = [] } = JSON.parse(body) as Bundle;
  return JSON.stringify(entry.map(({ response }) => response));
}

const PATIENT: Resource = {
  resourceType: 'Patient',
  id: 'p1',
  name: [{ text: 'Jane Roe', family: 'Roe', given: ['Jane'] }],
  identifier: [{ system: 'urn:oid:1.2.3', value: '000-00-0000' }],
  birthDate: '1950-01-01',
  address: [{ state: 'CO', line: ['1 Main Street'] }],
};

const RECORD = bundle([
  claim('c1', { diagnosis: [{ sequence: 1, diagnosisCodeableConcept: { text: 'Pain', coding: [{ code: 'G89.3' }] } }] }),
  PATIENT,
  administration('a1', { note: [{ text: 'Tolerated well' }] }),
  { resourceType: 'Coverage', id: 'v1', status: 'active', beneficiary: { reference: 'Patient/p1' }, payor: [{ display: 'Acme' }] },
]);

test.each([
  ['a Bundle', RECORD],
  ['Parameters', parameters(RECORD, { asOf: '2025-04-01T00:00:00Z', policy: 'baseline', timeZone: 'America/Denver' })],
  ['a batch', bundle([RECORD, bundle([claim('c2')])], 'batch')],
])('in every string of %s, and in every name of a property', async (_case, record) => {
  const server = await startServer();
  const statuses = new Map<number, number>();

  for (const { json, path } of planted(record)) {
    const status = await expectSilence(server, await server.submit(json), path);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }

  // Both kinds of answer were looked at, and none was a bug.
  expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
  expect(statuses.get(200)).toBeGreaterThan(10);
  expect(statuses.get(400)).toBeGreaterThan(0);
});

test('in all strings at once', async () => {
  const server = await startServer();
  const json = JSON.parse(JSON.stringify(RECORD), (key, value) => (typeof value === 'string' && key !== 'resourceType' ? MARKER : value));

  expect(await expectSilence(server, await server.submit(json), 'all strings')).toBe(400);
});

test('in a body that cannot be parsed, wherever it breaks', async () => {
  const server = await startServer();
  const text = JSON.stringify({ resourceType: 'Patient', name: [{ text: MARKER, family: MARKER }] });
  const broken = [
    MARKER,
    `{${MARKER}`,
    `"${MARKER}"`,
    `[1, ${MARKER}]`,
    `{"a": "${MARKER} at position 1 (line 1 column 2)`,
    '"\u0001Zzyzx"',
  ];
  for (let end = 1; end < text.length; end += 1) broken.push(text.slice(0, end), `${text.slice(0, end)}\n}${MARKER}`);

  for (const body of broken) expect(await expectSilence(server, await server.submit(body), body)).toBe(400);
});

test('in the value of a header, in a query and in a path', async () => {
  const server = await startServer();
  const names = [
    'accept',
    'content-type',
    'content-encoding',
    'x-request-id',
    'authorization',
    'x-api-key',
    'prefer',
    'user-agent',
    'cookie',
  ];
  const values = [MARKER, `Bearer ${MARKER_WORD}.${MARKER_WORD}.${MARKER_WORD}`, `application/fhir+json; charset=${MARKER_WORD}`];

  for (const name of names)
    for (const value of values) {
      const response = await server.submit(claim('c1'), { [name]: value });
      await expectSilence(server, response, `${name}: ${value}`);
    }
  await expectSilence(server, await server.submit(claim('c1'), {}, `?_format=${MARKER_WORD}&patient=${MARKER_WORD}`), 'query');
  for (const path of [`/fhir/Patient/${MARKER_WORD}`, `/${MARKER_WORD}?name=${MARKER_WORD}`, `/fhir/Claim/$submit/${MARKER_WORD}`])
    expect(await expectSilence(server, await fetch(server.url + path), path)).toBe(404);
});

test('in the address of a page', async () => {
  const server = await startServer();
  const { headers } = await server.submit(RECORD);
  const page = /<([^>]+)>/.exec(headers.get('link') ?? '')?.[1] ?? '';
  expect((await fetch(new URL(page, server.url))).status).toBe(200);

  for (const path of [
    `/claims/${MARKER_WORD}`,
    `/claims/${MARKER_WORD}?name=${MARKER_WORD}`,
    `/claims/%00${MARKER_WORD}`,
    `${page}${MARKER_WORD}`,
  ])
    for (const method of ['GET', 'DELETE'])
      expect(await expectSilence(server, await fetch(new URL(path, server.url), { method }), `${method} ${path}`)).toBe(404);
});

test('in an error, its name and its cause', async () => {
  class Zzyzx1 extends Error {}
  const errors = [
    new Error(MARKER, { cause: new Error(MARKER) }),
    Object.assign(new Error('x'), { name: MARKER }),
    new Zzyzx1(MARKER),
    MARKER,
  ];
  for (const error of errors) {
    const server = await startServer({
      core: {
        ...realCore,
        adjudicate: () => {
          throw error;
        },
      },
    });

    const response = await server.submit(claim('c1'));
    expect(await response.clone().json()).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'exception' }] });
    expect(server.lines).toHaveLength(1);
    expect(await expectSilence(server, response, String(error))).toBe(500);
  }
});
