/** What is searched for a patient: each type with R4's own search parameters, and what is not known without it. */
import type { Reference } from '@medplum/fhirtypes';

export interface EvidenceType {
  readonly type: string;
  /** Search parameters for the patient, the usual one first. */
  readonly patient: readonly string[];
  /** Search parameter for the time, of types that are searched for a stretch of time only. */
  readonly date?: string;
  /** The element that names the patient. */
  readonly element: 'patient' | 'subject' | 'beneficiary';
  /** Completes "… could not be searched on this server: ". */
  readonly missing: string;
}

const BY_SUBJECT = { patient: ['patient', 'subject'], element: 'subject' } as const;
const BY_PATIENT = { patient: ['patient'], element: 'patient' } as const;

export const ADMINISTRATIONS: EvidenceType = {
  type: 'MedicationAdministration',
  ...BY_SUBJECT,
  date: 'effective-time',
  missing: 'no infusion is known',
};

export const OBSERVATIONS: EvidenceType = {
  type: 'Observation',
  ...BY_SUBJECT,
  date: 'date',
  missing: 'observations do not count as documentation',
};

/** Few for one patient, or of use whatever their date. */
export const OF_ANY_DATE: readonly EvidenceType[] = [
  {
    type: 'Coverage',
    patient: ['beneficiary', 'patient'],
    element: 'beneficiary',
    missing: 'only coverages that the claim names are known',
  },
  { type: 'Encounter', ...BY_SUBJECT, missing: 'stays and visits are not known' },
  { type: 'EpisodeOfCare', ...BY_PATIENT, missing: 'episodes of care are not known' },
  { type: 'Claim', ...BY_PATIENT, missing: 'other claims are not known' },
  { type: 'ClaimResponse', ...BY_PATIENT, missing: 'answers to other claims and authorizations are not known' },
  { type: 'ExplanationOfBenefit', ...BY_PATIENT, missing: 'explanations of benefits are not known' },
  { type: 'CoverageEligibilityResponse', ...BY_PATIENT, missing: 'limits of the benefit are not known' },
  { type: 'MedicationRequest', ...BY_SUBJECT, missing: 'orders are not known' },
  { type: 'MedicationDispense', ...BY_SUBJECT, missing: 'dispenses are not counted' },
  { type: 'SupplyDelivery', ...BY_PATIENT, missing: 'deliveries are not counted' },
  { type: 'DeviceUseStatement', ...BY_SUBJECT, missing: 'the use of devices is not known' },
  { type: 'DocumentReference', ...BY_SUBJECT, missing: 'documents are not known' },
];

const ELEMENTS = new Map([ADMINISTRATIONS, OBSERVATIONS, ...OF_ANY_DATE].map(({ type, element }) => [type, element]));

/** Whom a resource is about; undefined for types that are about nobody. */
export function patientElement(resource: { resourceType: string }): { readonly reference: Reference | undefined } | undefined {
  const element = ELEMENTS.get(resource.resourceType);
  return element && { reference: (resource as unknown as Record<string, Reference | undefined>)[element] };
}
