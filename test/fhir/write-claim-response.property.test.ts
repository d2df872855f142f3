import type { ClaimItem, ClaimResponseItem } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding, Line, UnitAnswer } from '../../src/assessment.ts';
import { writeClaimResponse } from '../../src/fhir/write-claim-response.ts';
import type { Judgement } from '../../src/judgement.ts';
import { assessmentOf, claimOf, findingOf, itemOf, judgementOf, otherLine, perDiem } from '../support/judgements.ts';
import { problemsOf } from '../support/valid-r4.ts';

const RULES = ['day-supported', 'not-inpatient', 'benefit-units-left', 'care-zone-known'] as const;
const date = fc.integer({ min: 1, max: 28 }).map((day) => `2025-03-${String(day).padStart(2, '0')}`);
const count = fc.integer({ min: 1, max: 400 });
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** What is not undefined. */
const given = <T extends object>(value: fc.Arbitrary<T>) =>
  value.map((each) => Object.fromEntries(Object.entries(each).filter(([, member]) => member !== undefined)));

const money = given(
  fc.record({
    value: fc.integer({ min: -1_000_000, max: 10_000_000 }).map((mills) => mills / 1000),
    currency: some(fc.constantFrom('USD', 'EUR')),
  }),
);
const item = given(
  fc.record({
    net: some(money),
    unitPrice: some(money),
    factor: some(fc.constantFrom(0.5, 1, 1.1)),
    quantity: some(fc.constantFrom({ value: 1 }, { value: 7 }, { value: 2.5 })),
    modifier: some(fc.constantFrom([{ coding: [{ code: 'SH' }] }], [{ coding: [{ code: 'SJ' }, { code: 'SS' }] }])),
  }),
) as fc.Arbitrary<Partial<ClaimItem>>;
const unit = given(
  fc.record({
    date: some(date),
    decision: fc.constantFrom('allowed', 'denied', 'pended'),
    rule: fc.constantFrom(...RULES),
    count: some(count),
  }),
).map(({ rule, ...unit }) => (unit.decision === 'allowed' ? unit : { ...unit, rule })) as fc.Arbitrary<UnitAnswer>;
const line: fc.Arbitrary<(sequence: number) => Line> = fc.oneof(
  fc.array(unit, { minLength: 1, maxLength: 8 }).map((units) => (sequence: number) => perDiem(sequence, units)),
  fc.tuple(fc.constantFrom('denied', 'pended', 'separately-payable', 'not-judged'), fc.constantFrom(...RULES), count).map(
    ([decision, rule, submitted]) =>
      (sequence: number) =>
        otherLine(sequence, 'A4222', decision, { rule, submitted }),
  ),
);
const finding = given(
  fc.record({
    rule: fc.constantFrom(...RULES),
    verdict: fc.constantFrom('not-met', 'undetermined'),
    effect: fc.constantFrom('deny', 'pend', 'advise'),
    line: some(fc.integer({ min: 1, max: 6 })),
    dates: some(fc.array(date, { minLength: 1, maxLength: 3 })),
    group: some(fc.constantFrom('CO', 'PR')),
    carc: some(fc.constantFrom('16', '112')),
    rarc: some(fc.constantFrom([], ['M52'], ['N706', 'N63'])),
    fix: fc.constantFrom('', 'Fix.'),
  }),
).map((each) => findingOf('', each as Partial<Finding>));

const judgement: fc.Arbitrary<Judgement> = fc
  .record({
    rows: fc.array(fc.tuple(item, line), { maxLength: 6 }),
    findings: fc.array(finding, { maxLength: 6 }),
    concurrentPercent: fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 4 }),
    notes: fc.constantFrom([], ['A note.']),
  })
  .map(({ rows, concurrentPercent, ...more }) => {
    const claim = claimOf(rows.map(([each], index) => itemOf(index + 1, 'A4222', each)));
    const lines = rows.map(([, make], index) => make(index + 1));
    return judgementOf(claim, assessmentOf(lines, more), { concurrentPercent });
  });

/** Units that an item allows, refuses or holds. */
function unitsAnswered({ adjudication }: ClaimResponseItem): number {
  return adjudication.filter(({ amount }) => !amount).reduce((sum, { value }) => sum + (value ?? 0), 0);
}

test('any assessment gives a valid answer: every item once, notes that are there, totals that are sums', () => {
  fc.assert(
    fc.property(judgement, (each) => {
      const response = writeClaimResponse(each);
      expect(problemsOf(response, each.claim)).toEqual([]);
      for (const [index, answered] of (response.item ?? []).entries()) {
        const line = each.assessment.lines[index];
        const says =
          line !== undefined && ('units' in line || line.decision !== 'not-judged') && each.assessment.decision !== 'not-applicable';
        if (says) expect(unitsAnswered(answered)).toBe(line.submitted);
      }
    }),
    { numRuns: 300 },
  );
});

test('a finding that only advises is no reason', () => {
  fc.assert(
    fc.property(judgement, (each) => {
      const findings = each.assessment.findings.map((finding) => ({ ...finding, effect: 'advise' as const, carc: 'advice' }));
      const response = writeClaimResponse({ ...each, assessment: { ...each.assessment, findings } });
      expect(JSON.stringify(response.item ?? [])).not.toContain('"advice"');
      expect(response.processNote ?? []).toHaveLength(findings.length + each.assessment.notes.length);
    }),
  );
});
