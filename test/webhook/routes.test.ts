import { createHmac } from 'node:crypto';
import { Hono } from 'hono/tiny';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '../../handlers/http/log.ts';
import { type AppEnv, observe } from '../../handlers/http/observe.ts';
import { createSqliteQueue } from '../../handlers/store/sqlite-queue.ts';
import type { Job, JobQueue } from '../../handlers/webhook/job.ts';
import { addWebhook } from '../../handlers/webhook/routes.ts';
import type { Source, SourceProof } from '../../handlers/webhook/source.ts';
import { AUDIENCE, ISSUER, startIssuer } from '../handlers/support/issuer.ts';
import { NOON } from '../handlers/support/server.ts';

const SECRET = 'a secret of twenty or more';
const CLAIM = JSON.stringify({ resourceType: 'Claim', id: 'c1', patient: { display: 'Jane Roe' } });
const HMAC: SourceProof = { type: 'hmac', secret: SECRET };

const source = (name: string, proof: SourceProof): Source => ({
  name,
  proof,
  server: { baseUrl: 'https://fhir.example/r4', auth: { type: 'none' } },
  countsOwnAnswers: false,
  writesTask: false,
});

function start(proof: SourceProof, { queue, maxBodyBytes = 1000 }: { queue?: JobQueue; maxBodyBytes?: number } = {}) {
  const own = createSqliteQueue(':memory:', { now: () => NOON });
  onTestFinished(() => own.close());
  const put: Job[] = [];
  const lines: string[] = [];
  const kept: JobQueue = queue ?? {
    async put(jobs) {
      put.push(...jobs);
      await own.put(jobs);
    },
  };
  const app = new Hono<AppEnv>();
  app.use(
    '*',
    observe(
      createLog((line) => lines.push(line)),
      '1',
    ),
  );
  const sources = [source('one', proof), source('two', { type: 'hmac', secret: 'the secret of another source' })];
  addWebhook(app, { sources, queue: kept, config: { maxBodyBytes, maxConcurrent: 8 }, now: () => NOON });
  const send = async (path: string, body: string, headers: Record<string, string> = {}, method = 'POST') => {
    const response = await app.request(path, { method, headers, ...(method === 'GET' ? {} : { body }) });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  return { send, put, lines, pending: () => own.pending() };
}

const signed = (body: string, secret = SECRET) => ({ 'x-signature': createHmac('sha256', secret).update(body).digest('hex') });

test('a signed notification is kept and acknowledged, with an empty answer', async () => {
  const { send, put, pending } = start(HMAC);

  const { status, text } = await send('/webhook/one', CLAIM, signed(CLAIM));

  expect([status, text, put, pending()]).toEqual([200, '', [{ source: 'one', claim: 'c1' }], 1]);
});

test('a replay is acknowledged, and waits as the same one job', async () => {
  const { send, pending } = start(HMAC);

  const statuses = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await send('/webhook/one', CLAIM, signed(CLAIM))).status);

  expect([statuses, pending()]).toEqual([[200, 200, 200], 1]);
});

test.each<[string, string, Record<string, string>]>([
  ['without a signature', CLAIM, {}],
  ['with an empty one', CLAIM, { 'x-signature': '' }],
  ['with one of another body', CLAIM, signed('{}')],
  ['with one made with the secret of another source', CLAIM, signed(CLAIM, 'the secret of another source')],
  ['cut by one character', CLAIM, { 'x-signature': signed(CLAIM)['x-signature'].slice(0, -1) }],
  ['with a body that was changed by a blank', `${CLAIM} `, signed(CLAIM)],
])('%s it is refused, and nothing is kept', async (_, body, headers) => {
  const { send, put } = start(HMAC);

  const { status, text, headers: answered } = await send('/webhook/one', body, headers);

  expect([status, put]).toEqual([401, []]);
  expect(JSON.parse(text).resourceType).toBe('OperationOutcome');
  expect(answered.get('www-authenticate')).toBe('Signature realm="s9326"');
});

test('the signature is of the bytes as they came, in capitals or not', async () => {
  const body = '{ "resourceType":"Claim",\n"id":"c1", "x":"\\u00e9é" }';
  const { send } = start(HMAC);

  expect((await send('/webhook/one', body, { 'x-signature': signed(body)['x-signature'].toUpperCase() })).status).toBe(200);
});

