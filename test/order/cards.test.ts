import type { ServiceRequest } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { COVERAGE_INFORMATION } from '../../src/fhir/write-coverage-information.ts';
import { OVERRIDE_REASONS } from '../../src/policy/override-reasons.ts';
import { type Card, writeHookResponse } from '../../src/present/cards.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { acme, adviseOn, authorization, coverage, drugOrder, pumpOrder, serviceOrder } from './orders.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const { category: _, ...PLACELESS } = drugOrder();

/** One of each kind of card, and more. */
const ADVISED = [
  adviseOn([drugOrder()], [coverage('Medicare')]),
  adviseOn([drugOrder()], [coverage('Medicare Advantage')]),
  adviseOn([drugOrder()], [coverage('TRICARE')]),
  adviseOn([drugOrder()], [coverage('Acme Health', { period: { end: '2020' } })]),
  adviseOn([drugOrder()], [coverage(), authorization('A4', undefined)]),
  adviseOn([drugOrder()], [coverage(), authorization('A1', { end: '2026-01-01' })]),
  adviseOn([PLACELESS]),
  adviseOn([serviceOrder('S9327'), drugOrder({ reasonCode: [{ text: 'Pain' }] }), pumpOrder('E0781')]),
  adviseOn([serviceOrder('S9325')]),
  adviseOn([serviceOrder('S9326', { locationCode: [{ coding: [{ code: '31' }] }] })]),
  adviseOn([serviceOrder('S9328', { occurrencePeriod: { start: '2026-03-02', end: '2026-04-01' } })]),
  adviseOn([drugOrder({ dosageInstruction: [{ text: 'PCA pump, bolus only' }] })]),
  adviseOn([], [coverage(), drugOrder({ status: 'active' })], { hook: 'encounter-discharge' }),
];
const cards = ADVISED.flatMap((advised) => writeHookResponse(advised).cards);

describe('A card has the shape that CDS Hooks 2.0 asks for', () => {
  test('each question is asked by one of these', () =>
    expect(new Set(ADVISED.flatMap(({ advice }) => advice.map(({ question }) => question)))).toEqual(
      new Set([
        'payable-by-coverage',
        'authorization-needed',
        'setting-home',
        'code-fits',
        'order-complete',
        'alternatives-documented',
        'record-for-payment',
      ]),
    ));

  test.each(cards.map((card) => [card.summary, card] as const))('%s', (_, card: Card) => {
    expect(card.summary.length).toBeGreaterThan(0);
    expect(card.summary.length).toBeLessThan(140);
    expect(['info', 'warning', 'critical']).toContain(card.indicator);
    expect(card.uuid).toMatch(UUID);
    expect(card.detail).not.toMatch(/undefined|null|NaN/);
    expect(card.source.label).toMatch(/\S/);
    expect(card.source.topic).toEqual({
      system: 'http://hl7.org/fhir/us/davinci-crd/CodeSystem/temp',
      code: expect.stringMatching(/^(insurance|claim|guideline|clinical-reminder)$/),
      display: expect.stringMatching(/\S/),
    });
    expect(card.suggestions === undefined).toBe(card.selectionBehavior === undefined);
    for (const { label, uuid, actions } of card.suggestions ?? []) {
      expect(label).toMatch(/\S/);
      expect(uuid).toMatch(UUID);
      expect(actions).toEqual([{ type: 'update', description: label, resource: expect.objectContaining({ id: expect.any(String) }) }]);
    }
    for (const { code, display } of card.overrideReasons ?? []) expect(OVERRIDE_REASONS).toMatchObject({ [code]: display });
    expect(card.overrideReasons === undefined).toBe(card.indicator === 'info');
  });
});

describe('A card is about', () => {
  const about = (advised: (typeof ADVISED)[number]) =>
    writeHookResponse(advised).cards.map(({ extension }) => extension?.['davinci-crd.associated-resource']);

  test('its order, or all orders of the therapy where it is about the patient', () =>
    expect(about(adviseOn([serviceOrder('S9327'), drugOrder()]))).toEqual([
      ['ServiceRequest/s1', 'MedicationRequest/m1'],
      ['ServiceRequest/s1'],
    ]));

  test('no order at discharge', () =>
    expect(about(adviseOn([], [drugOrder({ status: 'active' })], { hook: 'encounter-discharge' }))).toEqual([undefined]));
});

