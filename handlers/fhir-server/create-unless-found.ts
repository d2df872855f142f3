/** A conditional create, whichever way the server tells what is there then. Safe to repeat, as the condition holds for each try. */
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { belowBase, resourceUrl } from './below-base.ts';
import { type Connection, FHIR_JSON, readResource } from './connection.ts';
import { type Answer, isOk, refusal } from './exchange.ts';
import { type FhirServer, FhirServerError } from './fhir-server.ts';

/** Two creates at the same moment: HAPI says so to the later one, which then finds what the earlier one wrote. */
const CONFLICT = 409;

const SEVERAL_MATCH = 412;

export function createCreateUnlessFound(connection: Connection): FhirServer['createUnlessFound'] {
  return async <T extends Resource>(resource: T, search: string): Promise<T> => {
    const type = resource.resourceType;
    const what = `POST ${type}`;
    const url = belowBase(connection.base, type);
    const found = belowBase(connection.base, `${type}?${search}`);
    if (!url || !found || found.search.length < 2)
      throw new FhirServerError(`${what}: not asked, as the search is none`, { isTransient: false });
    const answer = await connection.ask(
      {
        what,
        method: 'POST',
        url,
        // As a URL writes it: a header takes no more characters than that.
        headers: { 'content-type': FHIR_JSON, prefer: 'return=representation', 'if-none-exist': found.search.slice(1) },
        body: JSON.stringify(resource),
      },
      [CONFLICT],
    );
    if (!isOk(answer) && answer.status !== SEVERAL_MATCH) throw refusal(what, answer, connection.now());
    const named = isOk(answer) ? (represented(what, type, answer) ?? (await located(connection, type, answer))) : undefined;
    const there = named ?? (await oldest(connection, type, found));
    // It is there, by what the server said; its index may be a moment behind.
    if (!there) throw new FhirServerError(`${what}: ${answer.status}, but none is found`, { status: answer.status, isTransient: true });
    return there as T;
  };
}

/** Undefined where the preference was not heeded: an empty body, or an OperationOutcome. */
function represented(what: string, type: string, answer: Answer): Resource | undefined {
  if (answer.body.length === 0) return undefined;
  const resource = readResource(what, answer);
  if (resource.resourceType === type) return resource;
  if (resource.resourceType === 'OperationOutcome') return undefined;
  throw new FhirServerError(`${what}: the answer is another resource`, { status: answer.status, isTransient: false });
}

/** Only the id is taken from the Location, so that it cannot lead elsewhere. */
async function located(connection: Connection, type: string, { headers }: Answer): Promise<Resource | undefined> {
  const [, named, id] = /(?:^|\/)([A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]*)?$/.exec(headers.get('location') ?? '') ?? [];
  const url = named === type && id ? resourceUrl(connection.base, type, id) : undefined;
  const fetched = url && (await connection.get(url, type));
  return fetched?.ok ? fetched.resource : undefined;
}

/** So that all who ask choose the same one of several. */
async function oldest(connection: Connection, type: string, found: URL): Promise<Resource | undefined> {
  const fetched = await connection.get(found, 'Bundle', `GET ${type}`);
  if (!fetched.ok) throw new FhirServerError(`GET ${type}: ${fetched.status}`, { status: fetched.status, isTransient: false });
  const matches = ((fetched.resource as Bundle).entry ?? []).flatMap(({ resource }) => (resource?.resourceType === type ? [resource] : []));
  const age = ({ meta }: Resource): number => Date.parse(meta?.lastUpdated ?? '') || 0;
  return matches.sort((a, b) => age(a) - age(b) || ((a.id ?? '') < (b.id ?? '') ? -1 : 1))[0];
}
