/** What must hold of units, whatever is billed and whatever is on record. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Assessment, isPerDiemLine, type Units } from '../../src/assessment.ts';
import { writeClaimResponse } from '../../src/index.ts';
import { answerOf, judgementsOf } from '../support/build-answer.ts';
import { AS_OF, anyResources, chain, claimOver, dayCounting, infusionsOf } from '../support/build-chains.ts';
import { bundleOf, claim, coverage, infusion, type Json, patient, perDiemItem, recordOf } from '../support/build-record.ts';

const answers = fc
  .record({ resources: anyResources, counting: dayCounting })
  .map(({ resources, counting }) => judgementsOf(bundleOf(resources), { asOf: AS_OF, parameters: { dayCounting: counting } }));
const perDiems = ({ lines }: Assessment) => lines.filter(isPerDiemLine);
const billedPeriod = (billing: Json) =>
  (billing.item as readonly { servicedPeriod: { start: string; end: string } }[])[0]?.servicedPeriod ?? { start: '', end: '' };
const total = ({ allowed, denied, pended }: Units) => allowed + denied + pended;

test('allowed, denied and pended units are the submitted ones: of the claim, of each line, and one by one', () => {
  fc.assert(
    fc.property(answers, (judgements) => {
      for (const { assessment } of judgements) {
        expect(total(assessment.units)).toBe(assessment.units.submitted);
        for (const line of perDiems(assessment)) {
          expect(total(line)).toBe(line.submitted);
          for (const decision of ['allowed', 'denied', 'pended'] as const) {
            const units = line.units.filter((unit) => unit.decision === decision);
            expect(units.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(line[decision]);
          }
        }
        for (const part of ['submitted', 'allowed', 'denied', 'pended'] as const)
          expect(perDiems(assessment).reduce((sum, line) => sum + line[part], 0)).toBe(assessment.units[part]);
      }
    }),
    { numRuns: 200 },
  );
});

test('units are allowed on supported dates only, one a date, and so never more than there are', () => {
  fc.assert(
    fc.property(answers, (judgements) => {
      const ofAll: string[] = [];
      for (const { assessment } of judgements) {
        const supported = new Set(assessment.days.filter((day) => day.supported).map(({ date }) => date));
        const units = perDiems(assessment).flatMap((line) => line.units.filter(({ decision }) => decision === 'allowed'));
        const dates = units.map(({ date }) => date ?? 'without a date');
        expect(dates.filter((date) => !supported.has(date))).toEqual([]);
        expect(new Set(dates).size).toBe(dates.length);
        expect(assessment.units.allowed).toBeLessThanOrEqual(supported.size);
        ofAll.push(...dates);
      }
      // Both claims are of one patient.
      expect(new Set(ofAll).size).toBe(ofAll.length);
    }),
    { numRuns: 200 },
  );
});

test('a unit that is not allowed says by which rule, and the rule has a finding', () => {
  fc.assert(
    fc.property(answers, (judgements) => {
      for (const { assessment } of judgements) {
        const found = new Set(assessment.findings.map(({ rule }) => rule));
        for (const { decision, rule } of perDiems(assessment).flatMap((line) => line.units)) {
          expect(rule === undefined).toBe(decision === 'allowed');
          if (rule !== undefined) expect(found).toContain(rule);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('units are laid on supported dates first, then on the others, each time the earliest first', () => {
  fc.assert(
    fc.property(chain, fc.integer({ min: 1, max: 60 }), dayCounting, (segments, units, counting) => {
      const billing = claimOver(segments, units);
      const { start, end } = billedPeriod(billing);
      const { days, lines } = answerOf(recordOf(billing, ...infusionsOf(segments)), { asOf: AS_OF, parameters: { dayCounting: counting } });
      const isBilled = ({ date }: { readonly date: string }) => start <= date && date <= end;
      const dates = (supported: boolean) => days.filter((day) => isBilled(day) && day.supported === supported).map(({ date }) => date);
      const laid = lines.filter(isPerDiemLine).flatMap((line) => line.units.flatMap(({ date }) => date ?? []));
      expect(laid).toEqual([...dates(true), ...dates(false)].slice(0, units).sort());
    }),
    { numRuns: 200 },
  );
});

test('a date is taken by a pended unit as by an allowed one', () => {
  const item = [1, 2].map((sequence) => perDiemItem(sequence, '2025-03-03', '2025-03-05', 3));
  const supported = infusion('a1', '2025-03-03', '2025-03-05');
  const units = (...more: readonly Json[]) =>
    answerOf(bundleOf([patient(), claim({ item }), supported, ...more]), { asOf: AS_OF }).lines.map(
      (line) => isPerDiemLine(line) && line.units,
    );
  const on = (decision: string, rule?: string) =>
    ['2025-03-03', '2025-03-04', '2025-03-05'].map((date) => ({ date, decision, ...(rule && { rule }) }));

  expect(units(coverage())).toEqual([on('allowed'), on('denied', 'one-per-diem-per-day')]);
  expect(units()).toEqual([on('pended', 'coverage-present'), on('denied', 'one-per-diem-per-day')]);
});

test('the decision follows from the units', () => {
  fc.assert(
    fc.property(answers, (judgements) => {
      for (const { assessment } of judgements) {
        const { submitted, allowed, pended } = assessment.units;
        const decision = pended > 0 ? 'pended' : allowed === submitted ? 'approved' : allowed > 0 ? 'reduced' : 'denied';
        expect(assessment.decision).toBe(decision);
      }
    }),
    { numRuns: 200 },
  );
});

test('no day is both billed and among the days that were not billed', () => {
  fc.assert(
    fc.property(answers, (judgements) => {
      for (const { assessment } of judgements) {
        const withUnit = new Set(perDiems(assessment).flatMap((line) => line.units.map(({ date }) => date)));
        const { unbilledDays, adjacentDays, days } = assessment;
        const supported = new Set(days.filter((day) => day.supported).map(({ date }) => date));
        const missed = [...unbilledDays, ...adjacentDays];
        expect(missed.filter((date) => withUnit.has(date) || !supported.has(date))).toEqual([]);
        expect(new Set(missed).size).toBe(missed.length);
        expect([unbilledDays, adjacentDays]).toEqual([[...unbilledDays].sort(), [...adjacentDays].sort()]);
      }
    }),
    { numRuns: 200 },
  );
});

test('any order of entries gives the same bytes: assessments and ClaimResponses', () => {
  const orders = anyResources.chain((resources) =>
    fc.tuple(fc.constant(resources), fc.shuffledSubarray(resources, { minLength: resources.length, maxLength: resources.length })),
  );
  const bytes = (resources: readonly Json[]) =>
    judgementsOf(bundleOf(resources), { asOf: AS_OF }).map(
      (judgement) => JSON.stringify(judgement.assessment) + JSON.stringify(writeClaimResponse(judgement)),
    );
  fc.assert(
    fc.property(orders, ([one, other]) => {
      expect(bytes(other)).toEqual(bytes(one));
    }),
    { numRuns: 200 },
  );
});
