/** What the services are: their ids, what each asks to be sent along, and how they present themselves (`GET /cds-services`). */
import type { Hook } from '../../src/order/advice.ts';

export const HOOKS = ['order-sign', 'order-dispatch', 'encounter-discharge'] as const satisfies readonly Hook[];

export type ServiceId = `s9326-${Hook}`;

/** What is sent along, under the keys of the templates. */
export type PrefetchKey = 'patient' | 'encounter' | 'coverage' | 'medications' | 'services' | 'devices' | 'authorizations' | 'documents';

export interface Service {
  readonly id: ServiceId;
  readonly hook: Hook;
  readonly title: string;
  readonly description: string;
  readonly prefetch: Readonly<Partial<Record<PrefetchKey, string>>>;
}

/** Each is a read or a search of one type by the patient, as the standard advises; `_include` is CRD's own way to the payer. */
const TEMPLATES = {
  patient: 'Patient/{{context.patientId}}',
  encounter: 'Encounter/{{context.encounterId}}',
  coverage: 'Coverage?patient={{context.patientId}}&status=active&_include=Coverage:payor',
  medications: 'MedicationRequest?patient={{context.patientId}}&_include=MedicationRequest:medication',
  services: 'ServiceRequest?patient={{context.patientId}}&status=draft,active,on-hold',
  devices: 'DeviceRequest?patient={{context.patientId}}&status=draft,active,on-hold&_include=DeviceRequest:device',
  authorizations: 'ClaimResponse?patient={{context.patientId}}&use=preauthorization&_include=ClaimResponse:request',
  documents: 'DocumentReference?patient={{context.patientId}}&status=current',
} as const satisfies Record<PrefetchKey, string>;

/** Those alone without which nothing false is said: they make an answer better, and their absence does not make it wrong. */
export const OPTIONAL_KEYS: ReadonlySet<PrefetchKey> = new Set<PrefetchKey>(['patient', 'encounter']);

function templatesOf(...keys: readonly PrefetchKey[]): Service['prefetch'] {
  return Object.fromEntries(keys.map((key) => [key, TEMPLATES[key]]));
}

export const SERVICES: readonly Service[] = [
  {
    id: 's9326-order-sign',
    hook: 'order-sign',
    title: 'Home pain infusion: what the payer asks (S9326)',
    description:
      'When an order for pain infusion at home is signed: whether the per diem is payable by the coverage, needs an authorization, and what the order lacks.',
    prefetch: templatesOf('patient', 'encounter', 'coverage', 'medications', 'authorizations', 'documents'),
  },
  {
    id: 's9326-order-dispatch',
    hook: 'order-dispatch',
    title: 'Home pain infusion: what the payer asks before it is dispatched (S9326)',
    description: 'When an order for pain infusion at home is sent to who will fill it: the same as when it is signed.',
    prefetch: templatesOf('patient', 'coverage', 'medications', 'services', 'devices', 'authorizations', 'documents'),
  },
  {
    id: 's9326-encounter-discharge',
    hook: 'encounter-discharge',
    title: 'Home pain infusion: a reminder at discharge (S9326)',
    description: 'When a patient with an order for pain infusion at home goes home: what must be on record for its days to be payable.',
    prefetch: templatesOf('patient', 'encounter', 'coverage', 'medications', 'services', 'devices', 'authorizations', 'documents'),
  },
];

export const findService = (id: string | undefined): Service | undefined => SERVICES.find((service) => service.id === id);

/** What a caller can switch off (Da Vinci CRD): each kind of card that we have, and the coverage information of CRD's primary hooks. */
const option = (code: string, name: string, description: string) => ({ code, type: 'boolean', name, description, default: true });
const OF_ORDERS = [
  option('coverage-info', 'Coverage information', 'Whether what the coverage pays is written onto the order.'),
  option('insurance', 'Insurance', 'Cards on what the coverage pays and which authorization it asks.'),
  option('claim', 'Claim', 'Cards on the code that fits and on where the infusion runs.'),
  option('guideline', 'Guideline', 'Cards on what the order or the record lacks.'),
];
const OF_DISCHARGE = [option('clinical-reminder', 'Reminder', 'The reminder of what must be on record.')];

/** The body of `GET /cds-services`. */
export function discovery() {
  return {
    services: SERVICES.map((service) => ({
      ...service,
      extension: {
        'davinci-crd.version': ['2.2'],
        'davinci-crd.configuration-options': service.hook === 'encounter-discharge' ? OF_DISCHARGE : OF_ORDERS,
      },
    })),
  };
}
