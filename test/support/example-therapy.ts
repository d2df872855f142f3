/** What was ordered, infused, dispensed and charted, as FHIR. */
import type { Given, GivenInfusion } from './example-given.ts';
import type { Json } from './example-kinds.ts';
import {
  concept,
  drug,
  hl7,
  hl7Coding,
  medication,
  period,
  quantity,
  reference,
  route,
  stated,
  text,
  type Word,
} from './example-resources.ts';
import { datesOf, fhirTime } from './example-time.ts';

const PATIENT = reference('Patient/p1');

/** Every resource of the therapy; devices and mixtures that infusions name come along. */
export function therapyOf(given: Given, zone: string | undefined): Json[] {
  const others: Json[] = [];
  return [
    ...(given.orders ?? []).map((order, i) => orderOf(order, `order${i + 1}`, others)),
    ...infusionsOf(given, zone, others),
    ...staysOf(given, zone),
    ...dispensesOf(given, zone, others),
    ...chartOf(given, zone),
    ...unique(others),
  ];
}

const unique = (resources: readonly Json[]): Json[] => [
  ...new Map(resources.map((each) => [`${each.resourceType}/${each.id}`, each])).values(),
];

function infusionsOf({ infusing = {}, infusions = [], readings = [] }: Given, zone: string | undefined, others: Json[]): Json[] {
  const periods = infusions.map((one, i) => {
    const { time = '', ...own } = typeof one === 'object' ? one : { time: one };
    const stretch = period(time, zone);
    const status = stretch.end === undefined ? 'in-progress' : 'completed';
    return administrationOf({ ...infusing, ...own }, `infusion${i + 1}`, status, { effectivePeriod: stretch }, others);
  });
  const moments = readings.map((one, i) => {
    const [at = '', rate] = typeof one === 'object' ? [] : String(one).split(', ');
    const { at: when = at, ...own }: GivenInfusion & { at?: Word } =
      typeof one === 'object' ? one : { at, ...(rate !== undefined && { rate }) };
    const effective = { effectiveDateTime: fhirTime(String(when), zone) };
    return administrationOf({ ...infusing, ...own }, `reading${i + 1}`, 'completed', effective, others);
  });
  return [...periods, ...moments];
}

/** `none` says that something of `infusing` was not charted here. */
function administrationOf(given: GivenInfusion, unnamed: string, status: string, effective: Json, others: Json[]): Json {
  const id = String(given.id ?? unnamed);
  const of = (member: Word | undefined, write: (words: Word) => Json): Json | undefined =>
    member === undefined || member === 'none' ? undefined : write(member);
  const dosage = stated({
    text: given.text,
    route: of(given.route, route),
    dose: of(given.dose, quantity),
    rateQuantity: of(given.rate, quantity),
  });
  return stated({
    resourceType: 'MedicationAdministration',
    id,
    status: given.status ?? status,
    category: of(given.category, (code) => hl7('medication-admin-category', code)),
    ...medication(given.drug ?? 'not stated', id, others),
    subject: reference(`Patient/${given.patient ?? 'p1'}`),
    context: of(given.during, (stay) => reference(`Encounter/${stay}`)),
    ...effective,
    device: given.device === undefined || given.device === 'none' ? undefined : [deviceOf(given.device, others)],
    dosage: Object.keys(dosage).length > 0 ? dosage : undefined,
  });
}

/** `CADD pump`, or with its code `E0783 pump`. */
function deviceOf(words: Word, others: Json[]): Json {
  const id = String(words).toLowerCase().replace(/\W+/g, '-');
  const type = /^[A-Z]\d{4}\b/.test(String(words)) ? drug(words) : undefined;
  const deviceName = type ? undefined : [{ name: String(words), type: 'user-friendly-name' }];
  others.push(stated({ resourceType: 'Device', id, deviceName, type }));
  return reference(`Device/${id}`);
}

