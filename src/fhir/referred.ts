/** The resources of a request that an answer refers to, and those that they refer to, as they are to stand in the Bundle of the answer. */
import type { BundleEntry, Reference, Resource } from '@medplum/fhirtypes';
import { isObject } from './json.ts';
import { baseOf, type Entry, isAbsolute, type Resolver, withoutVersion } from './record.ts';
import { saysSomething } from './stated.ts';

export interface Linked<T extends Resource> {
  /** With the fullUrl of each resource that it refers to. */
  readonly resource: T;
  /** In the order of the request, each once. */
  readonly entries: readonly BundleEntry[];
}

/** FHIR nests some twenty deep; what is nested deeper is handed back as it came. */
const MOST_DEPTH = 100;

/** `from` is the claim that was answered. It is not sent back: the answer names it. `urlOf` is asked for entries that have no fullUrl. */
export function linkReferred<T extends Resource>(resource: T, from: Entry, resolver: Resolver, urlOf: (entry: Entry) => string): Linked<T> {
  const found = new Map<Entry, BundleEntry>();
  const waiting: Entry[] = [];
  const fullUrlOf = (entry: Entry): string => (hasAddress(entry) ? withoutVersion(entry.fullUrl) : urlOf(entry));

  const linkFrom = (at: Entry, isCopy: boolean) => (reference: Reference) => {
    const entry = reference.reference?.startsWith('#') ? undefined : resolver.resolve(reference, at);
    if (!entry || entry.container) return reference;
    const isClaim = entry.resource.resourceType === 'Claim';
    if (!isClaim && !found.has(entry)) {
      found.set(entry, {});
      waiting.push(entry);
    }
    // A copy keeps what leads to its target where it is: a relative reference that starts at an address.
    const isKept = reference.reference === undefined || (isCopy && (isAbsolute(reference.reference) || baseOf(at) !== ''));
    return isKept || (isClaim && !hasAddress(entry)) ? reference : { ...reference, reference: fullUrlOf(entry) };
  };

  const linked = relink(resource, linkFrom(from, false), 0) as T;
  for (let entry = waiting.shift(); entry; entry = waiting.shift())
    found.set(entry, { fullUrl: fullUrlOf(entry), resource: relink(entry.resource, linkFrom(entry, true), 0) as Resource });
  const order = [...found.keys()].sort((a, b) => placeOf(a) - placeOf(b));
  return { resource: linked, entries: order.flatMap((entry) => found.get(entry) ?? []) };
}

type Addressed = Entry & { readonly fullUrl: string };
export const hasAddress = (entry: Entry): entry is Addressed => entry.fullUrl !== undefined && isAbsolute(entry.fullUrl);

/** A copy with each Reference replaced, without what says nothing. */
function relink(value: unknown, link: (reference: Reference) => Reference, depth: number): unknown {
  if (depth > MOST_DEPTH) return value;
  if (Array.isArray(value)) return value.map((each) => relink(each, link, depth + 1)).filter((each) => saysSomething(each));
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    // Primitives and their extensions go in pairs by place, with null for the one that is not there.
    const isPaired = Array.isArray(member) && (`_${key}` in value || key.startsWith('_'));
    const linked = isPaired ? member : relink(member, link, depth + 1);
    if (saysSomething(linked)) Object.defineProperty(copy, key, { value: linked, enumerable: true, configurable: true, writable: true });
  }
  return isReference(copy) ? link(copy) : copy;
}

function isReference(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & Reference {
  const { reference, identifier, type } = value;
  if (typeof reference === 'string') return true;
  return isObject(identifier) && typeof identifier.value === 'string' && typeof type === 'string' && value.resourceType === undefined;
}

/** `Bundle.entry[12].resource` → 12. */
const placeOf = ({ path }: Entry): number => Number(/\[(\d+)\]\.resource$/.exec(path)?.[1] ?? 0);