test('a secret header is enough where it is the proof, under any spelling of its name', async () => {
  const { send, put } = start({ type: 'header', name: 'X-Our-Secret', value: SECRET });

  expect((await send('/webhook/one', CLAIM, { 'X-OUR-SECRET': SECRET })).status).toBe(200);
  expect((await send('/webhook/one', CLAIM, { 'x-our-secret': `${SECRET}.` })).status).toBe(401);
  expect((await send('/webhook/one', CLAIM, signed(CLAIM))).status).toBe(401);
  expect(put).toHaveLength(1);
});

test('a token of the issuer is enough where it is the proof', async () => {
  const issuer = await startIssuer();
  await issuer.addKey('k1');
  const jwksUrl = new URL(issuer.env.S9326_JWKS_URL ?? '');
  const { send } = start({ type: 'jwt', issuer: ISSUER, audience: AUDIENCE, jwksUrl });
  const bearer = async (claims = {}) => ({ authorization: `Bearer ${await issuer.token('k1', claims)}` });

  expect((await send('/webhook/one', CLAIM, await bearer())).status).toBe(200);
  expect((await send('/webhook/one', CLAIM, await bearer({ aud: 'another' }))).status).toBe(401);
  expect((await send('/webhook/one', CLAIM, await bearer({ exp: NOON / 1000 - 61 }))).status).toBe(401);
  expect((await send('/webhook/one', CLAIM)).status).toBe(401);
});

test('HAPI puts and deletes below the endpoint', async () => {
  const { send, put } = start({ type: 'header', name: 'x-s', value: SECRET });
  const proof = { 'x-s': SECRET };

  const statuses = [
    await send('/webhook/one/Claim/c7', CLAIM, proof, 'PUT'),
    await send('/webhook/one/Claim/c7', '', proof, 'DELETE'),
    await send('/webhook/one/Patient/p7', '{}', proof, 'PUT'),
    await send('/webhook/one', '', proof),
  ].map(({ status }) => status);

  expect(statuses).toEqual([200, 200, 200, 200]);
  expect(put).toEqual([{ source: 'one', claim: 'c7' }, { source: 'one' }]);
});

test('proof is asked below the endpoint, too', async () => {
  const { send, put } = start(HMAC);

  expect((await send('/webhook/one/Claim/c7', CLAIM, {}, 'PUT')).status).toBe(401);
  expect(put).toEqual([]);
});

test('a body as long as is allowed is read, a longer one is not', async () => {
  const { send } = start(HMAC, { maxBodyBytes: CLAIM.length });

  expect((await send('/webhook/one', CLAIM, signed(CLAIM))).status).toBe(200);
  expect((await send('/webhook/one', `${CLAIM} `, signed(`${CLAIM} `))).status).toBe(413);
});

test('what is no notification is refused with its reason', async () => {
  const { send, put } = start(HMAC);

  const { status, text } = await send('/webhook/one', '{', signed('{'));

  expect([status, JSON.parse(text).issue[0].details.text, put]).toEqual([400, 'The body is not JSON.', []]);
});

test('who cannot be kept in the queue is told to come again', async () => {
  const queue: JobQueue = {
    put: async () => {
      throw new Error('Jane Roe');
    },
  };
  const { send, lines } = start(HMAC, { queue });

  const { status, text, headers } = await send('/webhook/one', CLAIM, signed(CLAIM));

  expect([status, headers.get('retry-after')]).toEqual([503, '30']);
  expect(text + lines.join('')).not.toContain('Roe');
});

test('there is no source of another name, and no other method', async () => {
  const { send } = start(HMAC);

  expect((await send('/webhook/three', CLAIM, signed(CLAIM))).status).toBe(404);
  const get = await send('/webhook/one', '', {}, 'GET');
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
});

test('neither the log nor an answer names a claim or what it holds', async () => {
  const { send, lines } = start(HMAC);
  // No hex, of which the ids of requests are made.
  const body = CLAIM.replace('c1', 'zyzyx');

  const answers = [
    await send('/webhook/one', body, signed(body)),
    await send('/webhook/one', body),
    await send('/webhook/one/Claim/zyzyx', body, {}, 'PUT'),
  ];

  expect(lines.map((line) => JSON.parse(line).route)).toEqual([
    'POST /webhook/{source}',
    'POST /webhook/{source}',
    'PUT /webhook/{source}/{type}/{id}',
  ]);
  expect(lines.join('') + answers.map(({ text }) => text).join('')).not.toMatch(/zyzyx|Jane|Roe/);
});
