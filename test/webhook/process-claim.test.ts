/** One job, start to end: with SQLite in memory, and a FHIR server over loopback. */
import { randomUUID } from 'node:crypto';
import type { Claim } from '@medplum/fhirtypes';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createHttpFhirServer } from '../../handlers/fhir-server/http-fhir-server.ts';
import type { AnswerStore } from '../../handlers/store/answer-store.ts';
import { createSqliteStore } from '../../handlers/store/sqlite-store.ts';
import { type Job, JobFailure, type Worker } from '../../handlers/webhook/job.ts';
import { createWorker } from '../../handlers/webhook/process-claim.ts';
import type { Source } from '../../handlers/webhook/source.ts';
import { answerIdentifier } from '../../src/fhir/answer-identity.ts';
import { extensionUrl } from '../../src/fhir/canonical.ts';
import { type FhirOverHttp, startFhir } from './support/fhir-http.ts';
import { otherClaim, placelessClaim, WEEK_CLAIM } from './support/week.ts';

let fhir: FhirOverHttp;
let store: AnswerStore;
let queued: Job[];
let ended: string[];
/** What the clock is ahead by. */
let ahead: number;
const now = () => Date.now() + ahead;

beforeEach(async () => {
  fhir = await startFhir();
  store = openStore();
  queued = [];
  ended = [];
  ahead = 0;
});

function openStore(): AnswerStore {
  const opened = createSqliteStore(':memory:', { now });
  onTestFinished(() => opened.close());
  return opened;
}

interface Options extends Partial<Pick<Source, 'countsOwnAnswers' | 'writesTask' | 'policy' | 'timeZone'>> {
  readonly baseUrl?: string;
  readonly store?: AnswerStore;
}

/** Asks each thing once: that the client asks again is tested with the client. */
function workerFor({ baseUrl = fhir.baseUrl, store: own, ...how }: Options = {}): Worker {
  const server = { baseUrl, auth: { type: 'none' } } as const;
  const proof = { type: 'hmac', secret: 'not asked for here' } as const;
  const source: Source = { name: 'clinic', proof, server, countsOwnAnswers: false, writesTask: false, ...how };
  return createWorker({
    sources: new Map([['clinic', { source, server: createHttpFhirServer(server, { now, maxAttempts: 1 }) }]]),
    store: own ?? store,
    queue: { put: async (jobs) => void queued.push(...jobs) },
    now,
    newOwner: randomUUID,
    program: 's9326 test',
    report: ({ result }) => void ended.push(result),
  });
}

const JOB: Job = { source: 'clinic', claim: 'c1' };

async function failureOf(work: Promise<void>): Promise<JobFailure> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(JobFailure);
  // Of whom is never said.
  expect(String(error)).not.toMatch(/c1|p1/);
  return error as JobFailure;
}

const billing = (units: number): Claim => ({
  ...WEEK_CLAIM,
  item: (WEEK_CLAIM.item ?? []).map((item, i) => (i === 0 ? { ...item, quantity: { value: units } } : item)),
});

/** What was said of each version, in the order in which it was written. */
const dispositions = async () => (await fhir.all('ClaimResponse')).map(({ disposition = '' }) => /\d+ of \d+ units/.exec(disposition)?.[0]);

const counts = async () => ({ answers: (await fhir.all('ClaimResponse')).length, provenances: (await fhir.all('Provenance')).length });

const ONE = { answers: 1, provenances: 1 };

