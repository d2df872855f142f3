import { describe, expect, test } from 'vitest';
import { claim, coded, coverage, HCPCS, infusion, type Json, perDiemItem, recordOf } from '../support/build-record.ts';
import { correctAll, optionsOf } from './correcting.ts';
import { beside, correctionOf, SIX_DAYS, sixDays, usd } from './lines-in-short.ts';

describe('the claim', () => {
  const priced = { total: usd(900), item: [perDiemItem(3, '2025-03-03', '2025-03-11', 9, { unitPrice: usd(100), net: usd(900) })] };

  test('names the one that it replaces, is of the day on which it was asked for, and is marked as a proposal', () => {
    const meta = { versionId: '4', lastUpdated: '2025-04-02T00:00:00Z', security: [{ code: 'R' }], tag: [{ code: 'batch-7' }] };
    const associated = { claim: { reference: 'Claim/c0' }, relationship: { coding: [{ code: 'associated' }] } };
    const more = { ...priced, meta, identifier: [{ value: '17' }], related: [associated] };
    const { claim: proposal } = correctionOf(priced.item, { claim: more, asOf: '2025-05-02T10:00:00Z' }) ?? {};

    const { item: _, total: __, ...head } = claim();
    const { id: ___, ...kept } = head;
    expect(proposal).toEqual({
      ...kept,
      meta: {
        security: [{ code: 'R' }],
        tag: [{ code: 'batch-7' }, { system: 'https://s9326.org/fhir/CodeSystem/tag', code: 'proposal' }],
      },
      created: '2025-05-02T10:00:00Z',
      related: [
        {
          claim: { reference: 'Claim/c1' },
          relationship: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship', code: 'prior' }] },
        },
        associated,
      ],
      item: [
        {
          sequence: 1,
          diagnosisSequence: [1],
          productOrService: coded(HCPCS, 'S9326'),
          servicedPeriod: { start: '2025-03-03', end: '2025-03-08' },
          locationCodeableConcept: { coding: [{ code: '12' }] },
          quantity: { value: 6 },
          unitPrice: usd(100),
          net: usd(600),
        },
      ],
      total: usd(600),
    });
  });

  test('is as timely as the first: a year and more after the service', () => {
    expect(correctionOf(priced.item, { asOf: '2026-09-01T00:00:00Z' })?.claim).toBeDefined();
  });

  test('has no total where a line has no price', () => {
    const correction = correctionOf([...priced.item, beside(4, '99601', '2025-03-04', '2025-03-04', 1)], { claim: { total: usd(900) } });

    expect(correction?.claim).not.toHaveProperty('total');
  });

  test('is not written where nothing is to be changed', () => {
    expect(correctionOf([sixDays()])).toBeUndefined();
    expect(correctionOf([sixDays()], { claim: { status: 'draft' } })).toBeUndefined();
    expect(correctionOf([perDiemItem(1, '2025-03-01', '2025-03-10', 9)], { claim: { use: 'preauthorization' } })).toBeUndefined();
  });

  test.each([
    ['the coverage is of somebody else', [SIX_DAYS, coverage({ beneficiary: { reference: 'Patient/p2' } })], {}, 'Coverage/v1'],
    ['no diagnosis', [SIX_DAYS], { diagnosis: [] }, 'The claim has no diagnosis.'],
    ['no administration was sent', [], {}, 'No MedicationAdministration of the patient was sent'],
    ['nothing was infused', [infusion('a1', '2025-05-01T00:00:00Z', '2025-05-03T00:00:00Z')], {}, 'No infusion is on record'],
    ['it cannot be named', [SIX_DAYS], { id: undefined, identifier: undefined }, 'neither id nor identifier'],
  ])('is not written where nothing would stand, and that is said: %s', (_, others, more, words) => {
    const bundle = JSON.parse(
      JSON.stringify(recordOf(claim({ item: [perDiemItem(1, '2025-03-03', '2025-03-10', 8)], ...more }), ...others)),
    );
    const [only] = correctAll(bundle, optionsOf());

    expect(only?.correction).toMatchObject({ changes: [], notCorrected: expect.arrayContaining([expect.stringContaining(words)]) });
    expect(only?.correction).not.toHaveProperty('claim');
  });

  test('is not written again where a replacement already stands', () => {
    const item = [perDiemItem(1, '2025-03-03', '2025-03-10', 8)];
    const bundle = recordOf(claim({ item }), SIX_DAYS);
    const [first] = correctAll(bundle, optionsOf());
    const sent = {
      ...bundle,
      entry: [...(bundle.entry as Json[]), { resource: { ...first?.correction?.claim, id: 'c2', created: '2025-05-01' } }],
    };

    const [original, replacement] = correctAll(sent, optionsOf());

    expect([original?.judgement.claim.id, replacement?.correction]).toEqual(['c1', undefined]);
    expect(original?.correction).toEqual({ changes: [], notCorrected: ['Claim/c2 replaces the claim already: correct that one.'] });
  });

  test('a time zone that nobody names and that would decide what is left is told', () => {
    // Six dates of the line stand in UTC, and six in Chicago, but not the same.
    const others = [{ resourceType: 'Patient', id: 'p1' }, infusion('a1', '2025-03-04T02:00:00Z', '2025-03-09T02:00:00Z')];
    const correction = correctionOf([perDiemItem(1, '2025-03-03', '2025-03-09', 7)], { others });

    expect(correction?.claim).toBeUndefined();
    expect(correction?.notCorrected[0]).toContain('does not say in which time zone');
  });
});
