/** How a type can be searched for a patient, by what the server states of itself. */
import type { CapabilityStatement } from '@medplum/fhirtypes';
import type { EvidenceType } from './evidence-types.ts';

export interface Stretch {
  /** `YYYY-MM-DD`, both included. */
  readonly first: string;
  readonly last: string;
}

export interface SearchPath {
  readonly path: string;
  readonly isDated: boolean;
}

const PAGE_SIZE = 200;

/** Ways to ask, the best first, none where the server states that it cannot. What it does not state may be there: R4's own parameters are tried. */
export function searchPaths(
  { type, patient, date }: EvidenceType,
  value: string,
  stretch: Stretch | undefined,
  statement: CapabilityStatement | undefined,
  pageSize = PAGE_SIZE,
): SearchPath[] {
  const types = (statement?.rest ?? []).flatMap(({ resource }) => resource ?? []);
  const stated = types.find((each) => each.type === type);
  const interactions = stated?.interaction ?? [];
  if (types.length > 0 && !stated) return [];
  if (interactions.length > 0 && !interactions.some(({ code }) => code === 'search-type')) return [];
  const names = (stated?.searchParam ?? []).map(({ name }) => name);
  const isKnown = (name: string): boolean => names.length === 0 || names.includes(name);
  return patient.filter(isKnown).flatMap((parameter) => {
    const path = `${type}?${parameter}=${value}`;
    const count = `&_count=${pageSize}`;
    const times = stretch && date !== undefined && isKnown(date) ? `&${date}=ge${stretch.first}&${date}=le${stretch.last}` : undefined;
    return [...(times === undefined ? [] : [{ path: path + times + count, isDated: true }]), { path: path + count, isDated: false }];
  });
}