describe('one answer', () => {
  test('to a job that comes three times', async () => {
    await fhir.put(WEEK_CLAIM);
    const worker = workerFor();
    for (let i = 0; i < 3; i += 1) await worker(JOB);
    expect(ended).toEqual(['answered', 'already-answered', 'already-answered']);
    expect(await dispositions()).toEqual(['6 of 9 units']);
    expect(await counts()).toEqual(ONE);
  });

  test('to jobs at the same moment: one works, the others come back in a while and find it done', async () => {
    await fhir.put(WEEK_CLAIM);
    const workers = Array.from({ length: 5 }, () => workerFor());
    const results = await Promise.allSettled(workers.map((worker) => worker(JOB)));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(4);
    for (const each of refused) expect(each).toMatchObject({ isTransient: true, retryAfterMs: 15_000 });
    expect(ended.toSorted()).toEqual(['answered', 'deferred', 'deferred', 'deferred', 'deferred']);
    await workers[1]?.(JOB);
    expect(ended.at(-1)).toBe('already-answered');
    expect(await counts()).toEqual(ONE);
  });

  test('even of two whose stores know nothing of each other, at the same moment', async () => {
    await fhir.put(WEEK_CLAIM);
    await Promise.all([workerFor({ store: openStore() })(JOB), workerFor({ store: openStore() })(JOB)]);
    expect(ended).toEqual(['answered', 'answered']);
    expect(await counts()).toEqual(ONE);
  });

  test('when the worker is killed after it wrote: the next takes over when the lease has run out, not before', async () => {
    await fhir.put(WEEK_CLAIM);
    const killed = async () => {
      throw new Error('killed');
    };
    const cut: AnswerStore = { ...store, begin: store.begin, finish: killed, release: killed };
    await failureOf(workerFor({ store: cut })(JOB));
    ahead = 119_000;
    expect(await failureOf(workerFor()(JOB))).toMatchObject({ isTransient: true });
    ahead = 121_000;
    await workerFor()(JOB);
    expect(ended).toEqual(['deferred', 'deferred', 'answered']);
    expect(await counts()).toEqual(ONE);
  });

  test.each(['Provenance', 'Task'])('when the worker failed between the ClaimResponse and the %s: the next try mends it', async (type) => {
    await fhir.put(placelessClaim());
    fhir.inTheWay = (method, path) => (method === 'POST' && path === type ? new Response(null, { status: 500 }) : undefined);
    const worker = workerFor({ writesTask: true });
    expect(await failureOf(worker(JOB))).toMatchObject({ isTransient: true });
    expect([(await fhir.all('ClaimResponse')).length, (await fhir.all(type as 'Task')).length]).toEqual([1, 0]);

    fhir.inTheWay = () => undefined;
    await worker(JOB);

    expect(ended).toEqual(['deferred', 'answered']);
    const [answer, ...more] = await fhir.all('ClaimResponse');
    expect(more).toEqual([]);
    expect((await fhir.all('Provenance')).map(({ target }) => target)).toEqual([[{ reference: `ClaimResponse/${answer?.id}` }]]);
    expect((await fhir.all('Task')).map(({ focus }) => focus)).toEqual([{ reference: `ClaimResponse/${answer?.id}` }]);
  });
});

describe('a changed claim', () => {
  test('gets a new answer, which refers to the one before', async () => {
    const worker = workerFor();
    const versions: (string | undefined)[] = [];
    for (const units of [9, 6, 7]) {
      versions.push((await fhir.put(billing(units))).meta?.versionId);
      await worker(JOB);
    }
    expect(await dispositions()).toEqual(['6 of 9 units', '6 of 6 units', '6 of 7 units']);
    const answers = await fhir.all('ClaimResponse');
    expect(answers.map(({ identifier }) => identifier)).toEqual(versions.map((version = '') => [answerIdentifier({ id: 'c1', version })]));
    const earlier = answers.map(
      ({ extension = [] }) => extension.find(({ url }) => url === extensionUrl('earlier-answer'))?.valueReference,
    );
    const references = answers.map(({ id }) => ({ reference: `ClaimResponse/${id}` }));
    expect(earlier).toEqual([undefined, references[0], references[1]]);
    const revisions = (await fhir.all('Provenance')).map(({ entity = [] }) => entity.filter(({ role }) => role === 'revision'));
    expect(revisions.map((each) => each.map(({ what }) => what))).toEqual([[], [references[0]], [references[1]]]);
  });

  test('whose first notification comes after the change gets one answer, to what it is now', async () => {
    await fhir.put(billing(9));
    await fhir.put(billing(6));
    const worker = workerFor();
    await worker(JOB);
    await worker(JOB);
    expect(await dispositions()).toEqual(['6 of 6 units']);
  });
});

