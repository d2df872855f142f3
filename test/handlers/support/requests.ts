/** What callers of the routes send. */
import type { Bundle, BundleEntry, Claim, MedicationAdministration, Parameters, Resource } from '@medplum/fhirtypes';

const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';

/** Claims two days of S9326. */
export function claim(id: string, more: Partial<Claim> = {}): Claim {
  return {
    resourceType: 'Claim',
    id,
    status: 'active',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'professional' }] },
    use: 'claim',
    patient: { reference: 'Patient/p1' },
    created: '2025-03-20',
    insurer: { display: 'Acme Health Plan' },
    provider: { display: 'Home Infusion Inc' },
    priority: { coding: [{ code: 'normal' }] },
    insurance: [{ sequence: 1, focal: true, coverage: { display: 'Acme Health Plan' } }],
    item: [
      {
        sequence: 1,
        productOrService: { coding: [{ system: HCPCS, code: 'S9326' }] },
        servicedPeriod: { start: '2025-03-03', end: '2025-03-04' },
        quantity: { value: 2 },
      },
    ],
    ...more,
  };
}

export function administration(id: string, more: Partial<MedicationAdministration> = {}): MedicationAdministration {
  return {
    resourceType: 'MedicationAdministration',
    id,
    status: 'completed',
    medicationCodeableConcept: { coding: [{ system: RXNORM, code: '7052', display: 'Morphine' }] },
    subject: { reference: 'Patient/p1' },
    effectivePeriod: { start: '2025-03-03T08:00:00-06:00', end: '2025-03-05T08:00:00-06:00' },
    dosage: { rateQuantity: { value: 2, unit: 'mL/h', system: 'http://unitsofmeasure.org', code: 'mL/h' } },
    ...more,
  };
}

export function bundle(resources: readonly Resource[], type: Bundle['type'] = 'collection'): Bundle {
  return { resourceType: 'Bundle', type, entry: resources.map((resource): BundleEntry => ({ resource })) };
}

export function parameters(resource: Resource, own: Record<string, string>): Parameters {
  const beside = Object.entries(own).map(([name, value]) =>
    name === 'asOf' ? { name, valueInstant: value } : { name, valueString: value },
  );
  return { resourceType: 'Parameters', parameter: [...beside, { name: 'resource', resource }] };
}

export const FHIR_JSON = { 'content-type': 'application/fhir+json' };