describe('The identifiers of cards', () => {
  const uuids = (instance: string) => writeHookResponse(adviseOn([serviceOrder('S9327')]), { instance }).cards.map(({ uuid }) => uuid);

  test('are the same for the same call, and others for another call', () => {
    expect(uuids('one')).toEqual(uuids('one'));
    expect(uuids('one')).not.toEqual(uuids('two'));
  });

  test('differ within a call, those of suggestions too', () => {
    const all = writeHookResponse(adviseOn([serviceOrder('S9327'), PLACELESS])).cards;
    const ids = all.flatMap(({ uuid, suggestions = [] }) => [uuid, ...suggestions.map((each) => each.uuid)]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('Coverage information', () => {
  test('is a system action for each order, and never a card', () => {
    const { cards: shown, systemActions } = writeHookResponse(adviseOn([serviceOrder('S9327'), drugOrder()]));
    expect(systemActions?.map(({ type, resource }) => [type, `${resource.resourceType}/${resource.id}`])).toEqual([
      ['update', 'ServiceRequest/s1'],
      ['update', 'MedicationRequest/m1'],
    ]);
    expect(shown.map(({ source }) => source.topic.code)).not.toContain('coverage-info');
    expect(JSON.stringify(shown.map(({ suggestions: _, ...card }) => card))).not.toContain(COVERAGE_INFORMATION);
  });

  test('is not undone by a suggestion that is accepted', () => {
    const { cards: shown, systemActions } = writeHookResponse(adviseOn([serviceOrder('S9327'), drugOrder()]));
    const mended = shown.flatMap(({ suggestions = [] }) => suggestions)[0]?.actions[0]?.resource as ServiceRequest;
    expect(mended.code?.coding?.[0]?.code).toBe('S9326');
    const action = systemActions?.[0]?.resource as ServiceRequest | undefined;
    expect(action?.extension).toHaveLength(1);
    expect(mended.extension).toEqual(action?.extension);
  });

  test('is no action when the order says it already, or when there is none', () => {
    const first = writeHookResponse(adviseOn([drugOrder()])).systemActions?.[0]?.resource;
    expect(writeHookResponse(adviseOn(first ? [first] : [])).systemActions).toBeUndefined();
    expect(writeHookResponse(adviseOn([drugOrder()], []))).toEqual({ cards: [] });
  });
});

test('Every order that is handed back, annotated or mended, is valid R4', () => {
  const resources = ADVISED.map((advised) => writeHookResponse(advised)).flatMap(({ cards: shown, systemActions = [] }) =>
    [...systemActions, ...shown.flatMap(({ suggestions = [] }) => suggestions.flatMap(({ actions }) => actions))].map(
      ({ resource }) => resource,
    ),
  );
  expect(resources.length).toBeGreaterThan(15);
  for (const resource of resources) expect(problemsOf(resource)).toEqual([]);
});

test('Nothing to say: no cards', () => {
  expect(writeHookResponse(adviseOn([pumpOrder('E0424')]))).toEqual({ cards: [] });
  const granted = [coverage(), authorization('A1', undefined)];
  expect(writeHookResponse(adviseOn([drugOrder()], granted, { policies: acme() })).cards).toEqual([]);
});

test('The checklist is linked where something has to be put on record', () => {
  const checklist = { label: 'Checklist', url: 'https://example.org/checklist', type: 'absolute' } as const;
  const linked = writeHookResponse(adviseOn([serviceOrder('S9327'), drugOrder({ reasonCode: [{ text: 'Pain' }] })]), { checklist }).cards;
  expect(linked.map(({ source, links }) => [source.topic.code, links])).toEqual([
    ['insurance', undefined],
    ['claim', undefined],
    ['guideline', [checklist]],
  ]);
});

test('The codes of override reasons stand below the base of the deployment', () => {
  const [card] = writeHookResponse(adviseOn([drugOrder()]), { canonicalBase: 'https://example.org/fhir/' }).cards;
  expect(card?.overrideReasons?.[0]?.system).toBe('https://example.org/fhir/CodeSystem/override-reason');
});
