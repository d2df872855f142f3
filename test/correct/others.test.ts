import { describe, expect, test } from 'vitest';
import { infusion, perDiemItem } from '../support/build-record.ts';
import { beside, correctionOf, inShort, sixDays, usd } from './lines-in-short.ts';

describe('lines beside S9326', () => {
  test.each(['S9325', 'S9327', 'S9328', 'S9810', 'S5498', 'A4222'])('%s goes from the days of S9326', (code) => {
    const correction = correctionOf([sixDays(), beside(2, code, '2025-03-03', '2025-03-08', 6)]);

    expect(inShort(correction)?.lines).toEqual(['1 S9326 2025-03-03/2025-03-08 x6']);
    expect(correction?.changes.map(({ text }) => text)).toEqual([`${code} taken off: 2025-03-03 to 2025-03-08.`]);
  });

  test('a line refused on some of its dates keeps the others, one unit each, at its unit price', () => {
    const correction = correctionOf([sixDays(), beside(2, 'A4222', '2025-03-01', '2025-03-10', 10, { net: usd(100) })]);

    expect(inShort(correction)?.lines).toEqual([
      '1 S9326 2025-03-03/2025-03-08 x6',
      '2 A4222 2025-03-01/2025-03-02 x2',
      '3 A4222 2025-03-09/2025-03-10 x2',
    ]);
    expect(correction?.claim?.item?.map(({ net }) => net?.value)).toEqual([undefined, 20, 20]);
  });

  test('where its units cannot be told apart by date it goes whole, and is named', () => {
    const correction = correctionOf([sixDays(), beside(2, 'A4221', '2025-03-01', '2025-03-14', 2)]);

    expect(inShort(correction)?.lines).toEqual(['1 S9326 2025-03-03/2025-03-08 x6']);
    expect(correction?.notCorrected).toEqual([
      'Line 2: which of its units of A4221 are of 2025-03-01 to 2025-03-02, 2025-03-09 to 2025-03-14 cannot be told. Bill these on a line of their own.',
    ]);
  });

  test('as many units of a drug as dates is chance: it goes whole too', () => {
    const policy = { codes: { included: { add: ['J7050'], carveOut: [] } } };
    const correction = correctionOf([sixDays(), beside(2, 'J7050', '2025-03-05', '2025-03-10', 6)], { policy });

    expect(inShort(correction)?.lines).toEqual(['1 S9326 2025-03-03/2025-03-08 x6']);
    expect(correction?.notCorrected).toEqual([expect.stringContaining('cannot be told')]);
  });

  test('what a policy only pends stays, and is named', () => {
    const item = [perDiemItem(1, '2025-03-03', '2025-03-08', 7), beside(2, 'A4222', '2025-03-03', '2025-03-08', 6)];
    const correction = correctionOf(item, { policy: { effects: { 'supplies-included': 'pend' } } });

    expect(inShort(correction)?.lines).toEqual(['1 S9326 2025-03-03/2025-03-08 x6', '2 A4222 2025-03-03/2025-03-08 x6']);
    expect(correction?.notCorrected).toEqual([expect.stringContaining('it is in the per diem')]);
  });

  test('another therapy beside S9326 gets SH, a further one SJ', () => {
    const item = [sixDays(), beside(2, 'S9500', '2025-03-03', '2025-03-10', 8), beside(3, 'S9338', '2025-03-03', '2025-03-08', 6)];

    expect(inShort(correctionOf(item))).toEqual({
      lines: [
        '1 S9326 2025-03-03/2025-03-08 x6',
        '2 S9500-SH 2025-03-03/2025-03-08 x6',
        '3 S9500 2025-03-09/2025-03-10 x2',
        '4 S9338-SJ 2025-03-03/2025-03-08 x6',
      ],
      changes: [
        '2 concurrent-therapy-modified: SH put on S9500, beside S9326: 2025-03-03 to 2025-03-08.',
        '3 concurrent-therapy-modified: SJ put on S9338, beside S9326: 2025-03-03 to 2025-03-08.',
      ],
    });
  });

  test('a drug has the code of its day, in the units of that code and at the price of the line', () => {
    const drug = beside(2, 'J1170', '2025-03-03', '2025-03-08', 12, { unitPrice: usd(6.02), net: usd(72.24) });
    const correction = correctionOf([sixDays(), drug]);

    expect(inShort(correction)).toEqual({
      lines: ['1 S9326 2025-03-03/2025-03-08 x6', '2 J1171 2025-03-03/2025-03-08 x480'],
      changes: [
        '2 code-in-force: 12 units of J1170 (4 mg each) billed as 480 units of J1171 (0.1 mg each): check them against the amount given.',
      ],
    });
    expect(correction?.claim?.item?.[1]).toMatchObject({ unitPrice: usd(0.1505), net: usd(72.24) });
  });

  test.each([
    ['J2001', 'three codes follow'],
    ['S0020', 'the next code counts another thing'],
    ['J3490', 'nobody says which drug it is'],
    ['99602', 'the visit is not billed'],
  ])('%s stays as it is, and is named: %s', (code) => {
    const item = [sixDays(), beside(2, code, '2025-03-03', '2025-03-08', 6), beside(3, 'A4222', '2025-03-03', '2025-03-03', 1)];
    const correction = correctionOf(item);

    expect(inShort(correction)?.lines).toEqual(['1 S9326 2025-03-03/2025-03-08 x6', `2 ${code} 2025-03-03/2025-03-08 x6`]);
    expect(correction?.notCorrected).toEqual([expect.stringContaining(code)]);
  });

  test('a drug line that runs over the end of its code is for a biller to split', () => {
    const others = [infusion('a1', '2024-09-29T08:00:00Z', '2024-10-02T20:00:00Z')];
    const item = [perDiemItem(1, '2024-09-29', '2024-10-02', 5), beside(2, 'J1170', '2024-09-29', '2024-10-02', 4)];
    const correction = correctionOf(item, { others, claim: { created: '2024-10-20' } });

    expect(inShort(correction)?.lines).toEqual(['1 S9326 2024-09-29/2024-10-02 x4', '2 J1170 2024-09-29/2024-10-02 x4']);
    expect(correction?.notCorrected).toEqual([
      'J1170 on line 2 may not be billed for 2024-10-01 to 2024-10-02. Bill J1171, and mind its unit.',
    ]);
  });
});
