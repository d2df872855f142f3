/** Many GETs in a few batches, or one by one where a server takes no batches. */
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { belowBase, relativeTo } from './below-base.ts';
import { type Connection, FHIR_JSON, isResource, readResource } from './connection.ts';
import { isOk, refusal } from './exchange.ts';
import { type Fetched, type FhirServer, FhirServerError } from './fhir-server.ts';
import { inParallel } from './in-parallel.ts';
import { isTransientStatus } from './retry.ts';

const MOST_IN_A_BATCH = 20;
const MOST_AT_A_TIME = 4;

/** A path that leads elsewhere than below the base. */
export const REFUSED: Fetched = { ok: false, status: 0 };

const WHAT = 'POST batch';

export function createGetAll(connection: Connection, capabilities: FhirServer['capabilities']): FhirServer['getAll'] {
  const { base } = connection;
  let hasRefusedBatches = false;

  const getOne = async (path: string): Promise<Fetched> => {
    const url = belowBase(base, path);
    return url ? connection.get(url, expectedType(relativeTo(base, url))) : REFUSED;
  };

  /** What the batch did not answer well is undefined. */
  const tryBatch = async (paths: readonly string[]): Promise<Answers> => {
    try {
      const answers = await getBatch(connection, paths);
      hasRefusedBatches ||= answers === undefined;
      return answers ?? [];
    } catch (error) {
      // An answer that was too long, or not one to a batch, says nothing of the next.
      if (error instanceof FhirServerError && !error.isTransient && isOk({ status: error.status ?? 0 })) return [];
      throw error;
    }
  };

  return async (paths) => {
    const fetched: Fetched[] = [];
    for (let start = 0; start < paths.length; start += MOST_IN_A_BATCH) {
      const some = paths.slice(start, start + MOST_IN_A_BATCH);
      const takesBatch = some.length > 1 && !hasRefusedBatches && mayTakeBatches(await capabilities());
      const answers = takesBatch ? await tryBatch(some) : [];
      fetched.push(...(await inParallel(MOST_AT_A_TIME, some, async (path, index) => answers[index] ?? getOne(path))));
    }
    return fetched;
  };
}

/** Silence is no refusal. */
function mayTakeBatches(statement: Awaited<ReturnType<FhirServer['capabilities']>>): boolean {
  const stated = statement?.rest?.flatMap(({ interaction }) => interaction ?? []) ?? [];
  return stated.length === 0 || stated.some(({ code }) => code === 'batch');
}

type Answers = readonly (Fetched | undefined)[];

/** Entries that failed for a moment are asked again, those alone, within the attempts and time of one request. Undefined: batches are refused. */
async function getBatch({ base, attempt, retry, now }: Connection, paths: readonly string[]): Promise<Answers | undefined> {
  const urls = paths.map((path) => belowBase(base, path));
  const answers: (Fetched | undefined)[] = urls.map((url) => (url ? undefined : REFUSED));
  let open = urls.flatMap((url, index) => (url ? [{ index, url: relativeTo(base, url) }] : []));
  if (open.length === 0) return answers;
  return retry(async (deadline) => {
    const batch: Bundle = { resourceType: 'Bundle', type: 'batch', entry: open.map(({ url }) => ({ request: { method: 'GET', url } })) };
    const answer = await attempt(
      { what: WHAT, method: 'POST', url: base, headers: { 'content-type': FHIR_JSON }, body: JSON.stringify(batch) },
      deadline,
    );
    if (answer.status === 401) throw refusal(WHAT, answer, now());
    if (!isOk(answer)) return undefined;
    const entries = readEntries(readResource(WHAT, answer), open.length, answer.status);
    const failed: number[] = [];
    open = open.filter(({ index, url }, position) => {
      const { status, fetched } = readEntry(entries[position], expectedType(url));
      answers[index] = fetched;
      if (isTransientStatus(status)) failed.push(status);
      return isTransientStatus(status);
    });
    const [status] = failed;
    if (status !== undefined) throw new FhirServerError(`${WHAT}: ${status} in an entry`, { status, isTransient: true });
    return answers;
  });
}

/** Positions mean something only when there are as many as were asked. */
function readEntries(bundle: { resourceType: string }, length: number, status: number): readonly unknown[] {
  const { type, entry } = bundle as Bundle;
  if (bundle.resourceType === 'Bundle' && type === 'batch-response' && Array.isArray(entry) && entry.length === length) return entry;
  throw new FhirServerError(`${WHAT}: the answer is not one to the batch`, { status, isTransient: false });
}

/** `fetched` is undefined for what is to be asked alone, or again. */
function readEntry(entry: unknown, type: string): { readonly status: number; readonly fetched: Fetched | undefined } {
  const { response, resource } = (entry ?? {}) as BundleEntry;
  const status = Number(/^\d{3}(?!\d)/.exec(String(response?.status))?.[0] ?? 0);
  if (isOk({ status })) {
    const isExpected = isResource(resource) && resource.resourceType === type;
    return { status, fetched: isExpected ? { ok: true, resource } : undefined };
  }
  return { status, fetched: status < 400 || isTransientStatus(status) ? undefined : { ok: false, status } };
}

/** A search gives a Bundle, a read the type that stands first. */
const expectedType = (path: string): string => /^([A-Za-z]+)\/[^?]*$/.exec(path)?.[1] ?? 'Bundle';
