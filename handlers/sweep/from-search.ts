/** A FHIR server without Bulk Data export as the source of a sweep: its Claims by search, those that changed since the last time, each with its evidence. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle, Claim, Resource } from '@medplum/fhirtypes';
import { PER_DIEM_CODE } from '../../src/fhir/read-claim.ts';
import { KEPT_FILE, mergeExport } from '../bulk/merge.ts';
import { type Fetched, type FhirServer, FhirServerError } from '../fhir-server/fhir-server.ts';
import { gatherEvidence } from '../fhir-server/gather-evidence.ts';

export interface SearchSource {
  readonly server: FhirServer;
  /** Where the record is kept from one sweep to the next. */
  readonly directory: string;
  readonly asOf: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (text: string) => void;
}

interface SearchState {
  readonly baseUrl: string;
  /** The latest `meta.lastUpdated` that was seen, by the server's clock. */
  readonly watermark?: string;
}

/** Writes that were under way at the last look may carry an earlier time than what it saw. */
const OVERLAP_MS = 60_000;

/** The NDJSON of the whole record. Rejects with a FhirServerError; the next run begins again where this one began. */
export async function bringBySearch({ server, directory, asOf, signal, onProgress }: SearchSource): Promise<string> {
  const stateFile = join(directory, 'search-state.json');
  const state = existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as SearchState) : undefined;
  const isSame = state?.baseUrl === server.baseUrl;
  if (state && !isSame) rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const fresh = join(directory, 'fresh.ndjson');
  const written = new Set<string>();
  const lines: string[] = [];
  let watermark = isSame ? state.watermark : undefined;
  let claims = 0;
  for await (const claim of changedClaims(server, watermark)) {
    signal?.throwIfAborted();
    const updated = claim.meta?.lastUpdated;
    if (updated !== undefined && (watermark === undefined || Date.parse(updated) > Date.parse(watermark))) watermark = updated;
    if (
      !JSON.stringify(claim.item ?? [])
        .toUpperCase()
        .includes(PER_DIEM_CODE)
    )
      continue;
    claims += 1;
    onProgress?.(`Fetching the record of claim ${claims}`);
    const { bundle } = await gatherEvidence(server, claim, { asOf });
    for (const resource of resourcesOf(bundle)) {
      const name = `${resource.resourceType}/${resource.id}`;
      if (resource.id !== undefined && !written.has(name)) lines.push(`${JSON.stringify(resource)}\n`);
      written.add(name);
    }
  }
  writeFileSync(fresh, lines.join(''));
  await mergeExport(directory, { files: [fresh], deleted: [] });
  rmSync(fresh);
  // Only now: what was cut short begins again.
  writeFileSync(
    `${stateFile}.unfinished`,
    `${JSON.stringify({ baseUrl: server.baseUrl, ...(watermark === undefined ? {} : { watermark }) })}\n`,
  );
  renameSync(`${stateFile}.unfinished`, stateFile);
  return join(directory, KEPT_FILE);
}

async function* changedClaims(server: FhirServer, watermark: string | undefined): AsyncGenerator<Claim> {
  const from =
    watermark === undefined ? '' : `_lastUpdated=ge${encodeURIComponent(new Date(Date.parse(watermark) - OVERLAP_MS).toISOString())}&`;
  let [page] = await server.getAll([`Claim?${from}_count=100`]);
  while (page) {
    const bundle = searchset(page);
    for (const resource of resourcesOf(bundle)) if (resource.resourceType === 'Claim') yield resource;
    const next = bundle.link?.find(({ relation }) => relation === 'next')?.url;
    page = next === undefined ? undefined : await server.follow(next);
  }
}

const resourcesOf = ({ entry = [] }: Bundle): readonly Resource[] => entry.flatMap(({ resource }) => resource ?? []);

function searchset(page: Fetched): Bundle {
  if (page.ok && page.resource.resourceType === 'Bundle') return page.resource;
  const status = page.ok ? undefined : page.status;
  throw new FhirServerError(`GET Claim: ${status ?? 'the answer is another resource'}`, {
    ...(status === undefined ? {} : { status }),
    isTransient: false,
  });
}
