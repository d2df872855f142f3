/** One job, start to end: read the Claim, take its version, gather, judge, write back. Whatever happens twice ends in one answer. */
import { type FhirServer, FhirServerError } from '../fhir-server/fhir-server.ts';
import type { AnswerStore } from '../store/answer-store.ts';
import { failureOf } from '../store/back-off.ts';
import { type Answering, answerClaim, versionOf } from './answer-claim.ts';
import { JobFailure, type JobQueue, type Worker } from './job.ts';
import type { JudgedClaim } from './judge-gathered.ts';
import { lookForChanges } from './look-for-changes.ts';
import type { Source } from './source.ts';

export interface WorkerDependencies extends Answering {
  /** By name. */
  readonly sources: ReadonlyMap<string, { readonly source: Source; readonly server: FhirServer }>;
  readonly store: AnswerStore;
  readonly queue: JobQueue;
  /** Tells this attempt from all others. */
  newOwner(): string;
  /** Gets how each job ended, for the log and the metrics. */
  readonly report?: (outcome: JobOutcome) => void;
}

export interface JobOutcome {
  readonly source: string;
  readonly result: 'answered' | 'unreadable' | 'already-answered' | 'not-ours' | 'gone' | 'looked' | 'deferred' | 'failed';
  readonly judged?: JudgedClaim;
}

/** Longer than any try takes: on AWS the worker's timeout, locally the client's deadline. */
export const LEASE_MS = 120_000;
const BUSY_RETRY_MS = 15_000;

/** Rejects with a JobFailure only. */
export function createWorker(deps: WorkerDependencies): Worker {
  return async (job) => {
    try {
      const known = deps.sources.get(job.source);
      if (!known) throw new JobFailure('No source of that name is configured.', { isTransient: false });
      const outcome = job.claim === undefined ? await look(known, deps) : await answer(job.claim, known, deps);
      deps.report?.({ source: job.source, ...outcome });
    } catch (error) {
      const failure = asFailure(error);
      deps.report?.({ source: job.source, result: failure.isTransient ? 'deferred' : 'failed' });
      throw failure;
    }
  };
}

type Known = { readonly source: Source; readonly server: FhirServer };
type Ended = Omit<JobOutcome, 'source'>;

async function look({ source, server }: Known, { store, queue, now }: WorkerDependencies): Promise<Ended> {
  await lookForChanges({ source: source.name, server, store, queue, now });
  return { result: 'looked' };
}

async function answer(id: string, { source, server }: Known, deps: WorkerDependencies): Promise<Ended> {
  const claim = await server.read('Claim', id);
  if (!claim) return { result: 'gone' };
  const version = versionOf(claim, id);
  const key = `${source.name} Claim/${id} ${version.version}`;
  const owner = deps.newOwner();
  const begun = await deps.store.begin(key, owner, LEASE_MS);
  if (begun === 'done') return { result: 'already-answered' };
  if (begun === 'busy') throw new JobFailure('The same version is being worked on.', { isTransient: true, retryAfterMs: BUSY_RETRY_MS });
  try {
    const judged = await answerClaim(server, claim, version, source, deps);
    await deps.store.finish(key, owner);
    if (!judged) return { result: 'not-ours' };
    return { result: judged.judgement === undefined ? 'unreadable' : 'answered', judged };
  } catch (error) {
    // Should that fail too, the lease runs out.
    await deps.store.release(key, owner).catch(() => undefined);
    throw error;
  }
}

function asFailure(error: unknown): JobFailure {
  if (error instanceof FhirServerError)
    return new JobFailure(error.message, { isTransient: error.isTransient, retryAfterMs: error.retryAfterMs, cause: error });
  return failureOf(error);
}
