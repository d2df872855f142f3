/** A Bundle may hold one resource in several versions (history, merged searches): the newest stands, whatever the order of entries. */
import { parseInstant } from '../time/fhir-time.ts';
import { type Entry, labelOf, type PatientRecord, withoutVersion } from './record.ts';

export function newestOfEach(entries: readonly Entry[]): PatientRecord {
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
    if (other) repeated.add(labelOf(entry));
    if (!other || isNewer(entry, other)) newest.set(key, entry);
  }
  const notes = [...repeated].sort().map((label) => `${label} is in the Bundle more than once: its newest version was read.`);
  return { entries: repeated.size > 0 ? [...newest.values()] : entries, notes };
}

/** By meta.lastUpdated, then versionId as a number, then the text of the resource: any two copies have one order. */
function isNewer(a: Entry, b: Entry): boolean {
  const metaA = a.resource.meta;
  const metaB = b.resource.meta;
  const updated = instantOf(metaA?.lastUpdated) - instantOf(metaB?.lastUpdated);
  if (updated !== 0) return updated > 0;
  const version = Number(metaA?.versionId ?? 0) - Number(metaB?.versionId ?? 0);
  if (version !== 0 && !Number.isNaN(version)) return version > 0;
  return textOf(a) > textOf(b);
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
