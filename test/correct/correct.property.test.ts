import type { Claim } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Assessment, isPerDiemLine } from '../../src/assessment.ts';
import { policyWith } from '../support/build-answer.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { correctAll, optionsOf, proposalIn } from './correcting.ts';
import { randomClaim } from './random-claims.ts';

const ASOF = '2024-12-01T00:00:00Z';

/** What may have held up a unit that stands after the correction. */
const MENDED = ['modifiers-consistent', 'diagnosis-present', 'units-match-span', 'one-per-diem-per-day'];

const units = ({ lines }: Assessment) => lines.filter(isPerDiemLine).flatMap((line) => line.units);
const allowedDates = (assessment: Assessment): (string | undefined)[] =>
  units(assessment)
    .filter(({ decision }) => decision === 'allowed')
    .map(({ date }) => date)
    .sort();

/** All of a claim that is not for a correction to touch. */
function untouched({
  id: _,
  identifier: __,
  meta: ___,
  text: ____,
  created: _____,
  related: ______,
  item: _______,
  total: ________,
  ...rest
}: Claim) {
  return rest;
}

test('a proposal is valid, approved, of the same dates, and has nothing left to correct', () => {
  const seen = { proposals: 0, changes: new Map<string, number>(), freed: 0, none: 0 };

  fc.assert(
    fc.property(randomClaim, ({ bundle, parameters, effects }) => {
      const options = optionsOf({ ...policyWith(parameters), effects }, ASOF);
      const before = JSON.stringify(bundle);
      const sent = correctAll(bundle, options).find(({ judgement }) => judgement.assessment.claim === 'Claim/c1');
      if (!sent) throw new Error('the claim was not judged');
      const { assessment, claim: original } = sent.judgement;
      const { claim, changes = [], notCorrected = [] } = sent.correction ?? {};
      expect(JSON.stringify(bundle)).toBe(before);
      if (!claim) {
        seen.none += 1;
        expect(changes).toEqual([]);
        expect(assessment.decision === 'approved' ? sent.correction : notCorrected.length > 0).toBe(
          assessment.decision === 'approved' ? undefined : true,
        );
        return;
      }

      const { judgement: proposed, correction: again } = proposalIn(bundle, claim, options);
      const text = JSON.stringify({ decision: proposed.assessment.decision, findings: proposed.assessment.findings, changes });
      expect(proposed.assessment.decision, text).toBe('approved');
      expect(again, text).toBeUndefined();
      expect(problemsOf(claim)).toEqual([]);
      expect(changes.length).toBeGreaterThan(0);
      expect(untouched(claim)).toEqual(untouched(original));

      const [were, are] = [allowedDates(assessment), allowedDates(proposed.assessment)];
      const freed = are.filter((date) => !were.includes(date));
      const lost = were.filter((date) => !are.includes(date));
      const refusals = (date: string | undefined) =>
        units(assessment)
          .filter((unit) => unit.date === date)
          .map(({ rule }) => rule);
      for (const date of freed) expect(MENDED, date).toContain(refusals(date).find((rule) => MENDED.includes(rule ?? '')));
      expect(lost.length).toBeLessThanOrEqual(freed.length);
      const isLimited = ['authorization-units-left', 'benefit-units-left'].some((rule) => assessment.verdicts[rule] !== 'not-applicable');
      if (!isLimited) expect(lost).toEqual([]);
      expect(new Set(are).size).toBe(are.length);
      for (const date of are) expect(assessment.days.find((day) => day.date === date)?.supported, date).toBe(true);

      seen.proposals += 1;
      seen.freed += freed.length > 0 ? 1 : 0;
      for (const rule of new Set(changes.map((change) => change.rule))) seen.changes.set(rule, (seen.changes.get(rule) ?? 0) + 1);
    }),
    { numRuns: Number(process.env.RUNS ?? 400) },
  );

  if (process.env.SHOW) console.log(seen);
  expect(seen.proposals).toBeGreaterThan(50);
});
