/** Bulk Data Access as servers do it, well and badly, on loopback. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bringRecord, type ServerSource } from '../../handlers/sweep/from-server.ts';
import { sweep } from '../../handlers/sweep/sweep.ts';
import { type Asked, type Handler, type HttpServer, type Reply, startHttpServer } from '../fhir-server/support/http-server.ts';
import { soakRecord } from '../soak/webhook-records.ts';
import { folder } from '../sweep/source.ts';

const TOKEN = 'of-this-server';
const TIME = '2025-04-01T00:00:00.000Z';

interface Bulk extends HttpServer {
  readonly paths: () => readonly string[];
}

/** `on` answers what it wants to in place of a server that does all right: kick-off, one 202, a manifest, and the files. */
async function startBulk(
  on: (path: string, asked: Asked, count: number, origin: string) => ReturnType<Handler> = () => undefined,
  files?: Record<string, string>,
): Promise<Bulk> {
  const { claim, evidence } = soakRecord(1);
  const all = files ?? Object.fromEntries([claim, ...evidence].map((each) => [each.resourceType, `${JSON.stringify(each)}\n`]));
  const counts = new Map<string, number>();
  const server: HttpServer = await startHttpServer(async (asked, response) => {
    const url = new URL(asked.url, server.origin);
    const count = (counts.get(url.pathname) ?? 0) + 1;
    counts.set(url.pathname, count);
    const own = await on(url.pathname, asked, count, server.origin);
    if (own) return own;
    if (response.writableEnded) return undefined;
    if (url.pathname.endsWith('$export')) return { status: 202, headers: { 'content-location': `${server.origin}/fhir/status/1` } };
    if (asked.method === 'DELETE') return { status: 202 };
    if (url.pathname === '/fhir/status/1')
      return count === 1 ? { status: 202, headers: { 'retry-after': '3', 'x-progress': '50%' } } : { body: manifestOf(server.origin, all) };
    const type = /^\/files\/(\w+)$/.exec(url.pathname)?.[1] ?? '';
    return all[type] === undefined ? { status: 404 } : { headers: { 'content-type': 'application/fhir+ndjson' }, body: all[type] };
  });
  return { ...server, paths: () => server.asked.map(({ method, url }) => `${method} ${url.split('?')[0]}`) };
}

const manifestOf = (origin: string, files: Record<string, string>, more: object = {}) => ({
  transactionTime: TIME,
  request: `${origin}/fhir/$export`,
  requiresAccessToken: true,
  output: Object.keys(files).map((type) => ({ type, url: `${origin}/files/${type}` })),
  error: [],
  ...more,
});

interface Run {
  readonly waits: number[];
  readonly told: string[];
  readonly directory: string;
  bring(more?: Partial<ServerSource>): ReturnType<typeof bringRecord>;
}

function runOf({ origin }: HttpServer, directory = folder()): Run {
  const [waits, told]: [number[], string[]] = [[], []];
  return {
    waits,
    told,
    directory,
    bring: (more) =>
      bringRecord({
        access: { baseUrl: `${origin}/fhir`, auth: { type: 'bearer', token: TOKEN } },
        level: '',
        directory: join(directory, 'record'),
        now: () => Date.parse('2025-04-01T12:00:00Z'),
        sleep: async (ms) => void waits.push(ms),
        onProgress: (text) => told.push(text),
        ...more,
      }),
  };
}

const queryOf = ({ asked }: HttpServer, nth = 0) =>
  new URL(asked.filter(({ url }) => url.includes('$export'))[nth]?.url ?? '', 'http://x').searchParams;
const tokensOf = ({ asked }: HttpServer, path: RegExp) =>
  asked.filter(({ url }) => path.test(url)).map(({ headers }) => headers.authorization);
const idsIn = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { resourceType, id } = JSON.parse(line) as { resourceType: string; id: string };
      return `${resourceType}/${id}`;
    });

