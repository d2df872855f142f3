/** What a hook is answered from: what was sent along, and what was not but can be fetched with the caller's token. */
import type { Bundle, Reference, Resource } from '@medplum/fhirtypes';
import type { Issue } from '../../src/issue.ts';
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import { createHttpFhirServer } from '../fhir-server/http-fhir-server.ts';
import { placeOf } from '../fhir-server/local-reference.ts';
import { checkResource } from '../r4/check-r4.ts';
import type { CdsClient } from './clients.ts';
import type { Placed } from './members.ts';
import type { HookRequest } from './read-hook.ts';
import { OPTIONAL_KEYS, type PrefetchKey, type Service } from './services.ts';

export type Gathered =
  | { readonly ok: true; readonly drafts: readonly Resource[]; readonly evidence: readonly Resource[] }
  /** 400: what was sent is not R4. */
  | { readonly ok: false; readonly status: 400; readonly issues: readonly Issue[] }
  /** 412: `prefetch.coverage`, `context.dispatchedOrders[0]`: what is needed and could not be had. */
  | { readonly ok: false; readonly status: 412; readonly missing: readonly string[] };

export interface GatherOptions {
  now(): number;
  /** For all that is fetched together. A hook is to be answered in five seconds (Da Vinci CRD). */
  readonly fetchMs?: number;
}

const FETCH_MS = 4000;
const MOST_PAGES = 20;
const MAX_BODY_BYTES = 16 * 1024 * 1024;

export type Gather = (request: HookRequest, service: Service, client: CdsClient | undefined) => Promise<Gathered>;

export function createGather({ now, fetchMs = FETCH_MS }: GatherOptions): Gather {
  return async (request, service, client) => {
    const { evidence, open } = suppliedOf(request, service);
    const issues = [...request.drafts, ...evidence].flatMap(({ resource, place }) => checkResource(resource, place));
    if (issues.length > 0) return { ok: false, status: 400, issues };

    const found = new Map(evidence.map(({ resource }) => [nameOf(resource), resource]));
    const more: Resource[] = [];
    const lacking = (): string[] => request.dispatched.filter((order) => !found.has(order));
    const server = serverOf(request, client, now, fetchMs);
    if (server) {
      const take = (resources: readonly Resource[]): void => {
        for (const resource of resources) {
          more.push(resource);
          if (!found.has(nameOf(resource))) found.set(nameOf(resource), resource);
        }
      };
      await Promise.all([
        ...open.map(async ({ key, path }) => {
          const fetched = await fetchAll(server, path);
          if (!fetched) return;
          take(fetched);
          open.splice(
            open.findIndex((each) => each.key === key),
            1,
          );
        }),
        ...lacking().map(async (order) => take((await fetchAll(server, order)) ?? [])),
      ]);
      // Where the caller's server does not send along what is referred to. Without it less is known, and nothing false.
      const referred = referredTo([...request.drafts.map(({ resource }) => resource), ...found.values()], server.baseUrl, found);
      await Promise.all(referred.map(async (name) => take((await fetchAll(server, name)) ?? [])));
    }

    const missing = [
      ...open.filter(({ key }) => !OPTIONAL_KEYS.has(key)).map(({ key }) => `prefetch.${key}`),
      ...request.dispatched.flatMap((order, i) => (found.has(order) ? [] : [`context.dispatchedOrders[${i}]`])),
    ];
    if (missing.length > 0) return { ok: false, status: 412, missing };
    return {
      ok: true,
      drafts: [...request.drafts.map(({ resource }) => resource), ...request.dispatched.flatMap((order) => found.get(order) ?? [])],
      evidence: [...evidence.map(({ resource }) => resource), ...more],
    };
  };
}

interface Open {
  readonly key: PrefetchKey;
  readonly path: string;
}

/** What came, and of what did not come or failed, how to ask for it. */
function suppliedOf(request: HookRequest, { prefetch }: Service): { evidence: Placed[]; open: Open[] } {
  const evidence: Placed[] = [];
  const open: Open[] = [];
  for (const [key, template] of Object.entries(prefetch) as [PrefetchKey, string][]) {
    const supplied = request.prefetch.get(key);
    if (supplied !== undefined && supplied !== 'failed') evidence.push(...supplied);
    else {
      const path = fill(template, request);
      if (path !== undefined) open.push({ key, path });
    }
  }
  return { evidence, open };
}