describe('what we answered to another claim of the same dates', () => {
  // Of two that are open the earlier comes first, so that only an answer can take its dates.
  const second: Claim = { ...WEEK_CLAIM, id: 'c2', created: '2025-03-11' };

  test.each([
    ['is no evidence', false, '6 of 9 units'],
    ['takes its dates, where we are the payer', true, '0 of 9 units'],
  ])('%s', async (_what, countsOwnAnswers, expected) => {
    const worker = workerFor({ countsOwnAnswers });
    await fhir.put(WEEK_CLAIM);
    await worker(JOB);
    await fhir.put(second);
    await worker({ source: 'clinic', claim: 'c2' });
    expect(await dispositions()).toEqual(['6 of 9 units', expected]);
  });

  test('and to the claim itself is none either way', async () => {
    const worker = workerFor({ countsOwnAnswers: true });
    for (const units of [9, 8]) {
      await fhir.put(billing(units));
      await worker(JOB);
    }
    expect(await dispositions()).toEqual(['6 of 9 units', '6 of 8 units']);
  });
});

describe('a claim', () => {
  test('that cannot be read gets an answer that says why, and no Provenance', async () => {
    await fhir.put({ ...WEEK_CLAIM, status: 'nope' as 'active' });
    await workerFor()(JOB);
    expect(ended).toEqual(['unreadable']);
    const [answer, ...more] = await fhir.all('ClaimResponse');
    expect(more).toEqual([]);
    expect(answer).toMatchObject({ outcome: 'error', request: { reference: 'Claim/c1' } });
    expect(answer?.error).toHaveLength(1);
    expect(JSON.stringify(answer?.error)).toContain('Claim.status');
    expect(await fhir.all('Provenance')).toEqual([]);
  });

  test('without S9326 is not ours: it is read, and nothing else is asked or written', async () => {
    await fhir.put(otherClaim());
    const worker = workerFor({ writesTask: true });
    await worker(JOB);
    await worker(JOB);
    expect(ended).toEqual(['not-ours', 'already-answered']);
    expect(fhir.asked).toEqual(['GET Claim/c1', 'GET Claim/c1']);
    expect(await counts()).toEqual({ answers: 0, provenances: 0 });
  });

  test('that is not there, or no longer, is done with', async () => {
    const worker = workerFor();
    await worker(JOB);
    await fhir.put(WEEK_CLAIM);
    await fhir.delete('Claim/c1');
    await worker(JOB);
    expect(ended).toEqual(['gone', 'gone']);
  });

  test('that pends has one Task, where the source asks for it', async () => {
    await fhir.put(placelessClaim());
    await workerFor()(JOB);
    expect(await fhir.all('Task')).toEqual([]);
    await workerFor({ writesTask: true, store: openStore() })(JOB);
    await workerFor({ writesTask: true, store: openStore() })(JOB);
    expect(await fhir.all('Task')).toHaveLength(1);
    expect(await counts()).toEqual(ONE);
  });

  test('is judged by the policy of its source', async () => {
    await fhir.put(WEEK_CLAIM);
    await workerFor({ policy: 'bcbsnc-2011' })(JOB);
    expect(await dispositions()).toEqual(['5 of 9 units']);
  });
});

