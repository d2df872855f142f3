/** 3-interfaces.md: findings are one per rule, line and code. */
import { expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment.ts';
import { judgementsOf } from '../support/build-answer.ts';
import { claim, coded, coverage, HCPCS, infusion, type Json, PATIENT, patient, perDiemItem } from '../support/build-record.ts';

const asked = claim({ created: '2025-04-02', item: [perDiemItem(1, '2025-03-02', '2025-03-05', 4)] });
const earlier = (id: string, start: string, end: string) => claim({ id, item: [perDiemItem(1, start, end, 2)] });

function answer(...beside: Json[]): Assessment {
  const resources = [patient(), coverage(), infusion('a1', '2025-03-01', '2025-03-07'), ...beside];
  const judgements = judgementsOf({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) });
  const own = judgements.find(({ assessment }) => assessment.claim === 'Claim/c1');
  if (!own) throw new Error('not judged');
  return own.assessment;
}

test('days that were paid and days on an open claim, under one code, are one finding that denies', () => {
  const paid = {
    resourceType: 'ClaimResponse',
    id: 'r1',
    status: 'active',
    use: 'claim',
    patient: PATIENT,
    request: { reference: 'Claim/paid' },
    item: [{ itemSequence: 1, adjudication: [{ category: { coding: [{ code: 'allowedunits' }] }, value: 2 }] }],
  };
  const beside = [asked, earlier('paid', '2025-03-01', '2025-03-02'), earlier('open', '2025-03-03', '2025-03-04'), paid];

  const { lines, findings } = answer(...beside);

  // The units say which of the dates wait.
  expect(lines[0]).toMatchObject({ allowed: 1, denied: 1, pended: 2 });
  expect(findings.filter(({ rule }) => rule === 'one-per-diem-per-day')).toEqual([
    {
      rule: 'one-per-diem-per-day',
      verdict: 'not-met',
      effect: 'deny',
      line: 1,
      dates: ['2025-03-02', '2025-03-03', '2025-03-04'],
      group: 'CO',
      carc: '151',
      rarc: ['M63'],
      message:
        'S9326 was paid for 2025-03-02 (Claim/paid, the same provider). S9326 is billed on an open claim for 2025-03-03 to 2025-03-04 (Claim/open, the same provider).',
      fix: 'Do not bill these days again; to change what was billed, send a replacement that names the earlier claim as related.',
      evidence: ['Claim/open', 'Claim/paid'],
    },
  ]);
});

test('a modifier that the place contradicts and one that no other therapy bears out are one finding of the line', () => {
  const modifier = ['SS', 'SH'].map((code) => coded(HCPCS, code));
  const { findings } = answer({ ...asked, item: [perDiemItem(1, '2025-03-02', '2025-03-05', 4, { modifier })] });

  const own = findings.filter(({ rule }) => rule === 'modifiers-consistent');
  expect(own).toHaveLength(1);
  expect(own[0]).not.toHaveProperty('dates');
  expect(own[0]?.message).toMatch(/has SS.*\(SH or SJ\)/);
});

test('a day that an earlier line takes is denied by that line, also when an open claim bills it too', () => {
  const lines = [1, 2].map((sequence) => perDiemItem(sequence, '2025-03-02', '2025-03-03', 2));
  const { findings } = answer({ ...asked, item: lines }, earlier('open', '2025-03-03', '2025-03-04'));

  const own = findings.filter(({ rule }) => rule === 'one-per-diem-per-day');
  expect(own.map(({ line, effect, dates, message }) => ({ line, effect, dates, message }))).toEqual([
    {
      line: 1,
      effect: 'pend',
      dates: ['2025-03-03'],
      message: 'S9326 is billed on an open claim for 2025-03-03 (Claim/open, the same provider).',
    },
    {
      line: 2,
      effect: 'deny',
      dates: ['2025-03-02', '2025-03-03'],
      message: 'An earlier line of this claim already stands on 2025-03-02 to 2025-03-03.',
    },
  ]);
});
