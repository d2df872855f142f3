/** Calls of hooks, in short. */
import { readFileSync } from 'node:fs';
import type { Bundle, Coverage, Resource } from '@medplum/fhirtypes';
import { coverage, drugOrder } from '../../order/orders.ts';

export const INSTANCE = 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea';

export const bundle = (...resources: readonly Resource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});

/** With all that is asked for, of which there is only a coverage. */
export const PREFETCH = {
  patient: { resourceType: 'Patient', id: 'p1' },
  coverage: bundle(coverage()),
  medications: null,
  services: null,
  devices: null,
  authorizations: null,
  documents: null,
};

/** Says neither how much nor how fast, nor where, nor why nothing else will do. */
export const { category: _category, ...BARE_ORDER } = drugOrder({
  dosageInstruction: [{ text: 'Infusion by pump at home', route: { coding: [{ system: 'http://snomed.info/sct', code: '34206005' }] } }],
  reasonCode: [{ text: 'Cancer pain' }],
});

export const signCall = (more: Readonly<Record<string, unknown>> = {}) => ({
  hook: 'order-sign',
  hookInstance: INSTANCE,
  context: { userId: 'Practitioner/d1', patientId: 'p1', draftOrders: bundle(drugOrder()) },
  prefetch: PREFETCH,
  ...more,
});

export const dispatchCall = (more: Readonly<Record<string, unknown>> = {}) => ({
  hook: 'order-dispatch',
  hookInstance: INSTANCE,
  context: { patientId: 'p1', dispatchedOrders: ['MedicationRequest/m1'], performer: 'Organization/infusion' },
  prefetch: { ...PREFETCH, medications: bundle(drugOrder({ status: 'active' })) },
  ...more,
});

export const dischargeCall = (more: Readonly<Record<string, unknown>> = {}) => ({
  hook: 'encounter-discharge',
  hookInstance: INSTANCE,
  context: { userId: 'Practitioner/d1', patientId: 'p1', encounterId: 'e1' },
  prefetch: { ...PREFETCH, medications: bundle(drugOrder({ status: 'active' })) },
  ...more,
});

/** An example of Da Vinci CRD 2.0.1. */
export const crd = <T extends Resource>(name: string): T =>
  JSON.parse(readFileSync(`test/data/davinci-crd-2.0.1/${name}-example.json`, 'utf8')) as T;

export const crdCoverage = (): Coverage => crd<Coverage>('Coverage');
