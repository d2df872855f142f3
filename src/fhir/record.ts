/** The resources of one Bundle (or a bare Claim), found by reference as FHIR R4 resolves references inside a Bundle. */
import type { Reference, Resource } from '@medplum/fhirtypes';
import { isObject } from './json.ts';
import type { Envelope } from './read-envelope.ts';

export interface Entry<T extends Resource = Resource> {
  readonly resource: T;
  readonly fullUrl?: string;
  /** FHIRPath of the resource in what was sent. */
  readonly path: string;
  /** For a contained resource: the entry that contains it. */
  readonly container?: Entry;
}

export interface PatientRecord {
  readonly entries: readonly Entry[];
  /** What the reader of the answer should know of how the input was taken. */
  readonly notes: readonly string[];
  /** The Bundle, where there was one. */
  readonly envelope?: Envelope;
}

/**
 * Finds entries by reference. Built once for a record; every look-up after that is a look-up in a map. Administrations, nine tenths of
 * most records, point at others and nothing that is read points at them: they are found by type only.
 */
export interface Resolver {
  /** The entry that the reference of `from` leads to; undefined when it leads to none, or to more than one. */
  resolve(reference: Reference | undefined, from: Entry): Entry | undefined;
  ofType<T extends Resource['resourceType']>(type: T): readonly Entry<Extract<Resource, { resourceType: T }>>[];
}

export function resolverOf(record: PatientRecord): Resolver {
  // Undefined for an address at which several stand.
  const byFullUrl = new Map<string, Entry | undefined>();
  const byTypeAndId = new Map<string, Entry[]>();
  const byType = new Map<string, Entry[]>();
  for (const entry of record.entries) {
    const { resourceType, id } = entry.resource;
    push(byType, resourceType, entry);
    if (resourceType === 'MedicationAdministration') continue;
    if (entry.fullUrl !== undefined) addFullUrl(withoutVersion(entry.fullUrl), entry);
    if (id !== undefined) push(byTypeAndId, `${resourceType}/${id}`, entry);
  }

  /** Of resources of several types under one address it is that of the type that it names; where it names none, nobody's. */
  function addFullUrl(url: string, entry: Entry): void {
    const isNamed = baseOf(entry) !== '';
    if (isNamed || !byFullUrl.has(url)) byFullUrl.set(url, entry);
    else {
      const other = byFullUrl.get(url);
      if (other && baseOf(other) === '') byFullUrl.set(url, undefined);
    }
  }

  function resolve(reference: Reference | undefined, from: Entry): Entry | undefined {
    const text = reference?.reference;
    if (text === undefined) return byIdentifier(reference);
    if (text.startsWith('#')) return contained(text.slice(1), from.container ?? from);
    const target = withoutVersion(text);
    const exact = byFullUrl.get(target);
    if (exact) return exact;
    const base = isAbsolute(target) ? '' : baseOf(from.container ?? from);
    return (base ? byFullUrl.get(base + target) : undefined) ?? byEnding(target, base);
  }

  /** By type and id, for entries and references that do not say on which server they live. */
  function byEnding(target: string, base: string): Entry | undefined {
    const candidates = byTypeAndId.get(lastTwoSegments(target) ?? '') ?? [];
    // An entry with a server's address of its own is somebody else's when the reference names, or stands at, another server.
    const unaddressed = candidates.filter((entry) => baseOf(entry) === '');
    if (unaddressed.length > 0) return unaddressed.length === 1 ? unaddressed[0] : undefined;
    return base === '' && !isAbsolute(target) && candidates.length === 1 ? candidates[0] : undefined;
  }

  function byIdentifier(reference: Reference | undefined): Entry | undefined {
    const { system, value } = reference?.identifier ?? {};
    if (value === undefined) return undefined;
    const candidates = (reference?.type === undefined ? record.entries : (byType.get(reference.type) ?? [])).filter((entry) =>
      identifiersOf(entry.resource).some((identifier) => identifier.value === value && identifier.system === system),
    );
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  return {
    resolve,
    ofType: <T extends Resource['resourceType']>(type: T) =>
      (byType.get(type) ?? []) as unknown as readonly Entry<Extract<Resource, { resourceType: T }>>[],
  };
}

/** The contained resource of that id, or the container itself for `#`. */
function contained(id: string, container: Entry): Entry | undefined {
  if (id === '') return container;
  const list = (container.resource as { contained?: Resource[] }).contained ?? [];
  const index = list.findIndex((resource) => resource.id === id);
  const resource = list[index];
  return resource && { resource, path: `${container.path}.contained[${index}]`, container };
}

export function identifiersOf(resource: Resource): readonly { system?: string; value?: string }[] {
  const identifier = (resource as { identifier?: unknown }).identifier;
  // Of a type without a shape nothing is checked.
  return Array.isArray(identifier) ? identifier.filter(isObject) : [];
}

/** `type/id`, else the entry's fullUrl, else its place in the Bundle. */
export function labelOf(entry: Entry): string {
  const { resourceType, id } = entry.resource;
  if (entry.container) return `${labelOf(entry.container)}#${id ?? ''}`;
  if (id !== undefined) return `${resourceType}/${id}`;
  return entry.fullUrl ?? entry.path.replace(/\.resource$/, '');
}

export const isAbsolute = (reference: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:/.test(reference);

export const withoutVersion = (reference: string): string => {
  const at = reference.indexOf('/_history/');
  return at < 0 ? reference : reference.slice(0, at);
};

/** The server's base of an entry whose fullUrl is a RESTful address; empty for `urn:` and for none. */
export function baseOf(entry: Entry): string {
  const { fullUrl, resource } = entry;
  const tail = `${resource.resourceType}/${resource.id}`;
  if (fullUrl === undefined || !fullUrl.startsWith('http')) return '';
  const plain = withoutVersion(fullUrl);
  return plain.endsWith(`/${tail}`) ? plain.slice(0, -tail.length) : '';
}

/** `Type/id` at the end of a RESTful reference. */
export function lastTwoSegments(reference: string): string | undefined {
  return /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.exec(reference)?.[1];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
