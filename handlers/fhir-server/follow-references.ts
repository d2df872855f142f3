/** Fetches what the gathered resources refer to, as far as the judgement reads it, until nothing new comes. */
import type { Reference, Resource } from '@medplum/fhirtypes';
import { type Collected, keyOf } from './collected.ts';
import type { FhirServer } from './fhir-server.ts';
import { placeOf } from './local-reference.ts';

/** A Medication of ingredients of ingredients; an order of a claim of a claim. */
const MOST_ROUNDS = 8;
const MOST_REFERENCES = 2000;

/** Elements that the judgement follows; `a.b` goes through lists. */
const FOLLOWED: Readonly<Record<string, readonly string[]>> = {
  Claim: [
    'patient',
    'insurer',
    'provider',
    'facility',
    'item.locationReference',
    'diagnosis.diagnosisReference',
    'insurance.coverage',
    'insurance.claimResponse',
    'related.claim',
  ],
  Coverage: ['payor'],
  ClaimResponse: ['request'],
  ExplanationOfBenefit: ['claim', 'insurance.coverage'],
  CoverageEligibilityResponse: ['insurance.coverage'],
  MedicationAdministration: ['medicationReference', 'context', 'device'],
  MedicationRequest: ['medicationReference'],
  MedicationDispense: ['medicationReference'],
  SupplyDelivery: ['suppliedItem.itemReference'],
  Medication: ['ingredient.itemReference'],
};

export type Follow = () => Promise<void>;

/** `take` keeps a resource or leaves it out. */
export function createFollow(server: FhirServer, collected: Collected, take: (resource: Resource) => void): Follow {
  const asked = new Set<string>();
  const missing = new Map<string, number>();

  function wanted(): string[] {
    const keys = new Set<string>();
    for (const resource of collected.all())
      for (const path of FOLLOWED[resource.resourceType] ?? [])
        for (const reference of referencesAt(resource, path.split('.'))) {
          const place = placeOf(reference, server.baseUrl);
          if (!place || collected.has(place.key) || asked.has(place.key)) continue;
          if (place.isHere) keys.add(place.key);
          else collected.note(`${resource.resourceType}.${path} leads elsewhere than to this server and was not followed.`);
        }
    return [...keys].sort();
  }

  return async () => {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const all = wanted();
      const keys = all.slice(0, MOST_REFERENCES - asked.size);
      if (keys.length < all.length) collected.note(`The record refers to more than ${MOST_REFERENCES} resources: not all were read.`);
      if (keys.length === 0) break;
      const answers = await server.getAll(keys);
      for (const [i, key] of keys.entries()) {
        asked.add(key);
        const answer = answers[i];
        if (answer?.ok && keyOf(answer.resource) === key) take(answer.resource);
        else count(missing, key.split('/')[0] ?? '');
      }
    }
    for (const [type, number] of missing) collected.note(`${type}: ${number} that the record refers to could not be read on this server.`);
    missing.clear();
  };
}

function referencesAt(value: unknown, path: readonly string[]): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap((each) => referencesAt(each, path));
  if (typeof value !== 'object' || value === null) return [];
  const [name, ...rest] = path;
  return name === undefined ? [value as Reference] : referencesAt((value as Record<string, unknown>)[name], rest);
}

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
