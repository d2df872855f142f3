/** What was sent → records to judge, or every reason why it cannot be read. Claim/$submit takes a Claim, a Bundle, Parameters or a batch of Bundles. */
import type { Resource } from '@medplum/fhirtypes';
import type { Issue } from '../issue.ts';
import type { Instant } from '../time/civil-date.ts';
import { parseInstant } from '../time/fhir-time.ts';
import { checkResource } from './check-shape.ts';
import { add, isObject, type JsonObject } from './json.ts';
import { type Deletion, newestOfEach } from './newest-of-each.ts';
import { type Listed, type ListedEntries, listEntries } from './read-entries.ts';
import { readEnvelope } from './read-envelope.ts';
import type { Entry, PatientRecord } from './record.ts';

export interface Request {
  /** One for each Bundle. */
  readonly records: readonly PatientRecord[];
  /** True for a batch of Bundles, whose answers go into a Bundle of their own. */
  readonly isBatch: boolean;
  /** From Parameters, beside `resource`. */
  readonly asOf?: Instant;
  readonly policy?: string;
  readonly timeZone?: string;
}

export type ReadRequest = { readonly ok: true; readonly request: Request } | { readonly ok: false; readonly issues: readonly Issue[] };

/** Reads parsed JSON. Never throws; the expressions of the issues begin at the resource that was sent. */
export function readRequest(json: unknown): ReadRequest {
  const issues: Issue[] = [];
  const request = isObject(json) ? requestOf(json, issues) : undefined;
  if (!isObject(json)) add(issues, 'structure', 'Resource', 'must be a JSON object: a Claim, a Bundle or Parameters');
  return request && issues.length === 0 ? { ok: true, request } : { ok: false, issues };
}

function requestOf(json: JsonObject, issues: Issue[]): Request | undefined {
  if (json.resourceType === 'Parameters') return fromParameters(json, issues);
  const { resourceType } = json;
  return fromResource(json, resourceType === 'Claim' || resourceType === 'Bundle' ? resourceType : 'Resource', issues);
}

function fromResource(json: JsonObject, path: string, issues: Issue[]): Request | undefined {
  if (json.resourceType === 'Claim') {
    checkResource(json, path, issues);
    return { records: [recordOf([{ resource: json as unknown as Resource, path }], issues)], isBatch: false };
  }
  if (json.resourceType === 'Bundle') return fromBundle(json, path, issues);
  add(issues, 'not-supported', `${path}.resourceType`, 'must be Claim, Bundle or Parameters');
  return undefined;
}

function fromBundle(bundle: JsonObject, path: string, issues: Issue[]): Request {
  const entries = listEntries(bundle, path, issues);
  const { listed } = entries;
  const nested = listed.filter(({ resource }) => resource.resourceType === 'Bundle');
  if (nested.length === 0) return { records: [bundleRecord(bundle, entries, path, issues)], isBatch: false };
  const records = listed.map((outer) => {
    const inner =
      outer.resource.resourceType === 'Bundle' ? listEntries(outer.resource, outer.path, issues) : { listed: [outer], deletions: [] };
    for (const { resource, path: at } of inner.listed)
      if (resource.resourceType === 'Bundle')
        add(issues, 'not-supported', at, 'is a Bundle in a Bundle of a batch: nest one level at most');
    return bundleRecord(outer.resource, inner, outer.path, issues);
  });
  return { records, isBatch: true };
}

function bundleRecord(bundle: JsonObject, { listed, deletions }: ListedEntries, path: string, issues: Issue[]): PatientRecord {
  const record = { ...recordOf(readEntries(listed, issues), issues, deletions), envelope: readEnvelope(bundle, path) };
  requireClaim(record, path, issues);
  return record;
}

function requireClaim(record: PatientRecord, path: string, issues: Issue[]): void {
  if (!record.entries.some(({ resource }) => resource.resourceType === 'Claim'))
    add(issues, 'required', `${path}.entry`, 'holds no Claim to judge');
}

function readEntries(listed: readonly Listed[], issues: Issue[]): Entry[] {
  for (const { resource, path } of listed) checkResource(resource, path, issues);
  // Checked above for all that is read of it.
  return listed as unknown as Entry[];
}

/** Versions are compared only when nothing is wrong with what they are compared by. */
function recordOf(entries: readonly Entry[], issues: readonly Issue[], deletions: readonly Deletion[] = []): PatientRecord {
  return issues.length > 0 ? { entries, notes: [] } : newestOfEach(entries, deletions);
}

/** The operation's own parameters: `resource`, and beside it `asOf`, `policy` and `timeZone` of ours. */
function fromParameters(json: JsonObject, issues: Issue[]): Request | undefined {
  const list = Array.isArray(json.parameter) ? json.parameter : [];
  if (!Array.isArray(json.parameter)) add(issues, 'required', 'Parameters.parameter', 'must be an array with the parameter resource');
  let request: Request | undefined;
  let own: Pick<Request, 'asOf' | 'policy' | 'timeZone'> = {};
  for (const [i, parameter] of list.entries() as Iterable<[number, unknown]>) {
    const at = `Parameters.parameter[${i}]`;
    if (!isObject(parameter)) add(issues, 'structure', at, 'must be an object');
    else if (parameter.name === 'resource') {
      if (!isObject(parameter.resource)) add(issues, 'required', `${at}.resource`, 'must be a Claim or a Bundle');
      else if (request) add(issues, 'duplicate', at, 'is a second parameter resource: send a batch of Bundles');
      else request = fromResource(parameter.resource, `${at}.resource`, issues);
    } else own = { ...own, ...ownParameter(parameter, at, issues) };
  }
  if (!request && issues.length === 0) add(issues, 'required', 'Parameters.parameter', 'has no parameter named resource');
  return request && { ...request, ...own };
}

function ownParameter(parameter: JsonObject, at: string, issues: Issue[]): Pick<Request, 'asOf' | 'policy' | 'timeZone'> {
  const { name } = parameter;
  if (name !== 'asOf' && name !== 'policy' && name !== 'timeZone') return {};
  const value = Object.entries(parameter).find(([key]) => key.startsWith('value'))?.[1];
  if (typeof value !== 'string')
    add(issues, 'value', at, `has no ${name === 'asOf' ? 'valueInstant or valueDateTime' : 'valueString or valueCode'}`);
  else if (name !== 'asOf') return { [name]: value };
  else {
    const instant = parseInstant(value);
    if (instant !== undefined) return { asOf: instant };
    add(issues, 'value', at, 'is not an instant with an offset from UTC');
  }
  return {};
}
