/** A record of the slow count as a FHIR R4 Bundle with one valid claim over its dates. The same record gives the same bundle. */
import { type Administration, type Amount, type CountRecord, type Delivery, type Encounter, hasTime, minuteOf } from './record.ts';
import { daysBetween } from './zone-days.ts';

type Json = Record<string, unknown>;

const BASE = 'https://example.org/fhir';
const PATIENT = { reference: 'Patient/p1' };
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
const PLACES = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set';

export function toBundle(record: CountRecord): Json {
  const resources: Json[] = [
    { resourceType: 'Patient', id: 'p1', extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: record.zone }] },
    { resourceType: 'Organization', id: 'payer', name: 'Example Commercial Health Plan' },
    { resourceType: 'Organization', id: 'provider', name: 'Example Home Infusion' },
    coverage(),
    claim(record),
    { resourceType: 'Medication', id: 'm1', code: { text: 'Bupivacaine 0.1 %' } },
    ...record.encounters.map(encounter),
    ...record.administrations.map(administration),
    ...record.deliveries.map(delivery),
  ];
  const entry = resources.map((resource) => ({ fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`, resource }));
  return { resourceType: 'Bundle', type: 'collection', entry };
}

const coverage = (): Json => ({
  resourceType: 'Coverage',
  id: 'c1',
  status: 'active',
  type: { coding: [{ system: 'https://nahdo.org/sopt', code: '5' }] },
  beneficiary: PATIENT,
  payor: [{ reference: 'Organization/payer' }],
});

const claim = ({ zone, first, last }: CountRecord): Json => ({
  resourceType: 'Claim',
  id: 'claim1',
  status: 'active',
  type: { coding: [{ system: `${TERMINOLOGY}/claim-type`, code: 'professional' }] },
  use: 'claim',
  patient: PATIENT,
  created: last,
  insurer: { reference: 'Organization/payer' },
  provider: { reference: 'Organization/provider' },
  priority: { coding: [{ system: `${TERMINOLOGY}/processpriority`, code: 'normal' }] },
  insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/c1' } }],
  diagnosis: [{ sequence: 1, diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'G89.3' }] } }],
  item: [
    {
      sequence: 1,
      diagnosisSequence: [1],
      productOrService: { coding: [{ system: HCPCS, code: 'S9326' }] },
      servicedPeriod: { start: first, end: last },
      locationCodeableConcept: { coding: [{ system: PLACES, code: '12' }] },
      quantity: { value: daysBetween(zone, first, last).length },
    },
  ],
});

/** A FHIR dateTime; two ways of writing the same instant, chosen by its minute. */
function dateTime(time: string): string {
  if (!hasTime(time)) return time;
  const minute = minuteOf(time);
  if (minute % 2 === 0) return `${time.slice(0, -1)}:00Z`;
  return `${new Date((minute - 210) * 60_000).toISOString().slice(0, 19)}-03:30`;
}

const period = ({ start, end }: { start?: string; end?: string }): Json => ({
  ...(start === undefined ? {} : { start: dateTime(start) }),
  ...(end === undefined ? {} : { end: dateTime(end) }),
});

const encounter = (one: Encounter): Json => ({
  resourceType: 'Encounter',
  id: one.id,
  status: one.status,
  class: { system: `${TERMINOLOGY}/v3-ActCode`, code: one.class },
  subject: PATIENT,
  ...(one.start === undefined && one.end === undefined ? {} : { period: period(one) }),
});

/** One drug is coded, one has a text only (spelt in two ways), one is a Medication of its own. */
function medication({ drug, id }: Administration): Json {
  if (drug === 'bupivacaine') return { medicationReference: { reference: 'Medication/m1' } };
  const concepts: Record<string, Json> = {
    morphine: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '7052', display: 'morphine' }] },
    hydromorphone: { text: Number(id.slice(1)) % 2 === 0 ? 'hydromorphone 1 mg/mL' : ' Hydromorphone  1 MG/mL' },
    unknown: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '00409-1134-03' }] },
    'not-pain': { text: 'vancomycin 1 g in 250 mL' },
  };
  return { medicationCodeableConcept: concepts[drug] };
}

/** Every other rate in two parts is written as a ratio. */
function rate(one: Amount, id: string): Json {
  const [amount, time, more] = one.unit.split('/');
  if (time === undefined || more !== undefined || Number(id.slice(1)) % 2 === 0)
    return { rateQuantity: { value: one.value, unit: one.unit } };
  return { rateRatio: { numerator: { value: one.value, unit: amount }, denominator: { value: 1, unit: time } } };
}

const snomed = (code: string): Json => ({ coding: [{ system: 'http://snomed.info/sct', code }] });

function administration(one: Administration): Json {
  const dosage: Json = {
    ...(one.words ? { text: 'by CADD pump' } : {}),
    ...(one.route ? { route: snomed(one.route === 'infusion' ? '34206005' : '78421000') } : {}),
    ...(one.dose ? { dose: { value: one.dose.value, unit: one.dose.unit } } : {}),
    ...(one.rate ? rate(one.rate, one.id) : {}),
  };
  return {
    resourceType: 'MedicationAdministration',
    id: one.id,
    status: one.status,
    ...(one.inpatient ? { category: { coding: [{ system: `${TERMINOLOGY}/medication-admin-category`, code: 'inpatient' }] } } : {}),
    ...medication(one),
    subject: PATIENT,
    ...(one.context ? { context: { reference: `Encounter/${one.context}` } } : {}),
    ...(one.at === undefined ? {} : { effectiveDateTime: dateTime(one.at) }),
    ...(one.period === undefined ? {} : { effectivePeriod: period(one.period) }),
    ...(one.device ? { device: [{ reference: 'Device/pump' }] } : {}),
    ...(Object.keys(dosage).length > 0 ? { dosage } : {}),
  };
}

function delivery(one: Delivery): Json {
  const concept = { text: one.analgesic ? 'morphine cassette' : 'vancomycin cassette' };
  if (one.kind === 'delivery') {
    return {
      resourceType: 'SupplyDelivery',
      id: one.id,
      status: one.status,
      patient: PATIENT,
      suppliedItem: { itemCodeableConcept: concept },
      ...(one.on === undefined ? {} : { occurrenceDateTime: dateTime(one.on) }),
    };
  }
  return {
    resourceType: 'MedicationDispense',
    id: one.id,
    status: one.status,
    medicationCodeableConcept: concept,
    subject: PATIENT,
    ...(one.on === undefined ? {} : { whenHandedOver: dateTime(one.on) }),
    ...(one.daysSupply === undefined ? {} : { daysSupply: { value: one.daysSupply, unit: 'd' } }),
  };
}
