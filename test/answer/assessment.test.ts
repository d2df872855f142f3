/** One answer in full, worked out by hand, and what a drawing of it is given. */
import { describe, expect, test } from 'vitest';
import { answerOf, judgementsOf } from '../support/build-answer.ts';
import {
  bundleOf,
  claim,
  coded,
  coverage,
  HCPCS,
  infusion,
  patient,
  perDiemItem,
  RXNORM,
  reading,
  recordOf,
  stay,
} from '../support/build-record.ts';

const item = [
  { sequence: 2, productOrService: coded(HCPCS, 'A4222'), servicedDate: '2025-03-03', quantity: { value: 3 } },
  perDiemItem(1, '2025-03-01', '2025-03-06', 8),
];
const MORPHINE = { medicationCodeableConcept: { ...coded(RXNORM, '7052'), text: 'morphine' } };
const [judgement] = judgementsOf(
  bundleOf([
    patient(),
    coverage(),
    claim({ item }),
    // 59 min 30 s between the two: one run of 52 hours, 51.5 of them infused.
    infusion('a1', '2025-03-03T20:30:00Z', '2025-03-04T12:00:00Z', MORPHINE),
    infusion('a2', '2025-03-02T08:00:00Z', '2025-03-03T20:00:30Z'),
    infusion('a4', '2025-03-05T12:00:00Z', '2025-03-05T18:00:00Z', { dosage: {} }),
    infusion('a3', '2025-03-04T13:00:00Z', '2025-03-04T13:00:00Z'),
    reading('a5', '2025-03-06T01:00:00Z', 5),
    stay('e2', '2025-03-03T22:00:00Z', '2025-03-05T02:00:00Z'),
    stay('e1', '2025-02-03T22:00:00Z', '2025-02-05T02:00:00Z'),
  ]),
);
const at = (time: string) => Date.parse(`2025-03-${time}Z`);
const administration = (id: string) => `MedicationAdministration/${id}`;

test('an assessment says what was asked, what was decided of each unit and line, and from which record', () => {
  const { findings: _, verdicts: __, ...rest } = judgement?.assessment ?? { findings: [], verdicts: {} };

  expect(rest).toEqual({
    claim: 'Claim/c1',
    patient: 'Patient/p1',
    asOf: '2025-06-01T00:00:00Z',
    ruleSet: '2026.11.1',
    careZone: { zone: 'UTC', source: 'patient' },
    policy: { id: 'baseline', dayCounting: 'access-days' },
    decision: 'pended',
    units: { submitted: 8, allowed: 2, denied: 4, pended: 2 },
    lines: [
      {
        sequence: 1,
        code: 'S9326',
        submitted: 8,
        allowed: 2,
        denied: 4,
        pended: 2,
        units: [
          { date: '2025-03-01', decision: 'denied', rule: 'day-supported' },
          { date: '2025-03-02', decision: 'allowed' },
          { date: '2025-03-03', decision: 'allowed' },
          { date: '2025-03-04', decision: 'denied', rule: 'not-inpatient' },
          { date: '2025-03-05', decision: 'pended', rule: 'day-supported' },
          { date: '2025-03-06', decision: 'pended', rule: 'day-supported' },
          { decision: 'denied', rule: 'units-within-span', count: 2 },
        ],
      },
      { sequence: 2, code: 'A4222', submitted: 3, decision: 'denied', rule: 'supplies-included', dates: ['2025-03-03'] },
    ],
    days: [
      { date: '2025-03-01', supported: false, reason: 'no-infusion', infusedMinutes: 0, evidence: [] },
      { date: '2025-03-02', supported: true, infusedMinutes: 960, evidence: [administration('a2')] },
      { date: '2025-03-03', supported: true, infusedMinutes: 1410, evidence: [administration('a1'), administration('a2')] },
      { date: '2025-03-04', supported: false, reason: 'inpatient', infusedMinutes: 720, evidence: [administration('a1')] },
      { date: '2025-03-05', supported: false, reason: 'unclear', infusedMinutes: 0, evidence: [] },
      { date: '2025-03-06', supported: false, reason: 'unclear', infusedMinutes: 0, evidence: [] },
    ],
    administrations: [
      { reference: administration('a1'), evidence: true },
      { reference: administration('a2'), evidence: true },
      { reference: administration('a3'), evidence: false, reason: 'empty-period' },
      { reference: administration('a4'), evidence: false, reason: 'not-shown-as-infusion' },
      { reference: administration('a5'), evidence: false, reason: 'isolated-reading' },
    ],
    runs: [
      {
        start: '2025-03-02T08:00:00Z',
        end: '2025-03-04T12:00:00Z',
        spanMinutes: 3120,
        infusedMinutes: 3090,
        continuous: true,
        therapy: 1,
      },
    ],
    stays: [
      { start: '2025-02-03T22:00:00Z', end: '2025-02-05T02:00:00Z', references: ['Encounter/e1'] },
      { start: '2025-03-03T22:00:00Z', end: '2025-03-05T02:00:00Z', references: ['Encounter/e2'] },
    ],
    unbilledDays: [],
    adjacentDays: [],
    notes: [],
  });
});

