/** The Patient, Coverage and Claim that the ICU sources lack, built around their administrations. All of it is made up. */
import type { Bundle, Claim, ClaimItem, Coverage, MedicationAdministration, Patient } from '@medplum/fhirtypes';
import { stayOf } from './sources.ts';

const BASE = 'https://records.example/fhir';
const DAY_MS = 86_400_000;

export interface Around {
  readonly bundle: Bundle;
  readonly claims: readonly Claim[];
  /** Two days after the last infusion: by then all is charted. */
  readonly asOf: number;
}

/**
 * For each stay a professional claim, made the day after it, that bills S9326 in the home for every date from the first to the last row of the
 * stay, whatever the row is worth, the date on which the last one ends included. The zone is UTC, since the sources' local times carry a Z.
 */
export function claimsAround(rows: readonly MedicationAdministration[]): Around {
  const id = (rows[0]?.subject?.reference ?? '').replace('Patient/', '');
  const stays = [...Map.groupBy(rows, stayOf)].map(([stay, own]) => ({ stay, dates: datesOf(own) }));
  const last = stays.map(({ dates }) => dates.end).reduce((latest, end) => (end > latest ? end : latest), '');
  const claims = stays.map(({ stay, dates }) => claimOf(stay, id, dates));
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [...claims, patientOf(id), coverageOf(id), ...rows].map((resource) => ({
      fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`,
      resource,
    })),
  };
  return { bundle, claims, asOf: Date.parse(`${addDays(last, 2)}T00:00:00Z`) };
}

interface Dates {
  readonly start: string;
  readonly end: string;
}

/** First and last date in UTC of what the rows state. */
function datesOf(rows: readonly MedicationAdministration[]): Dates {
  const dates = rows
    .flatMap(({ effectiveDateTime, effectivePeriod }) => [effectiveDateTime, effectivePeriod?.start, effectivePeriod?.end])
    .flatMap((time) => (time === undefined ? [] : [new Date(time).toISOString().slice(0, 10)]))
    .sort();
  return { start: dates[0] ?? '', end: dates.at(-1) ?? '' };
}

const addDays = (date: string, days: number): string => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

function lineOf(servicedPeriod: Dates): ClaimItem {
  const days = (Date.parse(servicedPeriod.end) - Date.parse(servicedPeriod.start)) / DAY_MS + 1;
  return {
    sequence: 1,
    diagnosisSequence: [1],
    productOrService: { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'S9326' }] },
    servicedPeriod: { ...servicedPeriod },
    locationCodeableConcept: { coding: [{ system: 'https://www.cms.gov/Medicare/Coding/place-of-service-codes', code: '12' }] },
    quantity: { value: days },
    unitPrice: { value: 100, currency: 'USD' },
    net: { value: 100 * days, currency: 'USD' },
  };
}

function claimOf(stay: string, patient: string, dates: Dates): Claim {
  const line = lineOf(dates);
  return {
    resourceType: 'Claim',
    id: `claim-${(stay || patient).slice(0, 8)}`,
    status: 'active',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'professional' }] },
    use: 'claim',
    patient: { reference: `Patient/${patient}` },
    created: addDays(dates.end, 1),
    insurer: { display: 'Example Health Plan' },
    provider: { display: 'Example Home Infusion' },
    priority: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/processpriority', code: 'normal' }] },
    diagnosis: [{ sequence: 1, diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'G89.3' }] } }],
    insurance: [{ sequence: 1, focal: true, coverage: { reference: `Coverage/coverage-${patient.slice(0, 8)}` } }],
    item: [line],
    total: { value: line.net?.value ?? 0, currency: 'USD' },
  };
}

function patientOf(id: string): Patient {
  return {
    resourceType: 'Patient',
    id,
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: 'UTC' }],
  };
}

function coverageOf(id: string): Coverage {
  return {
    resourceType: 'Coverage',
    id: `coverage-${id.slice(0, 8)}`,
    status: 'active',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'EHCPOL' }] },
    beneficiary: { reference: `Patient/${id}` },
    payor: [{ display: 'Example Health Plan' }],
  };
}
