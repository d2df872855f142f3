/** Small records with known answers: what each patient's server holds, and the Claim that it tells us of. */
import type { Bundle, Claim, Coverage, MedicationAdministration, Patient, Resource } from '@medplum/fhirtypes';
import { administration, claim } from '../handlers/support/requests.ts';

export interface SoakRecord {
  readonly claim: Claim;
  readonly evidence: readonly Resource[];
}

const HOME = {
  coding: [{ system: 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set', code: '12' }],
};

/** The number decides how long the infusion was, against two dates billed: all, some or none of them are supported. */
export function soakRecord(number: number): SoakRecord {
  const patient: Patient = { resourceType: 'Patient', id: `p${number}`, address: [{ use: 'home', state: 'IL', country: 'US' }] };
  const coverage: Coverage = {
    resourceType: 'Coverage',
    id: `v${number}`,
    status: 'active',
    beneficiary: { reference: `Patient/p${number}` },
    payor: [{ display: number % 7 === 0 ? 'Medicare' : 'Acme Health Plan' }],
  };
  const end = ['2025-03-05T08:00:00-06:00', '2025-03-04T09:00:00-06:00', '2025-03-03T20:00:00-06:00'][number % 3] ?? '';
  const infusion: MedicationAdministration = administration(`a${number}`, {
    subject: { reference: `Patient/p${number}` },
    effectivePeriod: { start: '2025-03-03T08:00:00-06:00', end },
  });
  const billed = claim(`c${number}`);
  return {
    claim: claim(`c${number}`, {
      diagnosis: [{ sequence: 1, diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'G89.3' }] } }],
      item: (billed.item ?? []).map((item) => ({ ...item, diagnosisSequence: [1], locationCodeableConcept: HOME })),
      patient: { reference: `Patient/p${number}` },
      insurance: [{ sequence: 1, focal: true, coverage: { reference: `Coverage/v${number}` } }],
    }),
    evidence: [patient, coverage, ...(number % 11 === 0 ? [] : [infusion])],
  };
}

export const bundleOf = (baseUrl: string, resources: readonly Resource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ fullUrl: `${baseUrl}/${resource.resourceType}/${resource.id}`, resource })),
});