test('is asked for with GET, waited for as the server says, fetched, and given back', async () => {
  const server = await startBulk();
  const run = runOf(server);
  const { file, errors } = await run.bring();

  expect(server.asked[0]).toMatchObject({
    method: 'GET',
    headers: { prefer: 'respond-async', accept: 'application/fhir+json', authorization: `Bearer ${TOKEN}` },
  });
  expect(queryOf(server).get('_type')?.split(',')).toContain('MedicationAdministration');
  expect([queryOf(server).get('_since'), queryOf(server).get('_outputFormat')]).toEqual([null, 'application/fhir+ndjson']);
  expect(run.waits).toEqual([3000]);
  expect(run.told).toContain('The server is at it: 50%');
  expect(server.paths().at(-1)).toBe('DELETE /fhir/status/1');
  expect([idsIn(file), errors]).toEqual([['Claim/c1', 'Coverage/v1', 'MedicationAdministration/a1', 'Patient/p1'], 0]);
  expect(readdirSync(join(run.directory, 'record')).sort()).toEqual(['record.ndjson', 'source-state.json']);
});

test('what was brought is swept like a folder', async () => {
  const { file } = await runOf(await startBulk()).bring();
  const asOf = Date.UTC(2025, 3, 1);
  const outputs = await sweep({ source: file, directory: folder(), options: { policies: [], asOf }, threads: 1, now: () => asOf });
  expect(outputs?.summary).toMatchObject({ claims: 1, setAside: 0 });
});

test('the next one asks for what is new since the server’s own time, and puts newer versions in the old ones’ place and takes out what was deleted', async () => {
  const claim = { ...soakRecord(1).claim, meta: { lastUpdated: '2025-04-02T00:00:00Z' } };
  const gone = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ request: { method: 'DELETE', url: 'MedicationAdministration/a1' } }],
  };
  const directory = folder();
  await runOf(await startBulk(), directory).bring();
  let second = false;
  const server = await startBulk((path, _asked, _count, origin): Reply | undefined => {
    if (path === '/fhir/status/1')
      return {
        body: {
          ...manifestOf(origin, { Claim: '' }),
          transactionTime: '2025-04-03T00:00:00Z',
          deleted: [{ type: 'Bundle', url: `${origin}/files/gone` }],
        },
      };
    if (path === '/files/gone') return { body: `${JSON.stringify(gone)}\n` };
    second ||= path === '/files/Claim';
    return path === '/files/Claim' ? { body: `${JSON.stringify(claim)}\n` } : undefined;
  });
  // The same server at another port of loopback.
  const state = join(directory, 'record', 'source-state.json');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(state, readFileSync(state, 'utf8').replace(/http:\/\/[^/]+/, server.origin));
  const { file } = await runOf(server, directory).bring();

  expect([queryOf(server).get('_since'), second]).toEqual([TIME, true]);
  expect(idsIn(file)).toEqual(['Claim/c1', 'Coverage/v1', 'Patient/p1']);
  expect(readFileSync(file, 'utf8')).toContain('2025-04-02T00:00:00Z');
  expect(JSON.parse(readFileSync(state, 'utf8')).transactionTime).toBe('2025-04-03T00:00:00Z');
});

test('the record of another server is not mixed with it', async () => {
  const directory = folder();
  await runOf(await startBulk(), directory).bring();
  const other = await startBulk(undefined, { Patient: '{"resourceType":"Patient","id":"other"}\n' });
  const { file } = await runOf(other, directory).bring();
  expect([idsIn(file), queryOf(other).get('_since')]).toEqual([['Patient/other'], null]);
});

