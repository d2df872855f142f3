import { readFileSync } from 'node:fs';
import type { Encounter, MedicationRequest, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { readOrders } from '../../src/order/read-orders.ts';
import { AS_OF, adviseOn, CONTINUOUS, coverage, drugOrder, pumpOrder, serviceOrder } from './orders.ts';

const example = (name: string): Resource => JSON.parse(readFileSync(`test/data/davinci-crd-2.0.1/${name}.json`, 'utf8')) as Resource;

/** The orders that are taken for a home pain infusion. */
const taken = (
  drafts: readonly Resource[],
  evidence: readonly Resource[] = [],
  hook: 'order-sign' | 'encounter-discharge' = 'order-sign',
) =>
  readOrders({ hook, drafts, evidence, patient: 'Patient/p1', asOf: AS_OF }, { policies: [] })?.orders.map(({ reference }) => reference) ??
  [];

const category = (code: string): NonNullable<MedicationRequest['category']> => [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category', code }] },
];
const encounter = (code: string, status: Encounter['status'] = 'in-progress'): Encounter => ({
  resourceType: 'Encounter',
  id: 'e1',
  status,
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code },
});

describe('An order is taken for a home pain infusion', () => {
  test('for an analgesic at a rate, to be had at home', () => expect(taken([drugOrder()])).toEqual(['MedicationRequest/m1']));

  test('for an analgesic by a pump, though the order lacks a rate', () =>
    expect(taken([drugOrder({ dosageInstruction: [{ text: 'PCA pump' }] })])).toEqual(['MedicationRequest/m1']));

  test.each(['S9325', 'S9326', 'S9327', 'S9328', ' s9326 '])('for the service by its code %s', (code) =>
    expect(taken([serviceOrder(code)])).toEqual(['ServiceRequest/s1']),
  );

  test('for the service by its words: home, infusion and pain', () =>
    expect(taken([serviceOrder(undefined)])).toEqual(['ServiceRequest/s1']));

  test('for a pump whose reason is pain', () =>
    expect(taken([pumpOrder('E0781', { reasonCode: [{ coding: [{ code: 'G89.3' }] }] })])).toEqual(['DeviceRequest/d1']));

  test('for a pump beside an order of the drug, in the order in which they came', () =>
    expect(taken([pumpOrder('E0781'), drugOrder()])).toEqual(['DeviceRequest/d1', 'MedicationRequest/m1']));

  test('for a drug by a route of infusion beside an order of the service', () => {
    const morphine = drugOrder({ dosageInstruction: [{ text: '2 mg SC' }] });
    expect(taken([morphine])).toEqual([]);
    expect(taken([morphine, serviceOrder('S9326')])).toEqual(['MedicationRequest/m1', 'ServiceRequest/s1']);
  });

  test('for a drug that is named by reference to a medication at hand', () => {
    const medication: Resource = { resourceType: 'Medication', id: 'x', code: { text: 'Hydromorphone 10 mg/mL' } };
    const { medicationCodeableConcept: _, ...rest } = drugOrder();
    expect(taken([{ ...rest, medicationReference: { reference: 'Medication/x' } }], [medication])).toEqual(['MedicationRequest/m1']);
  });
});

describe('An order is not taken for one', () => {
  test.each([
    [
      'an analgesic by mouth',
      drugOrder({ medicationCodeableConcept: { text: 'Morphine 15 mg tablet' }, dosageInstruction: [{ text: 'by mouth' }] }),
    ],
    ['an infusion of something else', drugOrder({ medicationCodeableConcept: { text: 'Vancomycin' } })],
    ['an insulin pump', pumpOrder('E0784', { codeCodeableConcept: { text: 'Insulin infusion pump' }, reasonCode: [{ text: 'pain' }] })],
    ['a pump of which nobody says what for', pumpOrder('E0781')],
    [
      'a code of another system that looks like ours',
      serviceOrder(undefined, { code: { coding: [{ system: 'http://example.org', code: 'S9326' }] } }),
    ],
    ['oxygen', pumpOrder('E0424', { reasonCode: [{ text: 'pain' }] })],
    ['an infusion of which nobody says that it is at home', serviceOrder(undefined, { code: { text: 'Infusion for pain' } })],
    ['a home infusion that is not for pain', serviceOrder('S9500', { code: { text: 'Home infusion, antibiotic' } })],
    ['a proposal', drugOrder({ intent: 'proposal' })],
    ['an order that was cancelled', drugOrder({ status: 'cancelled' })],
    ['an order for another patient', drugOrder({ subject: { reference: 'Patient/p2' } })],
  ])('for %s', (_, order) => expect(taken([order])).toEqual([]));

  test.each(['MedicationRequest-example', 'MedicationRequest-annotated-example', 'ServiceRequest-example', 'DeviceRequest-example'])(
    'the %s of Da Vinci CRD, and nothing is said of it',
    (name) => {
      const advised = adviseOn([{ ...example(name), subject: { reference: 'Patient/p1' } } as Resource]);
      expect(advised).toEqual({ advice: [], coverage: [], orders: new Map() });
    },
  );
});

describe('A hospital that treats its own patient is left alone', () => {
  test('an order of category inpatient, though it mentions home', () => {
    expect(taken([drugOrder({ category: category('inpatient'), note: [{ text: 'Had it at home before' }] })])).toEqual([]);
    expect(taken([drugOrder({ category: category('discharge') })])).toEqual(['MedicationRequest/m1']);
  });

  test('an order in an inpatient encounter that says nothing of home', () => {
    const { category: _, ...plain } = drugOrder();
    expect(taken([plain], [encounter('IMP')])).toEqual([]);
    expect(taken([{ ...plain, encounter: { reference: 'Encounter/e1' } }], [encounter('IMP', 'finished')])).toEqual([]);
    expect(taken([plain], [encounter('AMB')])).toEqual(['MedicationRequest/m1']);
    expect(taken([plain], [encounter('IMP', 'finished')])).toEqual(['MedicationRequest/m1']);
    expect(taken([{ ...plain, note: [{ text: 'for home infusion' }] }], [encounter('IMP')])).toEqual(['MedicationRequest/m1']);
  });
});

describe('What is on record', () => {
  const active = drugOrder({ status: 'active' });

  test('is looked through at discharge, and not when an order is signed', () => {
    expect(taken([], [active], 'encounter-discharge')).toEqual(['MedicationRequest/m1']);
    expect(taken([], [active])).toEqual([]);
  });

  test('gives way to a draft of the same name', () => {
    const draft = drugOrder({ dosageInstruction: [{ ...CONTINUOUS, text: 'draft' }] });
    const therapy = readOrders(
      { hook: 'order-sign', drafts: [draft], evidence: [active, coverage()], patient: 'p1', asOf: AS_OF },
      { policies: [] },
    );
    expect(therapy?.orders.map(({ resource }) => resource)).toEqual([draft]);
  });
});

test('A policy that does not exist is an error, not baseline', () => {
  expect(() => adviseOn([drugOrder()], [coverage()], { policy: 'nobody' })).toThrow('no policy nobody');
  expect(adviseOn([drugOrder()], [coverage()], { policy: 'acme' }).coverage).toHaveLength(1);
});
