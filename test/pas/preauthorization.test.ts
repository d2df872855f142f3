/** 2-rules.md, "Which claims": what a preauthorization and a predetermination are judged by. */
import { describe, expect, test } from 'vitest';
import { adjudicate, BASELINE, RULES, readRequest } from '../../src/index.ts';
import { answerOf, dayOf } from '../support/build-answer.ts';
import { claim, coded, coverage, HCPCS, infusion, type Json, perDiemItem, RXNORM, recordOf } from '../support/build-record.ts';

const NOT_ASKED = [
  'not-future-dated',
  'care-zone-known',
  'timely-filing',
  'authorization-present',
  'authorization-covers-date',
  'authorization-units-left',
  'not-inpatient',
  'not-under-hospice',
  'evidence-present',
  'not-implanted-pump',
  'infusion-continuous',
  'day-supported',
  'progress-documented',
  'supplies-documented',
  'adjustments-documented',
  'therapy-mostly-infused',
  'drugs-coded-separately',
  'drug-units-match-infused',
];

const order: Json = {
  resourceType: 'MedicationRequest',
  id: 'o1',
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/p1' },
  authoredOn: '2025-05-01',
  medicationCodeableConcept: coded(RXNORM, '7052'),
  dosageInstruction: [{ text: '2 mg/h' }],
};
const ask = (more: Json = {}): Json => claim({ use: 'preauthorization', item: [perDiemItem(1, '2025-07-01', '2025-07-31', 31)], ...more });

/** Paid for 1 July on another claim of the same provider. */
const paid = (code: string): Json[] => [
  claim({
    id: 'paid',
    created: '2025-01-01',
    item: [{ ...perDiemItem(1, '2025-07-01', '2025-07-01', 1), productOrService: coded(HCPCS, code) }],
  }),
  {
    resourceType: 'ClaimResponse',
    id: 'answer',
    status: 'active',
    use: 'claim',
    patient: { reference: 'Patient/p1' },
    request: { reference: 'Claim/paid' },
    outcome: 'complete',
    item: [{ itemSequence: 1, adjudication: [{ category: { coding: [{ code: 'benefit' }] }, amount: { value: 90, currency: 'USD' } }] }],
  },
];

/** The answer to the claim c1. */
const answer = (...resources: readonly Json[]) => {
  const read = readRequest(recordOf(...resources));
  const [record] = read.ok ? read.request.records : [];
  if (!record) throw new Error('not read');
  const judged = adjudicate(record, { asOf: Date.UTC(2025, 5, 1), policies: [] });
  const found = judged.find(({ assessment }) => assessment.claim === 'Claim/c1');
  if (!found) throw new Error('not judged');
  return found.assessment;
};

describe('a preauthorization', () => {
  test('of days to come, with an order, is granted without any administration', () => {
    const given = answer(ask(), order);
    expect(given).toMatchObject({ decision: 'approved', unbilledDays: [], adjacentDays: [] });
    expect(given.days).toHaveLength(31);
    expect(given.days.every(({ supported, reason }) => supported && reason === undefined)).toBe(true);
    for (const id of NOT_ASKED) expect([id, given.verdicts[id]]).toEqual([id, 'not-applicable']);
  });

  test('asks every rule that does not look back', () =>
    expect(RULES.filter(({ looksBack }) => looksBack).map(({ id }) => id)).toEqual(NOT_ASKED));

  test('days say what is infused already, and are supported all the same', () => {
    const running = infusion('a1', '2025-06-30T00:00:00Z', '2025-07-01T06:00:00Z');
    const read = answerOf(recordOf(ask(), order, running), { asOf: '2025-08-01T00:00:00Z' });
    expect(read.days.find(({ date }) => date === '2025-07-01')).toMatchObject({ supported: true, infusedMinutes: 360 });
    expect(dayOf(read, '2025-07-02')).toBe('supported');
    expect(read.units.allowed).toBe(31);
  });

  test.each([
    ['none', [], 'N455'],
    ['without dose and rate', [{ ...order, dosageInstruction: [] }], 'N456'],
  ] as const)('pends with an order: %s', (_, orders, rarc) => {
    const given = answer(ask(), ...orders);
    expect(given.decision).toBe('pended');
    expect(given.findings.find(({ rule }) => rule === 'order-on-file')).toMatchObject({ effect: 'pend', rarc: [rarc] });
    expect(answer(claim({ use: 'predetermination' }), ...orders).findings.find(({ rule }) => rule === 'order-on-file')?.effect).toBe(
      'advise',
    );
  });

  test('pends under that rule unless a policy says otherwise', () => {
    const read = readRequest(recordOf(ask()));
    const [record] = read.ok ? read.request.records : [];
    if (!record) throw new Error('not read');
    const policy = { ...BASELINE, id: 'lenient', effects: { 'order-on-file': 'advise' as const } };
    const [judged] = adjudicate(record, { asOf: Date.UTC(2025, 5, 1), policies: [policy], policy: 'lenient' });
    expect(judged?.assessment.decision).toBe('approved');
  });

  test('leaves out the history of rule 25, and keeps that of rule 7', () => {
    expect(answer(ask(), order, ...paid('S9326')).decision).toBe('approved');
    const second = ask({ item: [{ ...perDiemItem(1, '2025-07-01', '2025-07-01', 1), modifier: [coded(HCPCS, 'SH')] }] });
    expect(answer(second, order, ...paid('S9494')).decision).toBe('approved');
    expect(answer(second, order).findings.map(({ rule }) => rule)).toContain('modifiers-consistent');
  });

  test('still has one unit a date within the request', () => {
    const twice = ask({ item: [perDiemItem(1, '2025-07-01', '2025-07-02', 2), perDiemItem(2, '2025-07-02', '2025-07-03', 2)] });
    expect(answer(twice, order).lines).toMatchObject([{ allowed: 2 }, { allowed: 1, units: [{ rule: 'one-per-diem-per-day' }, {}] }]);
  });

  test('is asked rules 10, 11, 12, 17 and 18', () => {
    const rules = (...resources: readonly Json[]) =>
      answer(...resources, order).findings.flatMap(({ rule, effect }) => (effect === 'advise' ? [] : rule));
    expect(rules(ask(), coverage({ period: { end: '2025-07-10' } }))).toEqual(['coverage-in-force']);
    expect(rules(ask(), coverage({ payor: [{ display: 'Medicare' }] }))).toEqual(['payer-accepts-s-codes']);
    expect(rules(ask(), coverage({ order: 2 }), coverage({ id: 'v0', order: 1 }))).toEqual(['primary-payer-first']);
    const benefit = [{ allowedUnsignedInt: 20, usedUnsignedInt: 0 }];
    const eligibility = { resourceType: 'CoverageEligibilityResponse', status: 'active', patient: { reference: 'Patient/p1' } };
    const insurance = [{ item: [{ productOrService: coded(HCPCS, 'S9326'), benefit }] }];
    expect(rules(ask(), { ...eligibility, insurance })).toEqual(['benefit-units-left']);
    const clinic = { locationCodeableConcept: { coding: [{ code: '11' }] } };
    expect(rules(ask({ item: [perDiemItem(1, '2025-07-01', '2025-07-31', 31, clinic)] }))).toEqual(['place-of-service-home']);
  });
});

test('a predetermination is judged by all rules', () => {
  const dry = answerOf(recordOf(claim({ use: 'predetermination' })));
  expect(dry).toMatchObject({ decision: 'pended' });
  expect(dry.verdicts['evidence-present']).toBe('undetermined');
});
