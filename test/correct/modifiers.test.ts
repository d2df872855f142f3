import { describe, expect, test } from 'vitest';
import { coded, HCPCS, type Json, PATIENT, perDiemItem } from '../support/build-record.ts';
import { beside, correctionOf, inShort, modified, SIX_DAYS, sixDays } from './lines-in-short.ts';

const benefitOf = (allowedUnsignedInt: number, usedUnsignedInt: number): Json => ({
  resourceType: 'CoverageEligibilityResponse',
  id: 'b1',
  status: 'active',
  patient: PATIENT,
  insurance: [{ item: [{ productOrService: coded(HCPCS, 'S9326'), benefit: [{ allowedUnsignedInt, usedUnsignedInt }] }] }],
});

describe('modifiers and diagnoses of S9326', () => {
  test('SH comes off where no other therapy stands, and stays where one does', () => {
    const other = beside(2, 'S9500', '2025-03-05', '2025-03-06', 2);

    expect(inShort(correctionOf([sixDays(modified('SH')), other]))).toEqual({
      lines: [
        '1 S9326 2025-03-03/2025-03-04 x2',
        '2 S9326-SH 2025-03-05/2025-03-06 x2',
        '3 S9326 2025-03-07/2025-03-08 x2',
        '4 S9500 2025-03-05/2025-03-06 x2',
      ],
      changes: ['1 modifiers-consistent: SH taken off: 2025-03-03 to 2025-03-04, 2025-03-07 to 2025-03-08.'],
    });
  });

  test.each([
    ['one other therapy, unmarked', [[]], 'S9326-SH'],
    ['one other therapy, marked', [['SH']], 'S9326'],
    ['two others, of which one has SH', [['SH'], []], 'S9326-SJ'],
    ['two others, of which one has SJ', [['SJ'], []], 'S9326-SH'],
  ])('of both SH and SJ the place that is free stays: %s', (_, others, expected) => {
    const lines = others.map((codes, i) =>
      beside(i + 2, 'S9500', '2025-03-03', '2025-03-08', 6, codes.length > 0 ? modified(...codes) : {}),
    );
    const correction = correctionOf([sixDays(modified('SH', 'SJ')), ...lines]);

    expect(inShort(correction)?.lines?.[0]).toBe(`1 ${expected} 2025-03-03/2025-03-08 x6`);
  });

  test('SS comes off a service at home', () => {
    expect(inShort(correctionOf([sixDays(modified('SS', '59'))]))).toEqual({
      lines: ['1 S9326-59 2025-03-03/2025-03-08 x6'],
      changes: ['1 modifiers-consistent: SS taken off: 2025-03-03 to 2025-03-08.'],
    });
  });

  test('a unit freed of a modifier stands only where the record supports it, and its date is not taken', () => {
    const item = [perDiemItem(1, '2025-03-01', '2025-03-05', 5, modified('SH', 'SJ')), perDiemItem(2, '2025-03-05', '2025-03-08', 4)];

    expect(inShort(correctionOf(item))?.lines).toEqual(['1 S9326 2025-03-03/2025-03-04 x2', '2 S9326 2025-03-05/2025-03-08 x4']);
  });

  test('units that are freed and find the benefit used up go again', () => {
    const others = [SIX_DAYS, benefitOf(10, 6)];

    expect(inShort(correctionOf([sixDays(modified('SH'))], { others }))).toEqual({
      lines: ['1 S9326 2025-03-03/2025-03-06 x4'],
      changes: [
        '1 modifiers-consistent: SH taken off: 2025-03-03 to 2025-03-08.',
        '1 benefit-units-left: 2 units taken off: 2025-03-07 to 2025-03-08.',
      ],
    });
  });

  test('units are not freed where they would use up what other lines are allowed', () => {
    const others = [SIX_DAYS, benefitOf(4, 0)];
    const item = [perDiemItem(1, '2025-03-03', '2025-03-05', 3, modified('SH')), perDiemItem(2, '2025-03-06', '2025-03-08', 3)];

    expect(inShort(correctionOf(item, { others }))).toEqual({
      lines: ['1 S9326 2025-03-06/2025-03-08 x3'],
      changes: ['1 modifiers-consistent: 3 units taken off: 2025-03-03 to 2025-03-05.'],
    });
  });

  test('pointers to a diagnosis that is not there come off', () => {
    const correction = correctionOf([sixDays({ diagnosisSequence: [1, 7] })]);

    expect(inShort(correction)?.changes).toEqual([
      '1 diagnosis-present: Pointer to diagnosis 7 taken off: the claim has no such diagnosis.',
    ]);
    expect(correction?.claim?.item?.[0]?.diagnosisSequence).toEqual([1]);
    expect(correctionOf([sixDays({ diagnosisSequence: [7] })])?.claim?.item?.[0]).not.toHaveProperty('diagnosisSequence');
  });
});