/** Undefined where the context has not what the template asks for. */
function fill(template: string, { patientId, encounterId }: HookRequest): string | undefined {
  if (template.includes('context.encounterId') && encounterId === undefined) return undefined;
  return template.replaceAll('{{context.patientId}}', patientId).replaceAll('{{context.encounterId}}', encounterId ?? '');
}

/** Undefined where nothing may be asked: no token, or a server that this client is not known to have. */
function serverOf({ fhir }: HookRequest, client: CdsClient | undefined, now: () => number, fetchMs: number): FhirServer | undefined {
  if (fhir?.token === undefined || !client) return undefined;
  const { baseUrl, token } = fhir;
  const isKnown = client.fhirServers.some((known) => baseUrl === known || baseUrl.startsWith(`${known}/`));
  if (!isKnown) return undefined;
  const end = AbortSignal.timeout(fetchMs);
  return createHttpFhirServer(
    { baseUrl, auth: { type: 'bearer', token } },
    {
      now,
      fetch: (url, init) => fetch(url, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, end]) : end }),
      deadlineMs: fetchMs,
      timeoutMs: fetchMs,
      maxAttempts: 2,
      maxBodyBytes: MAX_BODY_BYTES,
    },
  );
}

/** Every page of a search, or one resource; undefined where it could not be had whole, or is not R4. */
async function fetchAll(server: FhirServer, path: string): Promise<readonly Resource[] | undefined> {
  try {
    const [first] = await server.getAll([path]);
    if (!first?.ok) return (await isUnknownType(server, path)) ? [] : undefined;
    const resources: Resource[] = [];
    let page = first.resource;
    for (let pages = 1; ; pages += 1) {
      resources.push(...resourcesIn(page));
      const next = nextOf(page);
      if (next === undefined) return resources.some((resource) => checkResource(resource, '').length > 0) ? undefined : resources;
      const fetched = pages < MOST_PAGES ? await server.follow(next) : undefined;
      if (!fetched?.ok) return undefined;
      page = fetched.resource;
    }
  } catch {
    // Whatever it was, it did not bring the data.
    return undefined;
  }
}

/** A server that says which types it has, and not this one, has no data of it. */
async function isUnknownType(server: FhirServer, path: string): Promise<boolean> {
  const types = ((await server.capabilities())?.rest ?? []).flatMap(({ resource = [] }) => resource.map(({ type }) => type as string));
  return types.length > 0 && !types.includes(/^[A-Za-z]+/.exec(path)?.[0] ?? '');
}

const isBundle = (resource: Resource): resource is Bundle => resource.resourceType === 'Bundle';

const resourcesIn = (page: Resource): Resource[] =>
  isBundle(page)
    ? (page.entry ?? []).flatMap(({ resource }) => (resource && resource.resourceType !== 'OperationOutcome' ? [resource] : []))
    : [page];

const nextOf = (page: Resource): string | undefined =>
  isBundle(page) ? page.link?.find(({ relation }) => relation === 'next')?.url : undefined;

const nameOf = ({ resourceType, id = '' }: Resource): string => `${resourceType}/${id}`;

/** Payers, drugs, devices and places that resources name and that are not at hand. */
function referredTo(resources: readonly Resource[], baseUrl: string, found: ReadonlyMap<string, Resource>): readonly string[] {
  const references = resources.flatMap((resource): readonly (Reference | undefined)[] => {
    if (resource.resourceType === 'Coverage') return resource.payor;
    if (resource.resourceType === 'MedicationRequest') return [resource.medicationReference];
    if (resource.resourceType === 'DeviceRequest') return [resource.codeReference];
    return resource.resourceType === 'ServiceRequest' ? (resource.locationReference ?? []) : [];
  });
  const names = references.flatMap((reference) => {
    const place = reference && placeOf(reference, baseUrl);
    return place?.isHere && !found.has(place.key) ? [place.key] : [];
  });
  return [...new Set(names)].slice(0, MOST_REFERRED);
}

const MOST_REFERRED = 50;
