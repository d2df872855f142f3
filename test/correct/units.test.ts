import { describe, expect, test } from 'vitest';
import { infusion, perDiemItem, stay } from '../support/build-record.ts';
import { correctionOf, inShort, SIX_DAYS, sixDays } from './lines-in-short.ts';

describe('units and dates of S9326', () => {
  test('units on days without support go, and those that stand are spans of their own', () => {
    const correction = correctionOf([perDiemItem(1, '2025-03-01', '2025-03-10', 10)], {
      others: [SIX_DAYS, stay('e1', '2025-03-04T10:00:00Z', '2025-03-06T10:00:00Z')],
    });

    expect(inShort(correction)).toEqual({
      lines: ['1 S9326 2025-03-03/2025-03-04 x2', '2 S9326 2025-03-06/2025-03-08 x3'],
      changes: [
        '1 day-supported: 4 units taken off: 2025-03-01 to 2025-03-02, 2025-03-09 to 2025-03-10.',
        '1 not-inpatient: 1 unit taken off: 2025-03-05.',
      ],
    });
  });

  test('units beyond the dates go', () => {
    expect(inShort(correctionOf([perDiemItem(1, '2025-03-03', '2025-03-08', 9)]))).toEqual({
      lines: ['1 S9326 2025-03-03/2025-03-08 x6'],
      changes: ['1 units-within-span: 3 units taken off.'],
    });
  });

  test('fewer units than dates have as many dates; the days between are named and not added', () => {
    const correction = correctionOf([perDiemItem(1, '2025-03-04', '2025-03-07', 2)]);

    expect(inShort(correction)).toEqual({
      lines: ['1 S9326 2025-03-04/2025-03-05 x2'],
      changes: ['1 units-match-span: As many dates as units: 2025-03-04 to 2025-03-05.'],
    });
    expect(correction?.notCorrected).toEqual([
      'Supported by the record and not billed: 2025-03-03, 2025-03-06 to 2025-03-08. Add them if they were served.',
    ]);
  });

  test('a quantity that is not stated is one unit', () => {
    const { quantity: _, ...item } = perDiemItem(1, '2025-03-03', '2025-03-08', 6);

    expect(inShort(correctionOf([item]))?.lines).toEqual(['1 S9326 2025-03-03 x1']);
  });

  test('lines that overlap leave each date to the first that bills it', () => {
    expect(inShort(correctionOf([perDiemItem(1, '2025-03-03', '2025-03-06', 4), perDiemItem(2, '2025-03-05', '2025-03-08', 4)]))).toEqual({
      lines: ['1 S9326 2025-03-03/2025-03-06 x4', '2 S9326 2025-03-07/2025-03-08 x2'],
      changes: ['2 one-per-diem-per-day: 2 units taken off: 2025-03-05 to 2025-03-06.'],
    });
  });

  test('one calendar month on a line where the payer asks so, and only there', () => {
    const others = [infusion('a1', '2025-03-28T08:00:00Z', '2025-04-02T20:00:00Z')];
    const item = [perDiemItem(1, '2025-03-28', '2025-04-02', 6)];

    expect(inShort(correctionOf(item, { others, parameters: { lineSpan: 'calendar-month' } }))).toEqual({
      lines: ['1 S9326 2025-03-28/2025-03-31 x4', '2 S9326 2025-04-01/2025-04-02 x2'],
      changes: ['1 units-match-span: Split by calendar month: 2025-03-28 to 2025-03-31; 2025-04-01 to 2025-04-02.'],
    });
    expect(correctionOf(item, { others })).toBeUndefined();
  });

  test('fewer units than dates over two months: as many dates, then a line a month', () => {
    const others = [infusion('a1', '2025-03-28T08:00:00Z', '2025-04-03T20:00:00Z')];
    const correction = correctionOf([perDiemItem(1, '2025-03-28', '2025-04-03', 6)], {
      others,
      parameters: { lineSpan: 'calendar-month' },
    });

    expect(inShort(correction)?.lines).toEqual(['1 S9326 2025-03-28/2025-03-31 x4', '2 S9326 2025-04-01/2025-04-02 x2']);
  });

  test('units that wait are left out and named, with what would settle them', () => {
    const doubtful = infusion('a2', '2025-03-10T08:00:00Z', undefined);
    const correction = correctionOf([perDiemItem(1, '2025-03-03', '2025-03-11', 9)], { others: [SIX_DAYS, doubtful] });

    expect(inShort(correction)).toEqual({
      lines: ['1 S9326 2025-03-03/2025-03-08 x6'],
      changes: [
        '1 day-supported: 1 unit taken off: 2025-03-09.',
        '1 day-supported: 2 units left out until settled: 2025-03-10 to 2025-03-11.',
      ],
    });
    expect(correction?.notCorrected).toEqual([
      '2025-03-10 to 2025-03-11: what is on record may be an infusion, but does not show one. Send the end of the infusion that is charted without one.',
    ]);
  });

  test('a line whose dates or units cannot be used goes, and is named', () => {
    const correction = correctionOf([sixDays(), perDiemItem(2, '2025-03-04', '2025-03-05', 2.5)]);

    expect(inShort(correction)).toEqual({ lines: ['1 S9326 2025-03-03/2025-03-08 x6'], changes: ['2 units-stated: 1 unit taken off.'] });
    expect(correction?.notCorrected).toEqual([
      'Line 2 bills 2.5 units: S9326 is billed in whole units, one a day. Bill one unit for each supported day.',
    ]);
  });
});
