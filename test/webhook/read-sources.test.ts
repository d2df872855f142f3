import { expect, test } from 'vitest';
import { readSources } from '../../handlers/webhook/read-sources.ts';

const SECRET = 'twenty characters ok';
const source = (more: object = {}) => ({
  name: 'medplum',
  proof: { type: 'hmac', secret: SECRET },
  server: { baseUrl: 'https://fhir.example/r4/', auth: { type: 'bearer', token: 't' } },
  ...more,
});
const read = (sources: unknown, environment: Record<string, string> = {}) =>
  readSources({ S9326_SOURCES: typeof sources === 'string' ? sources : JSON.stringify(sources), ...environment });
const problems = (sources: unknown, environment?: Record<string, string>) => {
  const answer = read(sources, environment);
  return answer.ok ? [] : answer.problems;
};

test('none are configured', () => {
  expect([readSources({}), read(''), read('[]')]).toEqual(Array(3).fill({ ok: true, sources: [] }));
});

test('a source in full', () => {
  expect(read([source({ policy: 'bcbsnc-2011', timeZone: 'America/Chicago', countsOwnAnswers: true, writesTask: true })])).toEqual({
    ok: true,
    sources: [
      {
        name: 'medplum',
        proof: { type: 'hmac', secret: SECRET },
        server: { baseUrl: 'https://fhir.example/r4', auth: { type: 'bearer', token: 't' } },
        policy: 'bcbsnc-2011',
        timeZone: 'America/Chicago',
        countsOwnAnswers: true,
        writesTask: true,
      },
    ],
  });
});

test('what is not said is off', () => {
  const answer = read([source()]);
  expect(answer.ok && answer.sources[0]).toMatchObject({ countsOwnAnswers: false, writesTask: false });
});

test('each kind of proof and of access', () => {
  const key = { kty: 'EC', crv: 'P-384', x: 'x', y: 'y', d: 'd' };
  const client = { clientId: 'c', tokenUrl: 'https://auth.example/token', scope: 'system/*.rs' };
  const all = [
    source({
      proof: { type: 'header', name: 'X-Secret', value: SECRET },
      server: { baseUrl: 'http://127.0.0.1:8080/fhir', auth: { type: 'none' } },
    }),
    source({
      name: 'b',
      proof: { type: 'jwt', issuer: 'https://i.example', audience: 'us', jwksUrl: 'https://i.example/keys' },
      server: { baseUrl: 'https://b.example', auth: { type: 'client-secret', clientSecret: 's', ...client } },
    }),
    source({ name: 'c', server: { baseUrl: 'https://c.example', auth: { type: 'private-key', privateKey: key, ...client } } }),
  ];
  const answer = read(all);
  expect(answer.ok && answer.sources.map(({ proof, server }) => [proof.type, server.auth])).toEqual([
    ['header', { type: 'none' }],
    ['jwt', { type: 'client-secret', clientSecret: 's', ...client }],
    ['hmac', { type: 'private-key', privateKey: key, ...client }],
  ]);
});

test('a secret may stand in a variable of its own', () => {
  const proof = { type: 'hmac', secret: { env: 'HOOK_SECRET' } };
  const answer = read([source({ proof })], { HOOK_SECRET: SECRET });
  expect(answer.ok && answer.sources[0]?.proof).toEqual({ type: 'hmac', secret: SECRET });
  expect(problems([source({ proof })])).toEqual([
    'S9326_SOURCES[0].proof.secret must be a secret of 20 characters or more, or { "env": the variable that has it }',
  ]);
});

test('a private key may stand in a variable of its own', () => {
  const auth = { type: 'private-key', clientId: 'c', privateKey: { env: 'KEY' } };
  const given = [source({ server: { baseUrl: 'https://c.example', auth } })];
  const answer = read(given, { KEY: '{"kty":"EC","d":"d"}' });
  expect(answer.ok && answer.sources[0]?.server.auth).toMatchObject({ privateKey: { kty: 'EC', d: 'd' } });
  for (const KEY of ['{"kty":"EC"}', '{'])
    expect(problems(given, { KEY })).toEqual([
      'S9326_SOURCES[0].server.auth.privateKey must be a private key as JWK, or { "env": the variable that has it }',
    ]);
});

test('every problem is named at once, by its place and never with a value', () => {
  const found = problems([
    source({
      name: 'Jane Roe',
      proof: { type: 'hmac', secret: 'short' },
      server: { baseUrl: 'http://fhir.example', auth: { type: 'magic' } },
    }),
    source({ name: 'b', proof: 7, writesTask: 'yes', surprise: 'Jane Roe' }),
    source({ name: 'c', server: { baseUrl: 'https://user:pass@c.example', auth: { type: 'bearer', token: '' } } }),
    source({ name: 'b' }),
  ]);
  expect(found).toEqual([
    'S9326_SOURCES[0].name must be 1 to 40 small letters, digits and hyphens',
    'S9326_SOURCES[0].proof.secret must be a secret of 20 characters or more, or { "env": the variable that has it }',
    'S9326_SOURCES[0].server.baseUrl must be an https URL (http only on loopback) without a query',
    'S9326_SOURCES[0].server.auth.type must be one of none, bearer, client-secret, private-key',
    'S9326_SOURCES[1].proof must be an object',
    'S9326_SOURCES[1].writesTask must be true or false',
    'S9326_SOURCES[1] may only have name, proof, server, policy, timeZone, countsOwnAnswers, writesTask',
    'S9326_SOURCES[2].server.baseUrl must be an https URL (http only on loopback) without a query',
    'S9326_SOURCES[2].server.auth.token must be a secret, or { "env": the variable that has it }',
    'S9326_SOURCES[3].name is that of another source',
  ]);
});

test.each([['{'], ['{}'], ['7']])('%s is no list of sources', (text) => {
  expect(problems(text)).toEqual(['S9326_SOURCES must be a JSON array of sources']);
});

test('a name of 40 characters is taken, of 41 not; a secret of 20, of 19 not', () => {
  const hmac = (secret: string) => ({ proof: { type: 'hmac', secret } });
  expect(problems([source({ name: 'a'.repeat(40), ...hmac('s'.repeat(20)) })])).toEqual([]);
  expect(problems([source({ name: 'a'.repeat(41), ...hmac('s'.repeat(19)) })])).toHaveLength(2);
});

test('a policy that is not shipped and a zone that does not exist are refused', () => {
  expect(problems([source({ policy: 'acme-2025', timeZone: 'America/Springfield' })])).toEqual([
    expect.stringMatching(/^S9326_SOURCES\[0\]\.policy must be one of .*bcbsnc-2011/),
    'S9326_SOURCES[0].timeZone must be an IANA time zone',
  ]);
});

test('a base with a query is refused; blanks around a secret are not part of it', () => {
  const server = { baseUrl: 'https://x.example/fhir?tenant=1', auth: { type: 'none' } };
  expect(problems([source({ server })])).toEqual([
    'S9326_SOURCES[0].server.baseUrl must be an https URL (http only on loopback) without a query',
  ]);
  const answer = read([source({ proof: { type: 'hmac', secret: ` ${SECRET}\n` } })]);
  expect(answer.ok && answer.sources[0]?.proof).toEqual({ type: 'hmac', secret: SECRET });
});
