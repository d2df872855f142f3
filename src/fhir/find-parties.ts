/** Who and what a Claim names, found in the record before any zone is known. */
import type { Claim, Coverage, Location, Patient, Reference } from '@medplum/fhirtypes';
import { focalInsurance } from './read-claim.ts';
import { type Entry, labelOf, type Resolver } from './record.ts';
import { addressOf, isPatient } from './same-patient.ts';

export interface Parties {
  readonly entry: Entry<Claim>;
  /** `Claim/c1`, as the assessment names the claim. */
  readonly claimLabel: string;
  readonly resolver: Resolver;
  readonly isPatient: (reference: Reference | undefined, from: Entry) => boolean;
  readonly patient?: Patient;
  /** `Patient/p1`, as the assessment names the patient. */
  readonly patientLabel: string;
  /** Equal for claims that name their patient in the same way: these are of one patient. */
  readonly patientKey: string;
  readonly facility?: Location;
  readonly coverage?: Entry<Coverage>;
}

export function findParties(entry: Entry<Claim>, resolver: Resolver): Parties {
  const claim = entry.resource;
  const patient = resolver.resolve(claim.patient, entry);
  const facility = resolver.resolve(claim.facility, entry)?.resource;
  const coverage = resolver.resolve(focalInsurance(claim)?.coverage, entry);
  return {
    entry,
    claimLabel: labelOf(entry),
    resolver,
    isPatient: isPatient(claim.patient, entry, resolver),
    ...(patient?.resource.resourceType === 'Patient' && { patient: patient.resource }),
    patientLabel: patient ? labelOf(patient) : (claim.patient?.reference ?? 'Patient'),
    patientKey: patient ? patient.path : keyOf(claim.patient, entry),
    ...(facility?.resourceType === 'Location' && { facility }),
    ...(coverage?.resource.resourceType === 'Coverage' && { coverage: coverage as Entry<Coverage> }),
  };
}

function keyOf(patient: Reference | undefined, entry: Entry): string {
  const { system = '', value = '' } = patient?.identifier ?? {};
  const address = patient?.reference === undefined ? '' : addressOf(patient.reference, entry);
  return `${address} ${system}|${value}`;
}
