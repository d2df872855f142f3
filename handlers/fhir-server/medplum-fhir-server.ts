/** The server of a Bot, through the client that Medplum hands it: its tokens and its caches are Medplum's. */
import { getStatus, type MedplumClient, OperationOutcomeError } from '@medplum/core';
import type { Bundle, CapabilityStatement, Resource } from '@medplum/fhirtypes';
import { type Fetched, type FhirServer, FhirServerError } from './fhir-server.ts';

const MOST_IN_A_BATCH = 50;

export function createMedplumFhirServer(medplum: MedplumClient): FhirServer {
  const base = medplum.fhirUrl().toString().replace(/\/+$/, '');

  async function getSome(paths: readonly string[]): Promise<Fetched[]> {
    const batch: Bundle = { resourceType: 'Bundle', type: 'batch', entry: paths.map((url) => ({ request: { method: 'GET', url } })) };
    const { entry = [] } = await asked('POST batch', async () => medplum.executeBatch(batch));
    return paths.map((_path, i) => {
      const { resource, response } = entry[i] ?? {};
      const status = Number.parseInt(response?.status ?? '', 10) || 0;
      if (isTransient(status)) throw new FhirServerError(`POST batch: ${status} in an entry`, { status, isTransient: true });
      return resource && status >= 200 && status < 300 ? { ok: true, resource } : { ok: false, status };
    });
  }

  async function get(url: URL | string): Promise<Fetched> {
    try {
      // What a page shows is no longer true a moment later.
      return { ok: true, resource: await asked('GET', async () => medplum.get<Resource>(url, { cache: 'reload' })) };
    } catch (error) {
      if (error instanceof FhirServerError && !error.isTransient) return { ok: false, status: error.status ?? 0 };
      throw error;
    }
  }

  return {
    baseUrl: base,
    async capabilities() {
      const fetched = await get(medplum.fhirUrl('metadata'));
      return fetched.ok ? (fetched.resource as CapabilityStatement) : undefined;
    },
    async read(type, id) {
      const fetched = await get(medplum.fhirUrl(type, id));
      if (fetched.ok) return fetched.resource as never;
      if (fetched.status === 404 || fetched.status === 410) return undefined;
      throw new FhirServerError(`GET ${type}: ${fetched.status}`, { status: fetched.status, isTransient: false });
    },
    async getAll(paths) {
      const all: Fetched[] = [];
      for (let start = 0; start < paths.length; start += MOST_IN_A_BATCH)
        all.push(...(await getSome(paths.slice(start, start + MOST_IN_A_BATCH))));
      return all;
    },
    async follow(url) {
      const isBelow = new URL(url, `${base}/`).toString().startsWith(`${base}/`);
      return isBelow ? get(new URL(url, `${base}/`)) : { ok: false, status: 0 };
    },
    async createUnlessFound<T extends Resource>(resource: T, search: string) {
      return asked(`POST ${resource.resourceType}`, async () => medplum.createResourceIfNoneExist(resource, search));
    },
  };
}

const isTransient = (status: number): boolean => status === 429 || status >= 500;

async function asked<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    // Anything else than an outcome is the network.
    if (!(error instanceof OperationOutcomeError)) throw new FhirServerError(`${what}: no answer`, { isTransient: true });
    const status = getStatus(error.outcome);
    throw new FhirServerError(`${what}: ${status}`, { status, isTransient: isTransient(status) });
  }
}