function staysOf({ stays = [] }: Given, zone: string | undefined): Json[] {
  return stays.map((one, i) => {
    const stay = typeof one === 'object' ? one : { time: one };
    const stretch = stay.time === undefined ? undefined : period(stay.time, zone);
    return stated({
      resourceType: 'Encounter',
      id: String(stay.id ?? `stay${i + 1}`),
      status: stay.status ?? (stretch?.end === undefined ? 'in-progress' : 'finished'),
      class: hl7Coding('v3-ActCode', stay.class ?? 'IMP'),
      type: stay.type === undefined ? undefined : [text(stay.type)],
      subject: PATIENT,
      period: stretch,
    });
  });
}

function dispensesOf({ dispenses = [], deliveries = [] }: Given, zone: string | undefined, others: Json[]): Json[] {
  return [
    ...dispenses.map(({ id, drug: drugs = 'not stated', on, days, status }, i) =>
      stated({
        resourceType: 'MedicationDispense',
        id: String(id ?? `dispense${i + 1}`),
        status: status ?? 'completed',
        ...medication(drugs, `dispense${i + 1}`, others),
        subject: PATIENT,
        daysSupply: days === undefined ? undefined : { value: days, unit: 'd' },
        whenHandedOver: on === undefined ? undefined : fhirTime(String(on), zone),
      }),
    ),
    ...deliveries.map(({ id, item, on, status }, i) =>
      stated({
        resourceType: 'SupplyDelivery',
        id: String(id ?? `delivery${i + 1}`),
        status: status ?? 'completed',
        patient: PATIENT,
        suppliedItem: item === undefined ? undefined : { itemCodeableConcept: drug(item) },
        occurrenceDateTime: on === undefined ? undefined : fhirTime(String(on), zone),
      }),
    ),
  ];
}

type Order = NonNullable<Given['orders']>[number];

function orderOf(order: Order, unnamed: string, others: Json[]): Json {
  const { dose, rate } = order;
  const amounts = stated({
    doseQuantity: dose === undefined ? undefined : quantity(dose),
    rateQuantity: rate === undefined ? undefined : quantity(rate),
  });
  const dosage = stated({
    route: order.route === undefined ? undefined : route(order.route),
    doseAndRate: Object.keys(amounts).length > 0 ? [amounts] : undefined,
  });
  return stated({
    resourceType: 'MedicationRequest',
    id: String(order.id ?? unnamed),
    status: order.status ?? 'active',
    statusReason: order.stoppedBecause === undefined ? undefined : text(order.stoppedBecause),
    intent: order.intent ?? 'order',
    ...medication(order.drug ?? 'not stated', String(order.id ?? unnamed), others),
    subject: PATIENT,
    authoredOn: order.written,
    requester: order.by === undefined ? undefined : { type: 'Practitioner', display: order.by },
    dosageInstruction: Object.keys(dosage).length > 0 ? [dosage] : undefined,
  });
}

/** A pain score a day, and documents with the text that they hold. */
function chartOf({ observations = [], documents = [] }: Given, zone: string | undefined): Json[] {
  const scores = observations
    .flatMap((words) => datesOf(String(words)))
    .map((date) => ({
      resourceType: 'Observation',
      id: `pain-${date}`,
      status: 'final',
      code: concept('http://loinc.org', '72514-3'),
      subject: PATIENT,
      effectiveDateTime: date,
      valueInteger: 3,
    }));
  const papers = documents.map(({ on, type, text: words, attachment }, i) => ({
    resourceType: 'DocumentReference',
    id: `document${i + 1}`,
    status: 'current',
    ...stated({
      type:
        type === undefined ? undefined : type === String(type) && /^\d+-\d$/.test(type) ? concept('http://loinc.org', type) : text(type),
    }),
    subject: PATIENT,
    ...stated({ date: on === undefined ? undefined : instant(fhirTime(String(on), zone)) }),
    content: [
      {
        attachment:
          words === undefined
            ? { contentType: 'application/pdf', url: attachment ?? `urn:uuid:${i}` }
            : { contentType: 'text/plain', data: base64(String(words)) },
      },
    ],
  }));
  return [...scores, ...papers];
}

/** A DocumentReference has an instant: noon in UTC for a date. */
const instant = (time: string): string => (time.length === 10 ? `${time}T12:00:00Z` : time);
const base64 = (words: string): string => Buffer.from(words, 'utf8').toString('base64');
