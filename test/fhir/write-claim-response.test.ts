import { describe, expect, test } from 'vitest';
import { allowed, DAY, DENIED, denied, money, OURS, ofRule, THREE_DAYS, units, usd, writeValid } from '../support/claim-response-parts.ts';
import { assessmentOf, claimOf, findingOf, itemOf, judgementOf, perDiem } from '../support/judgements.ts';

const SPAN = { group: 'CO', carc: '151', rarc: ['N362'] } as const;
const reduced = judgementOf(
  claimOf([itemOf(1, 'S9326', { unitPrice: usd(120.1), net: usd(720.6), quantity: { value: 6 } })]),
  assessmentOf(
    [
      perDiem(1, [
        ...allowed(...THREE_DAYS),
        ...denied('day-supported', '2025-03-06'),
        { decision: 'denied', rule: 'units-within-span', count: 2 },
      ]),
    ],
    {
      findings: [
        findingOf('care-zone-known', { verdict: 'undetermined', effect: 'advise' }),
        findingOf('day-supported', { line: 1, dates: ['2025-03-06'], ...DAY }),
        findingOf('units-within-span', { line: 1, ...SPAN }),
        findingOf('progress-documented', { line: 1, effect: 'advise', group: 'CO', carc: '16', rarc: ['N706'] }),
      ],
      days: [
        { date: '2025-03-03', supported: true, infusedMinutes: 840, evidence: ['MedicationAdministration/a1', 'Bundle.entry[4]'] },
        { date: '2025-03-06', supported: false, reason: 'no-infusion', infusedMinutes: 0, evidence: [] },
      ],
      notes: ['A note.'],
    },
  ),
);

describe('the whole answer', () => {
  test('of a reduced claim with excess units', () => {
    expect(writeValid(reduced, { id: 'r1' })).toEqual({
      resourceType: 'ClaimResponse',
      id: 'r1',
      extension: [
        { url: `${OURS}/StructureDefinition/decision`, valueCode: 'reduced' },
        { url: `${OURS}/StructureDefinition/rule-set`, valueString: '2026.11.1' },
        {
          url: `${OURS}/StructureDefinition/care-zone`,
          extension: [
            { url: 'zone', valueString: 'America/Chicago' },
            { url: 'source', valueCode: 'patient' },
          ],
        },
        {
          url: `${OURS}/StructureDefinition/policy`,
          extension: [
            { url: 'id', valueString: 'baseline' },
            { url: 'dayCounting', valueCode: 'access-days' },
          ],
        },
        {
          url: `${OURS}/StructureDefinition/day-ledger`,
          extension: [
            { url: 'date', valueDate: '2025-03-03' },
            { url: 'supported', valueBoolean: true },
            { url: 'infusedMinutes', valueUnsignedInt: 840 },
            { url: 'evidence', valueReference: { reference: 'MedicationAdministration/a1' } },
            { url: 'evidence', valueString: 'Bundle.entry[4]' },
          ],
        },
        {
          url: `${OURS}/StructureDefinition/day-ledger`,
          extension: [
            { url: 'date', valueDate: '2025-03-06' },
            { url: 'supported', valueBoolean: false },
            { url: 'reason', valueCode: 'no-infusion' },
            { url: 'infusedMinutes', valueUnsignedInt: 0 },
          ],
        },
      ],
      status: 'active',
      type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'professional' }] },
      use: 'claim',
      patient: { reference: 'Patient/p1' },
      created: '2025-04-01T00:00:00Z',
      insurer: { reference: 'Organization/payer', display: 'Acme Health Plan' },
      requestor: { reference: 'Organization/home-infusion', display: 'Home Infusion Inc' },
      request: { reference: 'Claim/c1' },
      outcome: 'complete',
      disposition: 'Reduced: 3 of 6 units of S9326 allowed, 3 denied.',
      preAuthRef: 'PA-1',
      item: [
        {
          extension: [
            ...THREE_DAYS.map((date) => ({
              url: `${OURS}/StructureDefinition/per-diem-unit`,
              extension: [
                { url: 'date', valueDate: date },
                { url: 'decision', valueCode: 'allowed' },
              ],
            })),
            {
              url: `${OURS}/StructureDefinition/per-diem-unit`,
              extension: [
                { url: 'date', valueDate: '2025-03-06' },
                { url: 'decision', valueCode: 'denied' },
                { url: 'rule', valueCode: 'day-supported' },
              ],
            },
            {
              url: `${OURS}/StructureDefinition/per-diem-unit`,
              extension: [
                { url: 'decision', valueCode: 'denied' },
                { url: 'rule', valueCode: 'units-within-span' },
                { url: 'count', valuePositiveInt: 2 },
              ],
            },
          ],
          itemSequence: 1,
          noteNumber: [2, 3, 4],
          adjudication: [
            money('submitted', 720.6),
            money('eligible', 360.3),
            units(3),
            { category: DENIED, reason: ofRule('day-supported', DAY), value: 1 },
            { category: DENIED, reason: ofRule('units-within-span', SPAN), value: 2 },
          ],
        },
      ],
      total: [money('submitted', 720.6), money('eligible', 360.3)],
      processNote: [
        { number: 1, type: 'display', text: 'Message of care-zone-known. Fix of care-zone-known.' },
        { number: 2, type: 'display', text: 'Message of day-supported. Fix of day-supported.' },
        { number: 3, type: 'display', text: 'Message of units-within-span. Fix of units-within-span.' },
        { number: 4, type: 'display', text: 'Message of progress-documented. Fix of progress-documented.' },
        { number: 5, type: 'display', text: 'A note.' },
      ],
      insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v1' } }],
    });
  });
});

test('a deployment sets the base of our canonical URLs', () => {
  const text = JSON.stringify(writeValid(reduced, { canonicalBase: 'https://payer.example/fhir/' }));
  expect(text).toContain('"https://payer.example/fhir/StructureDefinition/day-ledger"');
  expect(text).toContain('"https://payer.example/fhir/CodeSystem/rules"');
  expect(text).not.toContain('s9326.org');
});
