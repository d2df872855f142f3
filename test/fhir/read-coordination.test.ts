/** 2-rules.md 12: which answer of the payer before satisfies. */
import { describe, expect, test } from 'vitest';
import { answerOf } from '../support/build-answer.ts';
import { claim, coverage, infusion, type Json, PATIENT, patient, perDiemItem } from '../support/build-record.ts';

/** The first payer's answer to its own claim, which is not at hand. */
const eob = (start: string, end: string, more: Json = {}): Json => ({
  resourceType: 'ExplanationOfBenefit',
  id: `eob-${start}`,
  status: 'active',
  use: 'claim',
  outcome: 'complete',
  patient: PATIENT,
  claim: { reference: 'Claim/to-the-first' },
  insurance: [{ focal: true, coverage: { reference: 'Coverage/first' } }],
  item: [perDiemItem(1, start, end, 1)],
  ...more,
});

/** Whether the second payer still waits for the first. */
const waits = (...results: Json[]): boolean => {
  const resources = [
    patient(),
    coverage({ order: 2 }),
    coverage({ id: 'first', order: 1 }),
    claim({ item: [perDiemItem(1, '2025-03-02', '2025-03-05', 4)] }),
    infusion('a1', '2025-03-02', '2025-03-05'),
    ...results,
  ];
  const answer = answerOf({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) });
  return answer.verdicts['primary-payer-first'] === 'not-met';
};

test('without an answer the claim waits', () => expect(waits()).toBe(true));

describe('an explanation of benefits under the first coverage, to a claim of its own, answers when', () => {
  test.each([
    ['it is for the dates and the code', [eob('2025-03-02', '2025-03-05')]],
    ['it is for more dates', [eob('2025-03-01', '2025-03-06')]],
    ['two of them hold all dates', [eob('2025-03-04', '2025-03-05'), eob('2025-03-02', '2025-03-03')]],
  ])('%s', (_, results) => expect(waits(...results)).toBe(false));

  test.each([
    ['it leaves the last date out', [eob('2025-03-02', '2025-03-04')]],
    ['it leaves the first date out', [eob('2025-03-03', '2025-03-05')]],
    ['a date between two is left out', [eob('2025-03-02', '2025-03-03'), eob('2025-03-05', '2025-03-05')]],
    [
      'it is for another code',
      [
        eob('2025-03-02', '2025-03-05', {
          item: [{ ...perDiemItem(1, '2025-03-02', '2025-03-05', 4), productOrService: { coding: [{ code: 'S9338' }] } }],
        }),
      ],
    ],
    ['it is of another patient', [eob('2025-03-02', '2025-03-05', { patient: { reference: 'Patient/p2' } })]],
    [
      'it is under another coverage',
      [eob('2025-03-02', '2025-03-05', { insurance: [{ focal: true, coverage: { reference: 'Coverage/v1' } }] })],
    ],
    ['it was cancelled', [eob('2025-03-02', '2025-03-05', { status: 'cancelled' })]],
    ['it is queued', [eob('2025-03-02', '2025-03-05', { outcome: 'queued' })]],
    ['it answers a predetermination', [eob('2025-03-02', '2025-03-05', { use: 'predetermination' })]],
  ])('not when %s', (_, results) => expect(waits(...results)).toBe(true));
});
