/** Reads off the FHIR record what the judgement of one claim needs, in the care zone. Nothing is judged here. */
import type { Claim, Coverage, Location, Patient, Reference } from '@medplum/fhirtypes';
import type { ClaimFacts, CoverageFacts, Death, PriorUnit } from './claim.ts';
import type { InfusionRecord } from './evidence/derive-days.ts';
import { readCareZone } from './fhir/care-zone.ts';
import { datesOf } from './fhir/civil-times.ts';
import { readAdministrations } from './fhir/read-administrations.ts';
import { focalInsurance, readClaim } from './fhir/read-claim.ts';
import { readCoverage } from './fhir/read-coverage.ts';
import { historyReader } from './fhir/read-history.ts';
import { medicationReader } from './fhir/read-medication.ts';
import { readStays } from './fhir/read-stays.ts';
import { readDeliveries, readDispenses } from './fhir/read-supplies.ts';
import { type Entry, labelOf, type Resolver } from './fhir/record.ts';
import { isPatient } from './fhir/same-patient.ts';
import type { Instant } from './time/civil-date.ts';
import type { Zone } from './time/zone.ts';

/** Who and what the claim names, found in the record before any zone is known. */
export interface Parties {
  readonly entry: Entry<Claim>;
  /** `Claim/c1`, as the assessment names the claim. */
  readonly claimLabel: string;
  readonly resolver: Resolver;
  readonly isPatient: (reference: Reference | undefined, from: Entry) => boolean;
  readonly patient?: Patient;
  /** `Patient/p1`, as the assessment names the patient. */
  readonly patientLabel: string;
  readonly facility?: Location;
  readonly coverage?: Entry<Coverage>;
}

export interface Gathered {
  readonly claim: ClaimFacts;
  readonly coverage?: CoverageFacts;
  readonly death?: Death;
  readonly infusions: InfusionRecord;
  readonly priorUnits: readonly PriorUnit[];
  /** Nobody has answered the claim yet. */
  readonly isOpen: boolean;
  readonly notes: readonly string[];
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
    patientLabel: patient ? labelOf(patient) : (claim.patient?.reference ?? claim.patient?.identifier?.value ?? ''),
    ...(facility?.resourceType === 'Location' && { facility }),
    ...(coverage?.resource.resourceType === 'Coverage' && { coverage: coverage as Entry<Coverage> }),
  };
}

export const careZoneOf = (parties: Parties, caller: string | undefined, policyZone: string | undefined) =>
  readCareZone(caller, parties.patient, parties.facility, policyZone);

/** Reads the record of the claim's patient with dates of the zone. */
export function gather(parties: Parties, zone: Zone, asOf: Instant): Gathered {
  const { entry, resolver, coverage } = parties;
  const medications = medicationReader(resolver);
  const ofPatient = <T extends Entry>(entries: readonly T[], subject: (each: T) => Reference | undefined): T[] =>
    entries.filter((each) => parties.isPatient(subject(each), each));
  const stays = readStays(
    ofPatient(resolver.ofType('Encounter'), ({ resource }) => resource.subject),
    zone,
    asOf,
  );
  const administrations = ofPatient(resolver.ofType('MedicationAdministration'), ({ resource }) => resource.subject);
  const dispenses = ofPatient(resolver.ofType('MedicationDispense'), ({ resource }) => resource.subject);
  const deliveries = ofPatient(resolver.ofType('SupplyDelivery'), ({ resource }) => resource.patient);
  const history = historyReader(resolver, zone, parties.isPatient);
  const death = deathOf(parties.patient, zone);
  return {
    claim: readClaim(entry, resolver, zone),
    ...(coverage && { coverage: readCoverage(coverage, resolver, zone, parties.isPatient) }),
    ...(death !== undefined && { death }),
    infusions: {
      administrations: readAdministrations(administrations, resolver, medications, zone),
      admissions: stays.admissions,
      supplied: [...readDispenses(dispenses, medications, zone), ...readDeliveries(deliveries, medications, zone)],
      zone,
      asOf,
    },
    priorUnits: history.read(entry),
    isOpen: !history.isAnswered(entry),
    notes: stays.notes,
  };
}

function deathOf(patient: Patient | undefined, zone: Zone): Death | undefined {
  return datesOf(patient?.deceasedDateTime, zone) ?? (patient?.deceasedBoolean ? 'date-unknown' : undefined);
}
