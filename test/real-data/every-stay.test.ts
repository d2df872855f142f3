import type { MedicationAdministration } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { type Assessment, isPerDiemLine, type UnitAnswer } from '../../src/assessment.ts';
import { writeClaimResponse } from '../../src/index.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { claimsAround } from './around.ts';
import { judgeAll, judgeAround } from './judge.ts';
import { shuffled } from './shuffle.ts';
import { byPatient, byStay, ICU_SOURCES, icuRows } from './sources.ts';

/** All that may refuse a unit of a claim whose only question is what was infused. */
const RULES_OF_EVIDENCE: readonly unknown[] = ['day-supported', 'infusion-continuous'];

const unitsOf = ({ lines }: Assessment): UnitAnswer[] => lines.flatMap((line) => (isPerDiemLine(line) ? line.units : []));

test('the sources are whole: 330 rows of 19 patients, 3,375 readings of 64', () => {
  const [mimic, eicu] = ICU_SOURCES.map(icuRows) as [MedicationAdministration[], MedicationAdministration[]];
  expect([mimic.length, byPatient(mimic).size, byStay(mimic).size]).toEqual([330, 19, 26]);
  expect([eicu.length, byPatient(eicu).size, byStay(eicu).size]).toEqual([3375, 64, 64]);
});

describe.each(ICU_SOURCES)('every patient and every stay of %s', (source) => {
  const rows = icuRows(source);
  const groups = [...byPatient(rows), ...byStay(rows)].map(([name, group]) => ({ name, group }));

  test.each(groups)('$name is claimed with valid Claims, a Patient and a Coverage', ({ group }) => {
    const { bundle, claims } = claimsAround(group);
    const all = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
    const made = all.filter(({ resourceType }) => resourceType !== 'MedicationAdministration');
    expect(made.map(({ resourceType }) => resourceType)).toEqual([...claims.map(() => 'Claim'), 'Patient', 'Coverage']);
    expect(made.flatMap((resource) => problemsOf(resource))).toEqual([]);
  });

  test.each(groups)('$name is judged: each submitted unit is answered once, and none is allowed without a supported date', ({ group }) => {
    for (const { assessment } of judgeAround(group)) {
      const { units, lines, days } = assessment;
      expect(units.allowed + units.denied + units.pended).toBe(units.submitted);
      expect(units.submitted).toBe(lines.reduce((sum, { submitted }) => sum + submitted, 0));
      const supported = new Set(days.filter((day) => day.supported).map(({ date }) => date));
      const allowed = unitsOf(assessment).filter(({ decision }) => decision === 'allowed');
      expect(allowed).toHaveLength(units.allowed);
      expect(new Set(allowed.map(({ date }) => date)).size).toBe(units.allowed);
      expect(allowed.filter(({ date }) => !supported.has(date ?? ''))).toEqual([]);
      expect(units.allowed).toBeLessThanOrEqual(supported.size);
    }
  });

  test.each(groups)('$name loses units to what was infused only, and keeps one on each billed date that is supported', ({ group }) => {
    for (const { assessment } of judgeAround(group)) {
      const units = unitsOf(assessment);
      expect(units.flatMap(({ rule = RULES_OF_EVIDENCE[0] }) => (RULES_OF_EVIDENCE.includes(rule) ? [] : [rule]))).toEqual([]);
      const billed = new Set(units.map(({ date }) => date));
      expect(assessment.units.allowed).toBe(assessment.days.filter(({ date, supported }) => supported && billed.has(date)).length);
      expect(assessment.careZone).toEqual({ zone: 'UTC', source: 'patient' });
    }
  });

  test.each(groups)('$name has each administration answered once, as evidence or with a reason', ({ group }) => {
    const sent = group.map(({ id }) => `MedicationAdministration/${id}`).sort();
    for (const { administrations } of judgeAround(group).map(({ assessment }) => assessment)) {
      expect(administrations.map(({ reference }) => reference)).toEqual(sent);
      expect(administrations.filter(({ evidence, reason }) => evidence === (reason !== undefined))).toEqual([]);
    }
  });

  test.each(groups)('$name has runs in order, further apart than the merge gap, each infused for no more than its length', ({ group }) => {
    for (const { runs } of judgeAround(group).map(({ assessment }) => assessment))
      runs.forEach(({ start, end, spanMinutes, infusedMinutes }, i) => {
        expect((Date.parse(end) - Date.parse(start)) / 60_000).toBe(spanMinutes);
        expect(infusedMinutes).toBeLessThanOrEqual(spanMinutes);
        const gap = Date.parse(start) - Date.parse(runs[i - 1]?.end ?? '0000-01-01');
        expect(gap).toBeGreaterThan(60 * 60_000);
      });
  });

  test.each(groups)('$name gives the same answers in any order of entries', ({ group }) => {
    const { bundle, asOf } = claimsAround(group);
    const straight = judgeAll(bundle, asOf);
    for (const seed of [1, 2, 3]) {
      const other = judgeAll({ ...bundle, entry: shuffled(bundle.entry ?? [], seed) }, asOf);
      expect(JSON.stringify(other.map(({ assessment }) => assessment))).toBe(JSON.stringify(straight.map(({ assessment }) => assessment)));
      expect(other.map((judgement) => writeClaimResponse(judgement))).toEqual(straight.map((judgement) => writeClaimResponse(judgement)));
    }
  });

  test.each(groups)('$name is answered with valid ClaimResponses', ({ group }) => {
    for (const judgement of judgeAround(group)) expect(problemsOf(writeClaimResponse(judgement), judgement.claim)).toEqual([]);
  });
});