test.each([
  ['seconds', '7', 7000],
  ['an HTTP date', 'Tue, 01 Apr 2025 12:00:09 GMT', 9000],
])('429 is waited out by Retry-After as %s, at the kick-off, at the status and at a file', async (_form, value, ms) => {
  const busy: Reply = { status: 429, headers: { 'retry-after': value } };
  const server = await startBulk((path, { method }, count) =>
    method === 'GET' && count === 1 && !path.includes('files/Pat')
      ? path.includes('files') && !path.includes('Claim')
        ? undefined
        : busy
      : undefined,
  );
  const run = runOf(server);
  const { file } = await run.bring();
  expect(run.waits).toEqual([ms, ms, ms]);
  expect(idsIn(file)).toHaveLength(4);
});

test('without Retry-After each wait is twice the one before', async () => {
  const server = await startBulk((path, _asked, count) => (path === '/fhir/status/1' && count < 5 ? { status: 202 } : undefined));
  const run = runOf(server);
  await run.bring();
  expect(run.waits).toEqual([1000, 2000, 4000, 8000]);
});

test('a server that stays away is given up on, in words without its address', async () => {
  const server = await startBulk((path) => (path.endsWith('$export') ? { status: 503, body: 'Maria' } : undefined));
  await expect(runOf(server).bring()).rejects.toThrow(/^GET \$export: 503, 6 times$/);
});

test('an export that fails says the codes of the server’s outcome and nothing else of it', async () => {
  const outcome = { resourceType: 'OperationOutcome', issue: [{ code: 'exception', diagnostics: 'Maria Muster' }] };
  const server = await startBulk((path) => (path === '/fhir/status/1' ? { status: 422, body: outcome } : undefined));
  await expect(runOf(server).bring()).rejects.toThrow(/^GET export status: 422 \(exception\)$/);
});

test('files whose manifest says so get no token, others do', async () => {
  const open = await startBulk((path, _asked, _count, origin) =>
    path === '/fhir/status/1' ? { body: manifestOf(origin, { Claim: '', Patient: '' }, { requiresAccessToken: false }) } : undefined,
  );
  await runOf(open).bring();
  expect(tokensOf(open, /^\/files/)).toEqual([undefined, undefined]);
  const closed = await startBulk();
  await runOf(closed).bring();
  expect(new Set(tokensOf(closed, /^\/files/))).toEqual(new Set([`Bearer ${TOKEN}`]));
});