test('findings stand in the order of the catalogue, of one rule by line and code', () => {
  const inShort = judgement?.assessment.findings.map(({ rule, effect, line, carc, dates }) => [rule, effect, line, carc, dates?.length]);

  expect(inShort).toEqual([
    ['not-inpatient', 'deny', 1, '96', 1],
    ['day-supported', 'deny', 1, '112', 1],
    ['day-supported', 'pend', 1, '252', 2],
    ['units-within-span', 'deny', 1, '151', undefined],
    ['supplies-included', 'deny', 2, '97', 1],
    ['order-on-file', 'advise', undefined, '16', undefined],
    ['alternatives-documented', 'advise', undefined, '50', undefined],
    ['progress-documented', 'advise', 1, '16', 3],
    ['ordering-provider-identified', 'advise', undefined, '16', undefined],
    ['drugs-coded-separately', 'advise', undefined, undefined, undefined],
  ]);
});

test('a drawing is given the days, the infusions in order, what is doubtful, and the stays that reach into them', () => {
  const days = ['01', '02', '03', '04', '05', '06'].map((day, i) => ({
    date: `2025-03-${day}`,
    start: at('01T00:00:00') + i * 86_400_000,
    end: at('02T00:00:00') + i * 86_400_000,
  }));

  expect(judgement?.timeline()).toEqual({
    zone: 'UTC',
    days,
    infusions: [
      { reference: administration('a2'), rate: 2, rateUnit: 'mg/h', start: at('02T08:00:00'), end: at('03T20:00:30') },
      {
        reference: administration('a1'),
        medication: 'morphine',
        rate: 2,
        rateUnit: 'mg/h',
        start: at('03T20:30:00'),
        end: at('04T12:00:00'),
      },
    ],
    doubtful: [
      { reference: administration('a4'), start: at('05T12:00:00'), end: at('05T18:00:00') },
      { reference: administration('a5'), start: at('06T01:00:00'), end: at('06T01:00:00') + 1 },
    ],
    stays: [{ references: ['Encounter/e2'], start: at('03T22:00:00'), end: at('05T02:00:00') }],
  });
});

test('a drawing of a claim without dates is empty', () => {
  const undated = claim({ item: [{ sequence: 1, productOrService: coded(HCPCS, 'S9326'), quantity: { value: 1 } }] });
  const [asked] = judgementsOf(recordOf(undated, infusion('a1', '2025-03-01', '2025-03-03')));

  expect(asked?.timeline()).toEqual({ zone: 'UTC', days: [], infusions: [], doubtful: [], stays: [] });
});

test('of infusions that begin together the drawing names the first by reference first, and leaves out what was not charted', () => {
  const bare = (id: string) => infusion(id, '2025-03-01', '2025-03-02', { dosage: { route: { text: 'IV' } } });
  const [asked] = judgementsOf(recordOf(claim({ item: [perDiemItem(1, '2025-03-01', '2025-03-01', 1)] }), bare('b2'), bare('b1')));
  const both = { start: at('01T00:00:00'), end: at('03T00:00:00') };

  expect(asked?.timeline().infusions).toEqual([
    { reference: administration('b1'), ...both },
    { reference: administration('b2'), ...both },
  ]);
});

describe('a stay beside the days', () => {
  const asked = claim({ item: [perDiemItem(1, '2025-03-02', '2025-03-03', 2)] });
  const drawn = (start: string, end: string) =>
    judgementsOf(recordOf(asked, infusion('a1', '2025-03-02', '2025-03-03'), stay('e1', start, end)))[0]?.timeline().stays.length;

  test.each([
    ['ends as they begin', '2025-03-01T10:00:00Z', '2025-03-02T00:00:00Z', 0],
    ['ends a second later', '2025-03-01T10:00:00Z', '2025-03-02T00:00:01Z', 1],
    ['begins a second before they end', '2025-03-03T23:59:59Z', '2025-03-09T00:00:00Z', 1],
    ['begins as they end', '2025-03-04T00:00:00Z', '2025-03-09T00:00:00Z', 0],
  ])('that %s', (_, start, end, count) => {
    expect(drawn(start, end)).toBe(count);
  });
});

describe('administrations named as evidence of a day', () => {
  const many = (count: number) =>
    answerOf(
      recordOf(
        claim({ item: [perDiemItem(1, '2025-03-02', '2025-03-02', 1)] }),
        ...Array.from({ length: count }, (_, i) => infusion(`a${1000 + i}`, '2025-03-02', '2025-03-02')),
      ),
    );

  test('are all of 199', () => {
    const { days, notes } = many(199);
    expect(days[0]?.evidence).toHaveLength(199);
    expect(notes).toEqual([]);
  });

  test('are the first 200 of 201, with a note', () => {
    const { days, notes, administrations } = many(201);
    expect(days[0]?.evidence).toHaveLength(200);
    expect(days[0]?.evidence.at(-1)).toBe(administration('a1199'));
    expect(administrations).toHaveLength(201);
    expect(notes).toEqual(["Of a day's administrations at most 200 are named as evidence, the first by reference; all were counted."]);
  });
});