describe('a job that names no claim', () => {
  const LOOK: Job = { source: 'clinic' };
  const ids = () => queued.map(({ claim }) => claim);

  test('leads to a job for each that changed, page by page', async () => {
    const expected = Array.from({ length: 120 }, (_, i) => `c${i}`);
    for (const id of expected) await fhir.put({ ...otherClaim(), id });
    await workerFor()(LOOK);
    expect(ids().toSorted()).toEqual(expected.toSorted());
    expect(queued.every(({ source }) => source === 'clinic')).toBe(true);
    expect(ended).toEqual(['looked']);
    expect(fhir.asked.filter((each) => each === 'GET Claim')).toHaveLength(2);
  });

  test('looks from the last look on, with a minute to spare', async () => {
    const { meta } = await fhir.put(WEEK_CLAIM);
    const worker = workerFor();
    await worker(LOOK);
    expect(await store.watermark('clinic')).toBe(meta?.lastUpdated);

    const at = Date.parse(meta?.lastUpdated ?? '');
    await store.setWatermark('clinic', new Date(at + 59_000).toISOString());
    queued.length = 0;
    await worker(LOOK);
    expect(ids()).toEqual(['c1']);

    await store.setWatermark('clinic', new Date(at + 61_000).toISOString());
    queued.length = 0;
    await worker(LOOK);
    expect(ids()).toEqual([]);
    expect(await store.watermark('clinic')).toBe(new Date(at + 61_000).toISOString());
  });

  test.each([
    [59, ['c1']],
    [61, []],
  ])('looks an hour back at first: of a claim written %s minutes ago it finds %j', async (minutes, expected) => {
    await fhir.put(WEEK_CLAIM);
    ahead = minutes * 60_000;
    await workerFor()(LOOK);
    expect(ids()).toEqual(expected);
  });

  test('begins anew where it began when it was cut short', async () => {
    await fhir.put(WEEK_CLAIM);
    fhir.inTheWay = (_method, path) => (path === 'metadata' ? undefined : new Response(null, { status: 503 }));
    expect(await failureOf(workerFor()(LOOK))).toMatchObject({ isTransient: true });
    expect(await store.watermark('clinic')).toBeUndefined();
    fhir.inTheWay = () => undefined;
    await workerFor()(LOOK);
    expect(ids()).toEqual(['c1']);
  });
});

describe('a failure', () => {
  const refusing = (status: number, headers: Record<string, string> = {}) => {
    fhir.inTheWay = () => new Response(null, { status, headers });
  };

  test.each([
    [500, true],
    [503, true],
    [429, true],
    [400, false],
    [401, false],
    [403, false],
  ])('of the server with %s: tried again is %s, and the claim is free again at once', async (status, isTransient) => {
    await fhir.put(WEEK_CLAIM);
    const worker = workerFor();
    fhir.inTheWay = (method, path) => (method === 'POST' && path === 'ClaimResponse' ? new Response(null, { status }) : undefined);
    expect((await failureOf(worker(JOB))).isTransient).toBe(isTransient);
    expect(ended).toEqual([isTransient ? 'deferred' : 'failed']);
    fhir.inTheWay = () => undefined;
    await worker(JOB);
    expect(ended.at(-1)).toBe('answered');
    expect(await counts()).toEqual(ONE);
  });

  test('that says when to come back is heeded', async () => {
    refusing(429, { 'retry-after': '30' });
    expect(await failureOf(workerFor()(JOB))).toMatchObject({ isTransient: true, retryAfterMs: 30_000 });
  });

  test('of the connection is for now', async () => {
    expect(await failureOf(workerFor({ baseUrl: 'http://127.0.0.1:1/fhir' })(JOB))).toMatchObject({ isTransient: true });
    expect(ended).toEqual(['deferred']);
  });

  test('of evidence that cannot be fetched for now is never judged without', async () => {
    await fhir.put(WEEK_CLAIM);
    fhir.inTheWay = (method, path) => (method === 'POST' && path === '' ? new Response(null, { status: 503 }) : undefined);
    const failure = await failureOf(workerFor()(JOB));
    expect(failure.isTransient).toBe(true);
    expect(await counts()).toEqual({ answers: 0, provenances: 0 });
  });

  test('of a source that is not configured is for good', async () => {
    expect(await failureOf(workerFor()({ source: 'closed', claim: 'c1' }))).toMatchObject({ isTransient: false });
    expect(ended).toEqual(['failed']);
  });

  test('of the store is for now, and tells only its class', async () => {
    const broken: AnswerStore = {
      ...store,
      begin: async () => {
        throw new RangeError('disk full at Claim/c1');
      },
    };
    await fhir.put(WEEK_CLAIM);
    const failure = await failureOf(workerFor({ store: broken })(JOB));
    expect(failure).toMatchObject({ isTransient: true, message: 'Not processed: RangeError.' });
  });
});