test('a 307 to another origin is followed without the token; files that are there at once elsewhere get none either', async () => {
  const store = await startHttpServer(({ url }) => ({ body: `{"resourceType":"Patient","id":"${url.slice(1)}"}\n` }));
  const server = await startBulk((path, _asked, _count, origin) => {
    if (path === '/fhir/status/1')
      return {
        body: manifestOf(
          origin,
          {},
          {
            output: [
              { type: 'Patient', url: `${origin}/files/moved` },
              { type: 'Patient', url: `${store.origin}/direct` },
            ],
          },
        ),
      };
    return path === '/files/moved' ? { status: 307, headers: { location: `${store.origin}/moved` } } : undefined;
  });
  const { file } = await runOf(server).bring();
  expect(idsIn(file)).toEqual(['Patient/direct', 'Patient/moved']);
  expect(store.asked.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  expect(tokensOf(server, /moved/)).toEqual([`Bearer ${TOKEN}`]);
});

test('files are read packed, by HTTP or by themselves', async () => {
  const packed = gzipSync('{"resourceType":"Patient","id":"zipped"}\n');
  const server = await startBulk(
    (path, _asked, _count, origin) => (path === '/fhir/status/1' ? { body: manifestOf(origin, { byHttp: '', byItself: '' }) } : undefined),
    {},
  );
  const raw = await startRaw(packed);
  const directory = folder();
  const redirecting = await startBulk((path, _asked, _count, origin) => {
    if (path === '/fhir/status/1') return { body: manifestOf(origin, { byHttp: '', byItself: '' }) };
    return path.startsWith('/files/') ? { status: 307, headers: { location: `${raw}${path}` } } : undefined;
  });
  expect(server.asked).toEqual([]);
  const { file } = await runOf(redirecting, directory).bring();
  expect(idsIn(file)).toEqual(['Patient/zipped']);
});

async function startRaw(packed: Buffer): Promise<string> {
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => {
    response
      .writeHead(200, request.url?.endsWith('byHttp') ? { 'content-encoding': 'gzip' } : { 'content-type': 'application/gzip' })
      .end(packed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { onTestFinished } = await import('vitest');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

test('links that are no longer good lead to a new export, three in all', async () => {
  let exports = 0;
  const once = await startBulk((path, _asked, count) => {
    if (path.endsWith('$export')) exports += 1;
    return path === '/files/Claim' && count === 1 ? { status: 403 } : undefined;
  });
  const { file } = await runOf(once).bring();
  expect([exports, idsIn(file).length]).toEqual([2, 4]);
  const never = await startBulk((path) => (path === '/files/Claim' ? { status: 410 } : undefined));
  await expect(runOf(never).bring()).rejects.toThrow('GET Claim file: 410, its link is no longer good');
  expect(never.paths().filter((path) => path.endsWith('$export'))).toHaveLength(3);
});

test('a file that ends in the middle, or has fewer resources than stated, is fetched again', async () => {
  const server = await startBulk((path, _asked, count, origin) => {
    if (path === '/fhir/status/1')
      return { body: manifestOf(origin, {}, { output: [{ type: 'Patient', url: `${origin}/files/two`, count: 2 }] }) };
    const line = (id: number) => `{"resourceType":"Patient","id":"${id}"}\n`;
    return path === '/files/two' ? { body: count === 1 ? line(1) : line(1) + line(2) } : undefined;
  });
  const { file } = await runOf(server).bring();
  expect(idsIn(file)).toEqual(['Patient/1', 'Patient/2']);
  expect(server.paths().filter((path) => path.includes('two'))).toHaveLength(2);
});

test('what the server could not give is counted', async () => {
  const lines = '{"resourceType":"OperationOutcome"}\n{"resourceType":"OperationOutcome"}\n';
  const server = await startBulk((path, _asked, _count, origin) => {
    if (path === '/fhir/status/1')
      return {
        body: manifestOf(
          origin,
          { Patient: '' },
          { error: [{ url: `${origin}/files/bad` }], outcome: [{ type: 'OperationOutcome', url: `${origin}/files/bad` }] },
        ),
      };
    return path === '/files/bad' ? { body: lines } : undefined;
  });
  expect((await runOf(server).bring()).errors).toBe(4);
});

test('one that is stopped while it waits, or among its files, goes on where it was', async () => {
  const server = await startBulk((path, _asked, count) => (path === '/files/Coverage' && count <= 1 ? { status: 400 } : undefined));
  const run = runOf(server);
  const stopping = new AbortController();
  const stopped = run.bring({
    signal: stopping.signal,
    sleep: async () => stopping.abort(new Error('stopped')),
  });
  await expect(stopped).rejects.toThrow('stopped');
  await expect(run.bring()).rejects.toThrow('GET Coverage file: 400');
  expect(existsSync(join(run.directory, 'record', 'source-state.json'))).toBe(false);
  await run.bring();
  expect(server.paths().filter((path) => path.endsWith('$export'))).toHaveLength(1);
  expect(server.paths().filter((path) => path === 'GET /files/Claim')).toHaveLength(1);
});

test.each([
  [
    'no transactionTime',
    { transactionTime: undefined },
    'The manifest has no transactionTime, by which the next export would know what is new.',
  ],
  ['no output', { output: undefined }, 'The manifest has no output.'],
  ['a file without url', { output: [{ type: 'Claim' }] }, 'The manifest’s output[0] has no url.'.replace('’', "'")],
])('a manifest with %s is refused', async (_case, more, text) => {
  const server = await startBulk((path, _asked, _count, origin) =>
    path === '/fhir/status/1' ? { body: manifestOf(origin, {}, more) } : undefined,
  );
  await expect(runOf(server).bring()).rejects.toThrow(text);
});
