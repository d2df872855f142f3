/** A patient's claims for S9326, each judged on what its server holds, one after another. */
import type { Bundle, Claim } from '@medplum/fhirtypes';
import type { ListedClaim } from '../../../src/present/patient-claims.ts';
import { type Fetched, type FhirServer, FhirServerError } from '../../fhir-server/fhir-server.ts';
import { gatherEvidence } from '../../fhir-server/gather-evidence.ts';
import { judgeGathered } from '../../webhook/judge-gathered.ts';
import type { Session } from './launch.ts';

/** More than a lifetime of weekly claims: what is beyond is told, not shown. */
const MOST_PAGES = 20;
const SHOWN_STATUS: ReadonlySet<string | undefined> = new Set(['active', 'draft']);

export interface FoundClaims {
  /** For S9326, the latest first. */
  readonly claims: readonly Claim[];
  readonly others: number;
  readonly isWhole: boolean;
}

export async function findClaims(server: FhirServer, patient: string): Promise<FoundClaims> {
  let [page] = await server.getAll([`Claim?patient=${encodeURIComponent(`Patient/${patient}`)}&_count=100`]);
  const found = new Map<string, Claim>();
  let pages = 0;
  while (page) {
    const bundle = searchset(page);
    for (const { resource } of bundle.entry ?? []) if (resource?.resourceType === 'Claim' && resource.id) found.set(resource.id, resource);
    const next = bundle.link?.find(({ relation }) => relation === 'next')?.url;
    pages += 1;
    page = next === undefined || pages >= MOST_PAGES ? undefined : await server.follow(next);
    if (next !== undefined && page === undefined) return sorted(found, false);
  }
  return sorted(found, true);
}

function sorted(found: ReadonlyMap<string, Claim>, isWhole: boolean): FoundClaims {
  const all = [...found.values()].filter(({ status }) => SHOWN_STATUS.has(status));
  const claims = all.filter(billsPerDiem).sort((a, b) => (firstDate(b) ?? '').localeCompare(firstDate(a) ?? '') || compare(a.id, b.id));
  return { claims, others: all.length - claims.length, isWhole };
}

const billsPerDiem = ({ item }: Claim): boolean =>
  Array.isArray(item) && item.some((each) => each?.productOrService?.coding?.some(({ code }) => code?.trim().toUpperCase() === 'S9326'));
const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);

function firstDate({ item = [], billablePeriod }: Claim): string | undefined {
  const dates = item.flatMap(({ servicedDate, servicedPeriod }) => servicedDate ?? servicedPeriod?.start ?? []);
  return [...dates.map((date) => date.slice(0, 10))].sort()[0] ?? billablePeriod?.start?.slice(0, 10);
}

/** Yields each as it is judged. One that cannot be judged for the moment says so, and the others go on. */
export async function* judgeClaims(
  server: FhirServer,
  claims: readonly Claim[],
  { server: { policy, timeZone } }: Session,
  asOf: number,
): AsyncGenerator<ListedClaim> {
  const settings = { ...(policy === undefined ? {} : { policy }), ...(timeZone === undefined ? {} : { timeZone }) };
  for (const claim of claims) {
    const listed = { id: claim.id ?? '', first: firstDate(claim) };
    try {
      const { bundle, notes } = await gatherEvidence(server, claim, { asOf });
      const { judgement, response } = judgeGathered(bundle, notes, listed.id, settings, { asOf });
      const problem = judgement ? undefined : (response.error?.[0]?.code.text ?? response.disposition ?? 'The claim could not be read.');
      yield { ...listed, judgement, problem };
    } catch (error) {
      if (error instanceof FhirServerError && error.status === 401) throw error;
      yield { ...listed, judgement: undefined, problem: 'The record could not be fetched for the moment. Load the page again.' };
    }
  }
}

function searchset(page: Fetched): Bundle {
  if (page.ok && page.resource.resourceType === 'Bundle') return page.resource;
  const status = page.ok ? undefined : page.status;
  throw new FhirServerError('GET Claim', { ...(status === undefined ? {} : { status }), isTransient: false });
}
