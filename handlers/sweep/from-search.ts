/**
 * A FHIR server without Bulk Data export as the source of a sweep: its Claims by search, each with its evidence as the webhook fetches it. The record is
 * kept; the next time that of a patient is fetched anew, in whole, where anything of it changed.
 */
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import type { Resource } from '@medplum/fhirtypes';
import { KEPT_FILE, mergeExport } from '../bulk/merge.ts';
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import { gatherEvidence } from '../fhir-server/gather-evidence.ts';
import { patientOf } from './patient-of.ts';
import { type ClaimsByPatient, isPerDiemClaim, lookForChanges, patientOfClaim } from './search-changes.ts';

export interface SearchSource {
  readonly server: FhirServer;
  /** Where the record is kept from one sweep to the next. */
  readonly directory: string;
  readonly asOf: number;
  readonly canonicalBase?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((text: string) => void) | undefined;
}

interface SearchState {
  readonly baseUrl: string;
  readonly watermark?: string;
}

/** What was found to fetch: after a stop it is gone on with, and what changed since then is seen the next time. */
interface Plan extends SearchState {
  readonly patients: readonly (readonly [patient: string, claims: readonly string[]])[];
}

const STATE = 'search-state.json';
const PLAN = 'search-plan.json';
const FETCHED = 'fetched';

/** The NDJSON of the whole record. Rejects with a FhirServerError, or with what `signal` was aborted for; the next run goes on from there. */
export async function bringBySearch({ server, directory, asOf, canonicalBase, signal, onProgress }: SearchSource): Promise<string> {
  const earlier = readJsonFile<SearchState>(join(directory, PLAN)) ?? readJsonFile<SearchState>(join(directory, STATE));
  if (earlier && earlier.baseUrl !== server.baseUrl) rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, FETCHED), { recursive: true });
  const plan = readJsonFile<Plan>(join(directory, PLAN)) ?? (await makePlan());

  async function makePlan(): Promise<Plan> {
    const since = readJsonFile<SearchState>(join(directory, STATE))?.watermark;
    const known = since === undefined ? new Map() : await claimsOf(join(directory, KEPT_FILE));
    const { patients, watermark } = await lookForChanges({ server, since, known, canonicalBase, signal, onProgress });
    const made: Plan = {
      baseUrl: server.baseUrl,
      ...(watermark === undefined ? {} : { watermark }),
      patients: [...patients].map(([patient, claims]) => [patient, [...claims].sort()] as const),
    };
    writeWhole(join(directory, PLAN), JSON.stringify(made));
    return made;
  }

  for (const [i, [, claims]] of plan.patients.entries()) {
    const file = fetchedFile(directory, i);
    if (existsSync(file)) continue;
    signal?.throwIfAborted();
    onProgress?.(`Fetching the record of patient ${i + 1} of ${plan.patients.length}`);
    writeWhole(file, (await recordOf(server, claims, asOf)).map((resource) => `${JSON.stringify(resource)}\n`).join(''));
  }

  await dropPatients(join(directory, KEPT_FILE), new Set(plan.patients.map(([patient]) => patient)));
  await mergeExport(directory, { files: plan.patients.map((_, i) => fetchedFile(directory, i)), deleted: [] });
  const { baseUrl, watermark } = plan;
  writeWhole(join(directory, STATE), JSON.stringify({ baseUrl, ...(watermark === undefined ? {} : { watermark }) } satisfies SearchState));
  rmSync(join(directory, PLAN));
  rmSync(join(directory, FETCHED), { recursive: true, force: true });
  return join(directory, KEPT_FILE);
}

const fetchedFile = (directory: string, i: number): string => join(directory, FETCHED, `${String(i).padStart(8, '0')}.ndjson`);

/** Of one patient, as it is now: a claim that the server has no more is left out. */
async function recordOf(server: FhirServer, claims: readonly string[], asOf: number): Promise<readonly Resource[]> {
  const found = new Map<string, Resource>();
  for (const id of claims) {
    const claim = await server.read('Claim', id);
    if (!claim || !isPerDiemClaim(claim)) continue;
    const { bundle } = await gatherEvidence(server, claim, { asOf });
    for (const { resource } of bundle.entry ?? [])
      if (resource?.id !== undefined) found.set(`${resource.resourceType}/${resource.id}`, resource);
  }
  return [...found.values()];
}

/** Claims for S9326 of the record that is kept. */
async function claimsOf(file: string): Promise<ClaimsByPatient> {
  const claims = new Map<string, Set<string>>();
  for await (const { resource } of linesOf(file))
    if (resource.id !== undefined && isPerDiemClaim(resource)) {
      const patient = patientOfClaim(resource);
      claims.set(patient, (claims.get(patient) ?? new Set()).add(resource.id));
    }
  return claims;
}

async function dropPatients(file: string, patients: ReadonlySet<string>): Promise<void> {
  if (!existsSync(file) || patients.size === 0) return;
  const kept = async function* (): AsyncGenerator<string> {
    for await (const { line, resource } of linesOf(file)) {
      const owner = resource.resourceType === 'Claim' ? patientOfClaim(resource) : patientOf(resource);
      if (owner === undefined || !patients.has(owner)) yield `${line}\n`;
    }
  };
  await pipeline(kept, createWriteStream(`${file}.dropped`));
  renameSync(`${file}.dropped`, file);
}

async function* linesOf(file: string): AsyncGenerator<{ readonly line: string; readonly resource: Resource }> {
  if (!existsSync(file)) return;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY }))
    if (line !== '') yield { line, resource: JSON.parse(line) as Resource };
}

const readJsonFile = <T>(file: string): T | undefined => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined);

/** There in whole or not at all. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.unfinished`, text);
  renameSync(`${file}.unfinished`, file);
}
