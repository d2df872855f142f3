/** After a notification that names nothing: which Claims changed since the last look (`_lastUpdated`). Looking twice at one is harmless. */
import type { Bundle } from '@medplum/fhirtypes';
import { type Fetched, type FhirServer, FhirServerError } from '../fhir-server/fhir-server.ts';
import type { AnswerStore } from '../store/answer-store.ts';
import type { Job, JobQueue } from './job.ts';

export interface Look {
  readonly source: string;
  readonly server: FhirServer;
  readonly store: AnswerStore;
  readonly queue: JobQueue;
  now(): number;
}

/** How far back the first look goes: a notification is sent again for about as long (Medplum: 4 tries, minutes apart). */
const FIRST_LOOK_MS = 60 * 60_000;
/** Writes that were under way at the last look may carry an earlier time than what it saw. */
const OVERLAP_MS = 60_000;

export async function lookForChanges({ source, server, store, queue, now }: Look): Promise<void> {
  const seen = await store.watermark(source);
  const from = new Date(seen === undefined ? now() - FIRST_LOOK_MS : Date.parse(seen) - OVERLAP_MS).toISOString();
  let [page] = await server.getAll([`Claim?_lastUpdated=ge${encodeURIComponent(from)}&_sort=_lastUpdated&_count=100`]);
  let latest = seen;
  while (page) {
    const bundle = searchset(page);
    const jobs: Job[] = [];
    for (const { resource } of bundle.entry ?? []) {
      if (resource?.resourceType !== 'Claim' || !resource.id) continue;
      jobs.push({ source, claim: resource.id });
      const updated = resource.meta?.lastUpdated;
      if (updated !== undefined && (latest === undefined || Date.parse(updated) > Date.parse(latest))) latest = updated;
    }
    if (jobs.length > 0) await queue.put(jobs);
    const next = bundle.link?.find(({ relation }) => relation === 'next')?.url;
    page = next === undefined ? undefined : await server.follow(next);
  }
  // Only now: a look that was cut short begins anew where it began.
  if (latest !== undefined && latest !== seen) await store.setWatermark(source, latest);
}

function searchset(page: Fetched): Bundle {
  if (page.ok && page.resource.resourceType === 'Bundle') return page.resource;
  const status = page.ok ? undefined : page.status;
  const isTransient = status !== undefined && (status === 429 || status >= 500);
  throw new FhirServerError('The search for changed Claims failed.', { ...(status === undefined ? {} : { status }), isTransient });
}
