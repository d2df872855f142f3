/** A server that behaves like HAPI: it states what it can, refuses parameters that it does not know, takes batches, and gives pages by a token. */
import type { Bundle, BundleEntry, CapabilityStatement, Resource } from '@medplum/fhirtypes';
import { type HttpServer, type Reply, startHttpServer } from './http-server.ts';

export interface SearchServerOptions {
  readonly resources: readonly Resource[];
  /** Search parameters that it knows, by type; those of a type that is not here are R4's usual ones. Null: not a type of this server. */
  readonly parameters?: Readonly<Record<string, readonly string[] | null>>;
  /** False: it answers 404 to `metadata`. */
  readonly states?: boolean;
  readonly pageSize?: number;
  /** In place of its answer to a search. */
  readonly answers?: (type: string, page: number, origin: string) => Reply | undefined;
}

const TYPES =
  'Patient Coverage Encounter EpisodeOfCare Claim ClaimResponse ExplanationOfBenefit CoverageEligibilityResponse MedicationRequest MedicationDispense SupplyDelivery DeviceUseStatement DocumentReference Observation MedicationAdministration Medication Organization'.split(
    ' ',
  );
const USUAL = ['patient', 'subject', 'beneficiary', 'date', 'effective-time', 'identifier'];

interface Loose {
  readonly [element: string]: unknown;
}

export async function startSearchServer(options: SearchServerOptions): Promise<HttpServer & { gets: string[] }> {
  const { resources, parameters = {}, states = true, pageSize = 1000, answers } = options;
  const gets: string[] = [];
  const known = (type: string) => (parameters[type] === undefined ? USUAL : parameters[type]);
  let origin = '';

  const statement = (): CapabilityStatement => ({
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2025-01-01',
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        interaction: [{ code: 'batch' }],
        resource: TYPES.flatMap((type) => {
          const names = known(type);
          if (names === null) return [];
          return [
            {
              type: type as 'Patient',
              interaction: [{ code: 'read' }, { code: 'search-type' }],
              searchParam: names.map((name) => ({ name, type: 'string' })),
            },
          ];
        }),
      },
    ],
  });

  function get(path: string): Reply {
    gets.push(path);
    const url = new URL(path, 'http://base/');
    const [type = '', id] = url.pathname.slice(1).split('/');
    const pageOf = url.searchParams.get('_getpages');
    if (pageOf !== null) return search(new URL(pageOf, 'http://base/'), Number(url.searchParams.get('_getpagesoffset')));
    if (type === 'metadata') return states ? { body: statement() } : { status: 404 };
    if (id === undefined) return search(url, 0);
    const resource = resources.find((each) => each.resourceType === type && each.id === id);
    return resource ? { body: resource } : { status: 404 };
  }

  function search(url: URL, offset: number): Reply {
    const type = url.pathname.slice(1);
    const own = answers?.(type, offset / pageSize, origin);
    if (own) return own;
    const names = known(type);
    const asked = [...url.searchParams].filter(([name]) => !name.startsWith('_'));
    if (names === null) return { status: 404 };
    if (asked.some(([name]) => !names.includes(name))) return { status: 400, body: { resourceType: 'OperationOutcome', issue: [] } };
    const found = resources.filter(
      (each) => each.resourceType === type && asked.every(([name, value]) => matches(each as unknown as Loose, name, value)),
    );
    const page = found.slice(offset, offset + Math.min(pageSize, Number(url.searchParams.get('_count') ?? pageSize)));
    const next = `${origin}/fhir?_getpages=${encodeURIComponent(url.pathname.slice(1) + url.search)}&_getpagesoffset=${offset + pageSize}`;
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'searchset',
      link: offset + pageSize < found.length ? [{ relation: 'next', url: next }] : [],
      entry: page.map((resource): BundleEntry => ({ resource, search: { mode: 'match' } })),
    };
    return { body: bundle };
  }

  const server = await startHttpServer(({ method, url, body }) => {
    const path = url.replace(/^\/fhir\/?/, '');
    if (method === 'GET') return get(path);
    const entry = ((JSON.parse(body) as Bundle).entry ?? []).map(({ request }): BundleEntry => {
      const { status = 200, body: resource } = get(request?.url ?? '');
      return { response: { status: String(status) }, ...(status === 200 ? { resource: resource as Resource } : {}) };
    });
    return { body: { resourceType: 'Bundle', type: 'batch-response', entry } };
  });
  origin = server.origin;
  return { ...server, gets };
}

function matches(resource: Loose, name: string, value: string): boolean {
  if (name === 'identifier')
    return ((resource.identifier ?? []) as { system: string; value: string }[]).some((each) => `${each.system}|${each.value}` === value);
  if (name === 'date' || name === 'effective-time') {
    const { start, end = start } = {
      start: resource.effectiveDateTime,
      end: resource.effectiveDateTime,
      ...(resource.effectivePeriod as object),
    } as Record<string, string>;
    return value.startsWith('ge') ? (end ?? '').slice(0, 10) >= value.slice(2) : (start ?? '').slice(0, 10) <= value.slice(2);
  }
  return [resource.patient, resource.subject, resource.beneficiary].some(
    (each) => (each as { reference?: string } | undefined)?.reference === value,
  );
}
