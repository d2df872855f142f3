/** What a FHIR server without export has that a sweep has to fetch anew: claims for S9326 by patient, since the last time by `_lastUpdated`. */
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { isOwnAnswer } from '../../src/fhir/answer-identity.ts';
import { PER_DIEM_CODE } from '../../src/fhir/read-claim.ts';
import { ADMINISTRATIONS, OBSERVATIONS, OF_ANY_DATE } from '../fhir-server/evidence-types.ts';
import { type Fetched, type FhirServer, FhirServerError } from '../fhir-server/fhir-server.ts';
import { patientOf } from './patient-of.ts';

/** Ids of their claims for S9326, by patient. */
export type ClaimsByPatient = ReadonlyMap<string, ReadonlySet<string>>;

export interface Changes {
  /** Patients whose record is to be fetched, with all claims that may still be there. */
  readonly patients: ClaimsByPatient;
  /** The latest `meta.lastUpdated` that was seen, by the server's clock. */
  readonly watermark: string | undefined;
}

export interface Look {
  readonly server: FhirServer;
  /** Of the last look; undefined: there was none. */
  readonly since: string | undefined;
  /** Of the record that is kept. */
  readonly known: ClaimsByPatient;
  readonly canonicalBase?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((text: string) => void) | undefined;
}

/** Writes that were under way at the last look may carry an earlier time than what it saw. */
const OVERLAP_MS = 60_000;
/** Ids in one search: well within the length of a URL. */
const IDS_AT_ONCE = 50;

export const isPerDiemClaim = (resource: Resource): boolean =>
  resource.resourceType === 'Claim' &&
  JSON.stringify(resource.item ?? [])
    .toUpperCase()
    .includes(PER_DIEM_CODE);

/** A claim that names no patient of the server stands for itself. */
export const patientOfClaim = (claim: Resource): string => patientOf(claim) ?? `Claim/${claim.id}`;

/** Rejects with a FhirServerError where Claims cannot be searched, or for the moment nothing can. */
export async function lookForChanges({ server, since, known, canonicalBase, signal, onProgress }: Look): Promise<Changes> {
  const touched = new Map<string, Set<string>>();
  const touch = (patient: string, ...claims: readonly string[]): void => {
    touched.set(patient, new Set([...(touched.get(patient) ?? known.get(patient) ?? []), ...claims]));
  };
  let watermark = since;
  const changed = async function* (type: string): AsyncGenerator<Resource> {
    for await (const resource of searched(server, type, since)) {
      signal?.throwIfAborted();
      const updated = resource.meta?.lastUpdated;
      if (updated !== undefined && (watermark === undefined || Date.parse(updated) > Date.parse(watermark))) watermark = updated;
      yield resource;
    }
  };

  for await (const claim of changed('Claim')) {
    const patient = patientOfClaim(claim);
    if (claim.id !== undefined && isPerDiemClaim(claim)) touch(patient, claim.id);
    else if (known.has(patient)) touch(patient);
  }
  if (since !== undefined) {
    for (const patient of await ofChangedEvidence(known, await searchableTypes(server), changed, { canonicalBase, onProgress }))
      touch(patient);
    for (const patient of await withoutSome(server, known)) touch(patient);
  }
  return { patients: touched, watermark };
}

async function ofChangedEvidence(
  known: ClaimsByPatient,
  types: readonly string[],
  changed: (type: string) => AsyncIterable<Resource>,
  { canonicalBase, onProgress }: Pick<Look, 'canonicalBase' | 'onProgress'>,
): Promise<ReadonlySet<string>> {
  const patients = new Set<string>();
  for (const type of types)
    try {
      for await (const resource of changed(type)) {
        const patient = patientOf(resource);
        // What we wrote back changes nothing that we read.
        const isOwn = resource.resourceType === 'ClaimResponse' && isOwnAnswer(resource, canonicalBase);
        if (patient !== undefined && known.has(patient) && !isOwn) patients.add(patient);
      }
    } catch (error) {
      if (!(error instanceof FhirServerError) || error.isTransient) throw error;
      onProgress?.(`${type} cannot be searched by _lastUpdated: the records of all known claims are fetched again.`);
      return new Set(known.keys());
    }
  return patients;
}

async function* searched(server: FhirServer, type: string, since: string | undefined): AsyncGenerator<Resource> {
  const from = since === undefined ? '' : `_lastUpdated=ge${encodeURIComponent(new Date(Date.parse(since) - OVERLAP_MS).toISOString())}&`;
  let [page] = await server.getAll([`${type}?${from}_count=200`]);
  while (page) {
    const bundle = searchset(page, type);
    for (const { resource } of bundle.entry ?? []) if (resource?.resourceType === type) yield resource;
    const next = bundle.link?.find(({ relation }) => relation === 'next')?.url;
    page = next === undefined ? undefined : await server.follow(next);
  }
}

/** Evidence, but for types that the server states that it has not: those are not fetched either. */
async function searchableTypes(server: FhirServer): Promise<readonly string[]> {
  const statement = await server.capabilities();
  const stated = (statement?.rest ?? []).flatMap(({ resource }) => resource ?? []).map(({ type }) => type as string);
  const types = ['Patient', ...[ADMINISTRATIONS, OBSERVATIONS, ...OF_ANY_DATE].map(({ type }) => type)].filter((type) => type !== 'Claim');
  return stated.length === 0 ? types : types.filter((type) => stated.includes(type));
}

/** Patients of whom a claim is no longer on the server. */
async function withoutSome(server: FhirServer, known: ClaimsByPatient): Promise<readonly string[]> {
  const ids = [...known.values()].flatMap((claims) => [...claims]);
  const there = new Set<string>();
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const some = ids.slice(from, from + IDS_AT_ONCE);
    const [page] = await server.getAll([`Claim?_id=${some.join(',')}&_elements=id&_count=${IDS_AT_ONCE}`]);
    for (const { resource } of (page && searchset(page, 'Claim').entry) ?? []) if (resource?.id !== undefined) there.add(resource.id);
  }
  return [...known].flatMap(([patient, claims]) => ([...claims].every((id) => there.has(id)) ? [] : [patient]));
}

function searchset(page: Fetched, type: string): Bundle {
  if (page.ok && page.resource.resourceType === 'Bundle') return page.resource;
  const status = page.ok ? undefined : page.status;
  throw new FhirServerError(`GET ${type}: ${status ?? 'the answer is another resource'}`, {
    ...(status === undefined ? {} : { status }),
    isTransient: status === 429 || (status !== undefined && status >= 500 && status !== 501),
  });
}
