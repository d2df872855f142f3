import type { MedicationAdministration } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { assessStay, infusedMinutes, supportedDays } from './judge.ts';
import { byStay, icuRows } from './sources.ts';

const rows = icuRows('mimic-iii-demo');
const stays = [...byStay(rows)].map(([stay, group]) => ({ stay: stay.slice(0, 8), group }));
const isSuperseded = ({ status }: MedicationAdministration) => status === 'entered-in-error';
const superseded = new Set(rows.filter(isSuperseded).map(({ id }) => `MedicationAdministration/${id}`));

/** What a reader would see that takes every charted row for given. */
const asIfGiven = (row: MedicationAdministration): MedicationAdministration => (isSuperseded(row) ? { ...row, status: 'completed' } : row);

const figuresOf = (group: readonly MedicationAdministration[]) => {
  const assessment = assessStay(group);
  return { supported: supportedDays(assessment), minutes: infusedMinutes(assessment) };
};

describe('rows that MIMIC charted anew ("Rewritten") are entered-in-error', () => {
  test('58 of the 330 rows are, and that is their reason whatever else they state', () => {
    const answers = stays.flatMap(({ group }) => assessStay(group).administrations).filter(({ reference }) => superseded.has(reference));
    expect(answers.map(({ evidence, reason }) => ({ evidence, reason }))).toEqual(
      Array(58).fill({ evidence: false, reason: 'entered-in-error' }),
    );
  });

  test('none is named as evidence of a day or of a finding', () => {
    const named = stays.flatMap(({ group }) => {
      const { days, findings } = assessStay(group);
      return [...days, ...findings].flatMap(({ evidence }) => evidence);
    });
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((reference) => superseded.has(reference))).toEqual([]);
  });

  test.each(stays)('$stay: a record without them gives the same runs and the same supported dates', ({ group }) => {
    const [whole, without] = [assessStay(group), assessStay(group.filter((row) => !isSuperseded(row)))];
    expect(without.runs).toEqual(whole.runs);
    expect(without.days.filter(({ supported }) => supported)).toEqual(whole.days.filter(({ supported }) => supported));
  });
});

/**
 * The rows matter: were they counted, six stays would grow. Each number was worked out from the rows before it was compared.
 * 57c1910c: nothing but 10-17 17:55 to 10-19 19:55 = 3,000 min on three dates.
 * 386d1d61: 438f05 covers the 9 min from 11-14 05:13. dc125b4b: f477eb ends 10:52, not 10:35: 17. f65c9b55: 7f8b88 covers 22:24 to 22:26: 2.
 * dd2740ed: 0c3474 fills 02-13 00:00 to 02-17 04:00 = 6,000, for 2,000 + 880; 8c1916 fills 02-25 15:38 to 18:15 = 157: 3,120 + 157 = 3,277.
 * 7230a3cc: 03-17 22:50 to 03-24 00:19 without a gap = 145 h 29 = 8,729, for 1,110 + 721 + 2,273 = 4,104; eight dates for five.
 */
const WERE_THEY_COUNTED: Readonly<Record<string, { readonly days: number; readonly minutes: number }>> = {
  '57c1910c': { days: 3, minutes: 3000 },
  '386d1d61': { days: 0, minutes: 9 },
  dc125b4b: { days: 0, minutes: 17 },
  f65c9b55: { days: 0, minutes: 2 },
  dd2740ed: { days: 0, minutes: 3277 },
  '7230a3cc': { days: 3, minutes: 4625 },
};

describe('were superseded rows counted', () => {
  test.each(stays)('$stay would grow by exactly what its rows add', ({ stay, group }) => {
    const [right, wrong] = [figuresOf(group), figuresOf(group.map(asIfGiven))];
    const grown = { days: wrong.supported - right.supported, minutes: wrong.minutes - right.minutes };
    expect(grown).toEqual(WERE_THEY_COUNTED[stay] ?? { days: 0, minutes: 0 });
  });

  test('all stays together would be paid 47 days for 41', () => {
    const total = (groups: readonly (readonly MedicationAdministration[])[]) =>
      groups.reduce((sum, group) => sum + figuresOf(group).supported, 0);
    const groups = stays.map(({ group }) => group);
    expect([total(groups), total(groups.map((group) => group.map(asIfGiven)))]).toEqual([41, 47]);
  });
});
