/** A Bundle may hold one resource in several versions (history, merged searches): the newest stands, whatever the order of entries. */
import { parseInstant } from '../time/fhir-time.ts';
import { baseOf, type Entry, isAbsolute, labelOf, lastTwoSegments, type PatientRecord, withoutVersion } from './record.ts';

/** What is said of a version beside the resource itself. */
interface Version {
  readonly lastUpdated?: string | undefined;
  readonly versionId?: string | undefined;
}

/** An entry of a history that says that a resource is gone. */
export interface Deletion extends Version {
  /** Its fullUrl, and the url of its request. */
  readonly addresses: readonly string[];
}

export function newestOfEach(entries: readonly Entry[], deletions: readonly Deletion[] = []): PatientRecord {
  const newest = new Map<string, Entry>();
  const repeated = new Set<string>();
  for (const entry of entries) {
    const { resourceType, id } = entry.resource;
    const key =
      entry.fullUrl !== undefined
        ? `${resourceType} ${withoutVersion(entry.fullUrl)}`
        : id === undefined
          ? entry.path
          : `${resourceType}/${id}`;
    const other = newest.get(key);
    if (other) repeated.add(key);
    if (!other || isNewer(entry, other)) newest.set(key, entry);
  }
  const isGone = goneBy(deletions);
  const gone = new Set(deletions.length > 0 ? [...newest.values()].filter(isGone) : []);
  const deleted = new Set([...gone].map(labelOf));
  const notes = [
    ...namesOf(repeated, newest)
      .filter((label) => !deleted.has(label))
      .map((label) => `${label} is in the Bundle more than once: its newest version was read.`),
    ...[...deleted].map((label) => `${label} was deleted, as the Bundle says: no version of it was read.`),
  ];
  const standing = repeated.size > 0 ? [...newest.values()] : entries;
  return { entries: gone.size > 0 ? standing.filter((entry) => !gone.has(entry)) : standing, notes: notes.sort() };
}

/** What stands names all its versions: under one address they may differ in id. */
function namesOf(keys: ReadonlySet<string>, newest: ReadonlyMap<string, Entry>): string[] {
  const labels = [...keys].flatMap((key) => newest.get(key) ?? []).map(labelOf);
  return [...new Set(labels)];
}

/** By meta.lastUpdated, then versionId as a number, then the text of the resource: any two copies have one order. */
function isNewer(a: Entry, b: Entry): boolean {
  const order = compareVersions(a.resource.meta ?? {}, b.resource.meta ?? {});
  return order === 0 ? textOf(a) > textOf(b) : order > 0;
}

function compareVersions(a: Version, b: Version): number {
  const updated = instantOf(a.lastUpdated) - instantOf(b.lastUpdated);
  if (updated !== 0) return updated;
  return numberOf(a.versionId) - numberOf(b.versionId);
}

/** A versionId that is no number says as little as none: any three versions have one order. */
function numberOf(versionId: string | undefined): number {
  const version = Number(versionId ?? 0);
  return Number.isFinite(version) ? version : 0;
}

const instantOf = (text: string | undefined): number => (text === undefined ? undefined : parseInstant(text)) ?? -1e15;

/** Empty for a resource nested too deep to be written. */
function textOf(entry: Entry): string {
  try {
    return JSON.stringify(entry.resource);
  } catch {
    return '';
  }
}

/** Whether the newest version of a resource is older than its deletion; one written after that was brought back. */
function goneBy(deletions: readonly Deletion[]): (entry: Entry) => boolean {
  const byAddress = new Map<string, Deletion[]>();
  const byTypeAndId = new Map<string, Deletion[]>();
  for (const deletion of deletions)
    for (const address of new Set(deletion.addresses.map(withoutVersion))) {
      push(byAddress, address, deletion);
      // A server's address is that server's; type and id alone are of any.
      const typeAndId = lastTwoSegments(address) ?? '';
      push(byTypeAndId, isAbsolute(address) ? `absolute ${typeAndId}` : typeAndId, deletion);
    }

  function deletionsOf(entry: Entry): readonly Deletion[] {
    const { resourceType, id } = entry.resource;
    const own = entry.fullUrl === undefined ? [] : (byAddress.get(withoutVersion(entry.fullUrl)) ?? []);
    const typeAndId = `${resourceType}/${id}`;
    const elsewhere = baseOf(entry) === '' ? (byTypeAndId.get(`absolute ${typeAndId}`) ?? []) : [];
    return [...own, ...(byTypeAndId.get(typeAndId) ?? []), ...elsewhere];
  }

  return (entry) => deletionsOf(entry).some((deletion) => isAfter(deletion, entry.resource.meta ?? {}));
}

/** Where one of the two does not say when or which version, the deletion holds: it is what was done last to what it names. */
function isAfter(deletion: Version, version: Version): boolean {
  const [deletedAt, writtenAt] = [instantOf(deletion.lastUpdated), instantOf(version.lastUpdated)];
  const areTimed = deletedAt > -1e15 && writtenAt > -1e15;
  if (areTimed && deletedAt !== writtenAt) return deletedAt > writtenAt;
  const order = Number(deletion.versionId ?? Number.NaN) - Number(version.versionId ?? Number.NaN);
  return !(order < 0);
}

function push(map: Map<string, Deletion[]>, key: string, deletion: Deletion): void {
  const list = map.get(key);
  if (list) list.push(deletion);
  else map.set(key, [deletion]);
}
