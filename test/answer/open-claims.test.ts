/** 2-rules.md, "History": open claims of one patient in one Bundle are judged in the order created, then by id. */
import { describe, expect, test } from 'vitest';
import { judgementsOf } from '../support/build-answer.ts';
import { bundleOf, claim, coded, coverage, HCPCS, infusion, type Json, patient, perDiemItem } from '../support/build-record.ts';

/** The ids of the claims of which the unit of 2 March is allowed; the others wait. */
function allowed(...claims: readonly Json[]): string[] {
  const day = [perDiemItem(1, '2025-03-02', '2025-03-02', 1)];
  const resources = [
    patient(),
    coverage(),
    infusion('a1', '2025-03-01', '2025-03-04'),
    ...claims.map((each) => claim({ item: day, ...each })),
  ];
  return judgementsOf(bundleOf(resources))
    .filter(({ assessment }) => assessment.decision === 'approved')
    .map(({ assessment }) => assessment.claim.replace('Claim/', ''));
}

describe('of two open claims for one day the one created first stands', () => {
  test.each([
    ['by day', '2025-03-10', '2025-03-09', ['c2']],
    ['by time', '2025-03-10T08:00:01Z', '2025-03-10T08:00:00Z', ['c2']],
    ['a day begins before any time of it', '2025-03-10T00:00:01Z', '2025-03-10', ['c2']],
    ['but not before the day ahead', '2025-03-09T23:59:59Z', '2025-03-10', ['c1']],
    ['a month begins with its first day', '2025-03-02', '2025-03', ['c2']],
    ['of equals the first by id', '2025-03-10', '2025-03-10', ['c1']],
  ])('%s', (_, first, second, stands) => {
    expect(allowed({ id: 'c1', created: first }, { id: 'c2', created: second })).toEqual(stands);
    expect(allowed({ id: 'c2', created: second }, { id: 'c1', created: first })).toEqual(stands);
  });

  test('three in a row wait for the first', () => {
    expect(allowed({ id: 'c3' }, { id: 'c2' }, { id: 'c1' })).toEqual(['c1']);
  });
});

describe('nothing stands by a claim', () => {
  test.each<[string, Json]>([
    ['that was cancelled', { status: 'cancelled' }],
    ['that asks ahead', { use: 'preauthorization' }],
    ['that only asks what it would be', { use: 'predetermination' }],
    ['whose unit was refused', { item: [perDiemItem(1, '2025-03-20', '2025-03-20', 1)] }],
    ['of another patient', { patient: { reference: 'Patient/p2' } }],
  ])('%s', (_, earlier) => {
    expect(allowed({ id: 'c1', created: '2025-03-09', ...earlier }, { id: 'c2', created: '2025-03-10' })).toContain('c2');
  });

  test('that the later one replaces', () => {
    const related = [{ claim: { reference: 'Claim/c1' }, relationship: coded(undefined, 'prior') }];
    expect(allowed({ id: 'c1', created: '2025-03-09' }, { id: 'c2', created: '2025-03-10', related })).toEqual(['c1', 'c2']);
  });
});

describe("another therapy's per diem on an open claim of the patient", () => {
  /** The decision on a claim with SH on 2 March, beside an earlier open claim with this line. */
  function decision(line: Json) {
    const therapy = claim({ id: 'c1', created: '2025-03-09', item: [{ sequence: 1, quantity: { value: 1 }, ...line }] });
    const asked = claim({
      id: 'c2',
      created: '2025-03-10',
      item: [perDiemItem(1, '2025-03-02', '2025-03-02', 1, { modifier: [coded(HCPCS, 'SH')] })],
    });
    const resources = [patient(), coverage(), infusion('a1', '2025-03-01', '2025-03-04'), therapy, asked];
    return judgementsOf(bundleOf(resources)).find(({ assessment }) => assessment.claim === 'Claim/c2')?.assessment.decision;
  }

  test.each<[string, Json, string]>([
    ['makes this one the second', { productOrService: coded(HCPCS, 'S9500'), servicedDate: '2025-03-02' }, 'approved'],
    ['on another day does not', { productOrService: coded(HCPCS, 'S9500'), servicedDate: '2025-03-03' }, 'denied'],
    ['without a date does not', { productOrService: coded(HCPCS, 'S9500') }, 'denied'],
    [
      "under another system's code does not",
      { productOrService: coded('http://example.org/codes', 'S9500'), servicedDate: '2025-03-02' },
      'denied',
    ],
    ['of words alone does not', { productOrService: { text: 'antibiotics' }, servicedDate: '2025-03-02' }, 'denied'],
    ['that is none, a supply, does not', { productOrService: coded(HCPCS, 'A4222'), servicedDate: '2025-03-02' }, 'denied'],
  ])('%s', (_, line, expected) => {
    expect(decision(line)).toBe(expected);
  });
});
