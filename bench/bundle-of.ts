/** A Claim of 31 days and a chain of bags beside it, as a FHIR server exports them: about 1 KB an administration. */
const SYSTEMS = {
  hcpcs: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  snomed: 'http://snomed.info/sct',
  place: 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set',
};
const BASE = 'https://fhir.example.org/r4';
const HOUR = 3_600_000;
const START = Date.UTC(2025, 2, 1, 15);

export function bundleOf(administrations: number): object {
  const length = Math.floor((30 * 24 * HOUR) / administrations);
  const entry = (resource: { resourceType: string; id: string }) => ({
    fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`,
    resource,
  });
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      entry(claim()),
      entry({ resourceType: 'Patient', id: 'p1', address: [{ use: 'home', state: 'IL', country: 'US' }] } as never),
      entry({
        resourceType: 'Coverage',
        id: 'cov1',
        status: 'active',
        beneficiary: { reference: 'Patient/p1' },
        payor: [{ display: 'Acme Health Plan' }],
        period: { start: '2025-01-01' },
      } as never),
      ...Array.from({ length: administrations }, (_, i) =>
        entry(administration(i, START + i * length, START + (i + 1) * length - Math.min(60_000, length / 100))),
      ),
    ],
  };
}

function claim() {
  const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
  return {
    resourceType: 'Claim',
    id: 'c1',
    status: 'active',
    type: coded('http://terminology.hl7.org/CodeSystem/claim-type', 'professional'),
    use: 'claim',
    patient: { reference: 'Patient/p1' },
    created: '2025-04-02',
    provider: { reference: 'Organization/o1' },
    priority: coded('http://terminology.hl7.org/CodeSystem/processpriority', 'normal'),
    diagnosis: [{ sequence: 1, diagnosisCodeableConcept: coded('http://hl7.org/fhir/sid/icd-10-cm', 'G89.3') }],
    insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/cov1' } }],
    item: [
      {
        sequence: 1,
        productOrService: coded(SYSTEMS.hcpcs, 'S9326'),
        servicedPeriod: { start: '2025-03-01', end: '2025-03-31' },
        quantity: { value: 31 },
        unitPrice: { value: 150, currency: 'USD' },
        locationCodeableConcept: coded(SYSTEMS.place, '12'),
      },
    ],
  };
}

function administration(i: number, start: number, end: number) {
  return {
    resourceType: 'MedicationAdministration',
    id: `a${i}`,
    meta: { versionId: '1', lastUpdated: new Date(end).toISOString() },
    identifier: [{ system: 'urn:oid:2.16.840.1.113883.19.5.1', value: `pump-${i}` }],
    status: 'completed',
    category: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medication-admin-category', code: 'community' }] },
    medicationCodeableConcept: {
      coding: [{ system: SYSTEMS.rxnorm, code: '7052', display: 'morphine' }],
      text: 'Morphine sulfate 5 mg/mL in 0.9 % sodium chloride, CADD cassette',
    },
    subject: { reference: 'Patient/p1' },
    effectivePeriod: { start: new Date(start).toISOString(), end: new Date(end).toISOString() },
    performer: [{ actor: { reference: 'Practitioner/n1', display: 'Home infusion nurse' } }],
    request: { reference: 'MedicationRequest/m1' },
    dosage: {
      text: 'Continuous subcutaneous infusion 2 mg/h by ambulatory pump',
      route: { coding: [{ system: SYSTEMS.snomed, code: '34206005', display: 'Subcutaneous route' }] },
      rateQuantity: { value: 2, unit: 'mg/h', system: 'http://unitsofmeasure.org', code: 'mg/h' },
    },
  };
}
