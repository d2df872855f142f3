/** What was gathered so far: each resource once, its newest version, and notes in plain words without anything of the patient. */
import type { Claim, Resource } from '@medplum/fhirtypes';
import { parseInstant } from '../../src/time/fhir-time.ts';

export interface Collected {
  has(key: string): boolean;
  get(key: string): Resource | undefined;
  add(resource: Resource): void;
  remove(resource: Resource): void;
  /** In order of type and id. */
  all(): Resource[];
  ofType<T extends Resource['resourceType']>(type: T): Extract<Resource, { resourceType: T }>[];
  note(text: string): void;
  notes(): string[];
}

/** The claim stays as it is given, also where the server has a newer version by now: it is that version that is answered. */
export function createCollected(claim: Claim): Collected {
  const claimKey = keyOf(claim);
  const found = new Map<string, Resource>([[claimKey, claim]]);
  const notes = new Set<string>();
  const all = (): Resource[] => [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, resource]) => resource);
  return {
    has: (key) => found.has(key),
    get: (key) => found.get(key),
    add(resource) {
      const key = keyOf(resource);
      const other = found.get(key);
      if (key !== claimKey && (!other || isNewer(resource, other))) found.set(key, resource);
    },
    remove: (resource) => void found.delete(keyOf(resource)),
    all,
    ofType: <T extends Resource['resourceType']>(type: T) =>
      all().filter(({ resourceType }) => resourceType === type) as Extract<Resource, { resourceType: T }>[],
    note: (text) => void notes.add(text),
    notes: () => [...notes].sort(),
  };
}

export const keyOf = ({ resourceType, id }: { resourceType: string; id?: string | undefined }): string => `${resourceType}/${id ?? ''}`;

function isNewer(a: Resource, b: Resource): boolean {
  const updated = writtenAt(a) - writtenAt(b);
  return updated === 0 ? Number(a.meta?.versionId) > Number(b.meta?.versionId) : updated > 0;
}

const writtenAt = ({ meta }: Resource): number => parseInstant(String(meta?.lastUpdated ?? '')) ?? -1e15;
