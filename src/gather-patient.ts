/** Reads off the FHIR record what concerns one patient, whichever claim asks: read once for all claims of the patient. */
import type { CoverageEligibilityResponse, Patient, Reference, Resource } from '@medplum/fhirtypes';
import type { Death } from './claim.ts';
import type { Documentation } from './documentation.ts';
import { type Derivation, deriveDays, type InfusionRecord } from './evidence/derive-days.ts';
import { datesOf } from './fhir/civil-times.ts';
import type { Parties } from './fhir/find-parties.ts';
import { readAdministrations } from './fhir/read-administrations.ts';
import { type HospiceCare, readHospice } from './fhir/read-coordination.ts';
import type { Papers } from './fhir/read-documentation.ts';
import { type HistoryReader, historyReader } from './fhir/read-history.ts';
import { medicationReader } from './fhir/read-medication.ts';
import { readOrders } from './fhir/read-orders.ts';
import { readStays } from './fhir/read-stays.ts';
import { readDeliveries, readDispenses } from './fhir/read-supplies.ts';
import type { Entry } from './fhir/record.ts';
import type { Parameters } from './policy/parameters.ts';
import { remember } from './remember.ts';
import type { Instant } from './time/civil-date.ts';
import type { Zone } from './time/zone.ts';

export interface PatientGathered {
  readonly death?: Death;
  readonly infusions: InfusionRecord;
  /** The days of the record under a set of parameters, each set worked out once. */
  readonly derive: (parameters: Parameters) => Derivation;
  readonly hospice: readonly HospiceCare[];
  readonly eligibility: readonly Entry<CoverageEligibilityResponse>[];
  readonly orders: Documentation['orders'];
  readonly papers: Papers;
  readonly responses: readonly Entry<Extract<Resource, { resourceType: 'ClaimResponse' }>>[];
  readonly history: HistoryReader;
  readonly notes: readonly string[];
}

export type PatientGatherer = (parties: Parties, zone: Zone) => PatientGathered;

/** A reader that keeps what it read, by patient and zone. */
export function patientGatherer(asOf: Instant): PatientGatherer {
  const known = new Map<string, PatientGathered>();
  return (parties, zone) => {
    const key = `${zone.name} ${parties.patientKey}`;
    const gathered = known.get(key) ?? gatherPatient(parties, zone, asOf);
    known.set(key, gathered);
    return gathered;
  };
}

function gatherPatient({ resolver, isPatient, patient }: Parties, zone: Zone, asOf: Instant): PatientGathered {
  type Typed<T> = Extract<Resource, { resourceType: T }>;
  const of = <T extends Resource['resourceType']>(type: T, subject: (resource: Typed<T>) => Reference | undefined): Entry<Typed<T>>[] =>
    resolver.ofType(type).filter((each) => isPatient(subject(each.resource as Typed<T>), each)) as Entry<Typed<T>>[];
  const medications = medicationReader(resolver);
  const encounters = of('Encounter', ({ subject }) => subject);
  const deliveries = of('SupplyDelivery', ({ patient: receiver }) => receiver);
  const stays = readStays(encounters, zone, asOf);
  const supplied = [
    ...readDispenses(
      of('MedicationDispense', ({ subject }) => subject),
      medications,
      zone,
    ),
    ...readDeliveries(deliveries, medications, zone),
  ];
  const administrations = readAdministrations(
    of('MedicationAdministration', ({ subject }) => subject),
    resolver,
    medications,
    zone,
  );
  const death = deathOf(patient, zone);
  const infusions = { administrations, admissions: stays.admissions, supplied, zone, asOf };
  return {
    ...(death !== undefined && { death }),
    eligibility: of('CoverageEligibilityResponse', (response) => response.patient),
    infusions,
    derive: remember((parameters: Parameters) => deriveDays(infusions, parameters)),
    hospice: readHospice(
      encounters,
      of('EpisodeOfCare', (episode) => episode.patient),
      of('Coverage', ({ beneficiary }) => beneficiary),
      zone,
    ),
    orders: readOrders(
      of('MedicationRequest', ({ subject }) => subject),
      medications,
      zone,
    ),
    papers: {
      documents: of('DocumentReference', ({ subject }) => subject),
      observations: of('Observation', ({ subject }) => subject),
      encounters,
      deliveries,
      deviceUse: of('DeviceUseStatement', ({ subject }) => subject),
    },
    responses: of('ClaimResponse', (response) => response.patient),
    history: historyReader(resolver, zone, isPatient),
    notes: stays.notes,
  };
}

function deathOf(patient: Patient | undefined, zone: Zone): Death | undefined {
  return datesOf(patient?.deceasedDateTime, zone) ?? (patient?.deceasedBoolean ? 'date-unknown' : undefined);
}
