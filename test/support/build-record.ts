/** FHIR records in the trade's words: a patient, a claim, infusions, readings, stays. Nothing is checked and nothing is judged here. */
export type Json = Record<string, unknown>;

export const PATIENT = { reference: 'Patient/p1' };
export const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
export const SNOMED = 'http://snomed.info/sct';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const TIME_ZONE = 'http://hl7.org/fhir/StructureDefinition/timezone';

export const inZone = (zone: string): Json => ({ extension: [{ url: TIME_ZONE, valueCode: zone }] });
export const coded = (system: string | undefined, code: string, more: Json = {}): Json => ({
  coding: [{ ...(system === undefined ? {} : { system }), code, ...more }],
});

/** The patient p1; in UTC unless said otherwise. */
export const patient = (more: Json = {}): Json => ({ resourceType: 'Patient', id: 'p1', ...inZone('UTC'), ...more });

export const coverage = (more: Json = {}): Json => ({
  resourceType: 'Coverage',
  id: 'v1',
  status: 'active',
  beneficiary: PATIENT,
  payor: [{ display: 'Acme Health Plan' }],
  ...more,
});

/** A line that bills S9326 at home for each of the dates, and nothing that any rule minds. */
export const perDiemItem = (sequence: number, start: string, end: string, units: number, more: Json = {}): Json => ({
  sequence,
  diagnosisSequence: [1],
  productOrService: coded(HCPCS, 'S9326'),
  servicedPeriod: { start, end },
  locationCodeableConcept: { coding: [{ code: '12' }] },
  quantity: { value: units },
  ...more,
});

/** A claim of one line over March 2025, from the 1st to the last. */
export const claim = (more: Json = {}): Json => ({
  resourceType: 'Claim',
  id: 'c1',
  status: 'active',
  type: coded(`${TERMINOLOGY}/claim-type`, 'professional'),
  use: 'claim',
  patient: PATIENT,
  created: '2025-04-01',
  provider: { reference: 'Organization/o1' },
  priority: coded(`${TERMINOLOGY}/processpriority`, 'normal'),
  insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v1' } }],
  diagnosis: [{ sequence: 1, diagnosisCodeableConcept: coded('http://hl7.org/fhir/sid/icd-10-cm', 'G89.3') }],
  item: [perDiemItem(1, '2025-03-01', '2025-03-31', 31)],
  ...more,
});

/** Morphine by RxNorm, intravenous, 2 mg/h, completed: evidence without a doubt. */
export const infusion = (id: string, start: string | undefined, end: string | undefined, more: Json = {}): Json => ({
  resourceType: 'MedicationAdministration',
  id,
  status: 'completed',
  medicationCodeableConcept: coded(RXNORM, '7052'),
  subject: PATIENT,
  effectivePeriod: { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) },
  dosage: { route: coded(SNOMED, '47625008'), rateQuantity: { value: 2, unit: 'mg/h' } },
  ...more,
});

/** A charted moment of the same infusion; `rate` undefined: none is stated. */
export const reading = (id: string, at: string, rate: number | undefined, more: Json = {}): Json => {
  const { effectivePeriod: _, ...rest } = infusion(id, undefined, undefined);
  const dosage = rate === undefined ? {} : { dosage: { rateQuantity: { value: rate, unit: 'mL/h' } } };
  const { dosage: __, ...bare } = rest;
  return { ...bare, effectiveDateTime: at, ...dosage, ...more };
};

export const stay = (id: string, start: string | undefined, end: string | undefined, more: Json = {}): Json => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { system: `${TERMINOLOGY}/v3-ActCode`, code: 'IMP' },
  subject: PATIENT,
  period: { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) },
  ...more,
});

/** The Bundle of exactly these resources, without fullUrls. */
export const bundleOf = (resources: readonly Json[], more: Json = {}): Json => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
  ...more,
});

/** The Bundle of these resources with a patient, a coverage and a claim where they lack one. */
export const recordOf = (...resources: readonly Json[]): Json => {
  const has = (type: string) => resources.some(({ resourceType }) => resourceType === type);
  return bundleOf([
    ...(has('Patient') ? [] : [patient()]),
    ...(has('Coverage') ? [] : [coverage()]),
    ...(has('Claim') ? [] : [claim()]),
    ...resources,
  ]);
};
