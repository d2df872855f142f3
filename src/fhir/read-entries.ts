/** `Bundle.entry` before anything is known of it: the resources that it holds, and those that it says are gone. */
import type { Issue } from '../issue.ts';
import { add, isObject, type JsonObject } from './json.ts';
import type { Deletion } from './newest-of-each.ts';

export interface Listed {
  readonly resource: JsonObject;
  readonly fullUrl?: string;
  /** FHIRPath of the resource. */
  readonly path: string;
}

export interface ListedEntries {
  readonly listed: readonly Listed[];
  readonly deletions: readonly Deletion[];
}

export function listEntries({ entry }: JsonObject, path: string, issues: Issue[]): ListedEntries {
  const listed: Listed[] = [];
  const deletions: Deletion[] = [];
  if (entry !== undefined && !Array.isArray(entry)) add(issues, 'structure', `${path}.entry`, 'must be an array');
  for (const [i, element] of (Array.isArray(entry) ? entry : []).entries() as Iterable<[number, unknown]>) {
    const at = `${path}.entry[${i}]`;
    if (!isObject(element)) add(issues, 'structure', at, element === null ? 'must not be null' : 'must be an object');
    else if (element.resource !== undefined && !isObject(element.resource))
      add(issues, 'structure', `${at}.resource`, 'must be a resource');
    else if (element.fullUrl !== undefined && typeof element.fullUrl !== 'string')
      add(issues, 'structure', `${at}.fullUrl`, 'must be a string');
    else if (isObject(element.resource)) {
      const found = { resource: element.resource, path: `${at}.resource` };
      listed.push(typeof element.fullUrl === 'string' ? { ...found, fullUrl: element.fullUrl } : found);
    } else deletions.push(...deletionOf(element));
  }
  return { listed, deletions };
}

/** An entry without a resource that says it was deleted; what it says beside is read as far as it can be. */
function deletionOf({ fullUrl, request, response }: JsonObject): Deletion[] {
  if (!isObject(request) || request.method !== 'DELETE') return [];
  const { lastModified, etag } = isObject(response) ? response : {};
  // Beside the address on a server the url of the request says less.
  const said = typeof fullUrl === 'string' && /^https?:/.test(fullUrl) ? [fullUrl] : [fullUrl, request.url];
  return [
    {
      addresses: said.filter((address) => typeof address === 'string'),
      ...(typeof lastModified === 'string' && { lastUpdated: lastModified }),
      ...(typeof etag === 'string' && { versionId: etag.replace(/^(W\/)?"(.*)"$/, '$2') }),
    },
  ];
}
