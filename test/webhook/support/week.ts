/** The example week of the README: its record as a transaction, and the claim, of which 6 of 9 units are allowed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle, Claim, Patient, Resource } from '@medplum/fhirtypes';

const read = <T>(name: string): T => JSON.parse(readFileSync(join(import.meta.dirname, '../../examples/first-try', name), 'utf8')) as T;

export const WEEK_RECORD = read<Bundle>('record.json');
export const WEEK_CLAIM = read<Claim & { id: string }>('claim.json');

/** Pends: nothing says where the therapy was given. */
export function placelessClaim(): Claim & { id: string } {
  const { item = [], ...claim } = WEEK_CLAIM;
  return { ...claim, item: item.map(({ locationCodeableConcept: _place, ...each }) => each) };
}

/** No per diem is billed: not ours. */
export function otherClaim(): Claim & { id: string } {
  return { ...WEEK_CLAIM, item: (WEEK_CLAIM.item ?? []).slice(2) };
}

/** Nothing says in which zone the patient lives. */
export function zonelessPatient(): Patient & { id: string } {
  return { resourceType: 'Patient', id: 'p1', gender: 'male', birthDate: '1963-08-30' };
}

/** The resources of a searchset, or of what a transaction holds. */
export const resourcesOf = <T extends Resource>(bundle: Bundle<T>): T[] => (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
