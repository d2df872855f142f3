/** Asking again: for what, how often, how long to wait, and when not to. `random` is one half throughout. */
import { expect, it } from 'vitest';
import { createHttpFhirServer } from '../../handlers/fhir-server/http-fhir-server.ts';
import { readRetryAfter } from '../../handlers/fhir-server/retry.ts';
import { createClient, failureOf, NOON, patient } from './support/client.ts';
import { cut, cutInBody, inTurn, startHttpServer } from './support/http-server.ts';

const OK = { body: patient('p1') };
const NONE = { type: 'none' } as const;

it.each([408, 429, 500, 502, 503, 504])('asks again after %d', async (status) => {
  const server = await startHttpServer(inTurn({ status }, { status }, OK));
  const { fhir, waits } = createClient(server.origin);
  expect(await fhir.read('Patient', 'p1')).toEqual(patient('p1'));
  expect([server.asked.length, waits]).toEqual([3, [125, 250]]);
});

it('asks again after connections that were cut, before an answer and in it', async () => {
  const server = await startHttpServer(inTurn(cut, cutInBody, OK));
  const { fhir, waits } = createClient(server.origin);
  expect(await fhir.read('Patient', 'p1')).toEqual(patient('p1'));
  expect([server.asked.length, waits]).toEqual([3, [125, 250]]);
});

it('waits longer each time, up to a bound, and ends with the last failure', async () => {
  const server = await startHttpServer(() => ({ status: 503 }));
  const { fhir, waits } = createClient(server.origin, NONE, { maxAttempts: 9 });
  expect(await failureOf(fhir.read('Patient', 'p1'))).toEqual({ message: 'GET Patient: 503', status: 503, isTransient: true });
  expect(waits).toEqual([125, 250, 500, 1000, 2000, 4000, 5000, 5000]);
});

it('has five attempts unless told otherwise', async () => {
  const server = await startHttpServer(() => ({ status: 503 }));
  await failureOf(createClient(server.origin).fhir.read('Patient', 'p1'));
  expect(server.asked).toHaveLength(5);
});

it('does not wait at all where chance says so', async () => {
  const server = await startHttpServer(inTurn({ status: 503 }, OK));
  const { fhir, waits } = createClient(server.origin, NONE, { random: () => 0 });
  await fhir.read('Patient', 'p1');
  expect(waits).toEqual([0]);
});

it.each([
  ['in seconds', '7', 7000],
  ['of no seconds', '0', 0],
  ['as a date', 'Tue, 01 Apr 2025 12:00:09 GMT', 9000],
  ['as a date of the old form', 'Tuesday, 01-Apr-25 12:00:09 GMT', 9000],
  ['as a date gone by', 'Tue, 01 Apr 2025 11:00:00 GMT', 0],
  ['that says nothing', 'soon', 0],
  ['that is negative', '-5', 0],
  ['that is no date', '2025-04-01T12:00:09Z', 0],
])('waits for a Retry-After %s, and a little longer', async (_name, header, ms) => {
  const server = await startHttpServer(inTurn({ status: 429, headers: { 'retry-after': header } }, OK));
  const { fhir, waits } = createClient(server.origin);
  await fhir.read('Patient', 'p1');
  expect(waits).toEqual([ms + 125]);
});

it('reads a Retry-After', () => {
  expect(['1', '0', 'x', '1.5', '', null, 'Tue, 01 Apr 2025 12:00:01 GMT', 'x GMT'].map((text) => readRetryAfter(text, NOON))).toEqual([
    1000,
    0,
    undefined,
    undefined,
    undefined,
    undefined,
    1000,
    undefined,
  ]);
});

it('waits where the time left is just longer than the wait, and not where it is the same', async () => {
  const wait = 7125;
  const reply = { status: 503, headers: { 'retry-after': '7' } };
  const longer = await startHttpServer(inTurn(reply, OK));
  const patiently = createClient(longer.origin, NONE, { deadlineMs: wait + 1 });
  // A millisecond may be too short for the second attempt: it matters that there is one.
  await patiently.fhir.read('Patient', 'p1').catch(() => undefined);
  expect(patiently.waits).toEqual([wait]);
  const same = await startHttpServer(inTurn(reply, OK));
  const { fhir, waits } = createClient(same.origin, NONE, { deadlineMs: wait });
  expect(await failureOf(fhir.read('Patient', 'p1'))).toEqual({
    message: 'GET Patient: 503',
    status: 503,
    isTransient: true,
    retryAfterMs: 7000,
  });
  expect([same.asked.length, waits]).toEqual([1, []]);
});

it('hands a Retry-After of two hours to the queue, without waiting', async () => {
  const server = await startHttpServer(() => ({ status: 429, headers: { 'retry-after': '7200' } }));
  const { fhir, waits } = createClient(server.origin);
  expect(await failureOf(fhir.read('Patient', 'p1'))).toMatchObject({ isTransient: true, retryAfterMs: 7_200_000 });
  expect([server.asked.length, waits]).toEqual([1, []]);
});

it('keeps to the time for all attempts, however few they were', async () => {
  const server = await startHttpServer(() => ({ status: 503, headers: { 'retry-after': '20' } }));
  const { fhir, waits } = createClient(server.origin, NONE, { deadlineMs: 60_000, maxAttempts: 100 });
  await failureOf(fhir.read('Patient', 'p1'));
  expect(waits).toEqual([20_125, 20_250]);
});

it('really waits, and ends an attempt at the deadline, with a clock of its own', async () => {
  const server = await startHttpServer(inTurn({ status: 503 }, () => undefined));
  const fhir = createHttpFhirServer(
    { baseUrl: `${server.origin}/fhir`, auth: NONE },
    { now: Date.now, random: () => 0.99, deadlineMs: 600 },
  );
  const start = performance.now();
  expect(await failureOf(fhir.read('Patient', 'p1'))).toMatchObject({ message: 'GET Patient: no answer in time', isTransient: true });
  const took = performance.now() - start;
  expect(took).toBeGreaterThan(590);
  expect(took).toBeLessThan(3000);
  expect(server.asked).toHaveLength(2);
});
