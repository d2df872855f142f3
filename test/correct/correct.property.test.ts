import type { Claim } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Assessment, isPerDiemLine } from '../../src/assessment.ts';
import type { Correction } from '../../src/correct/correct-claim.ts';
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

test('a proposal is valid, approved, of the same dates, and has nothing left to correct', () => {
  const seen = { proposals: 0, freed: 0, none: 0, changes: new Map<string, number>() };

  fc.assert(
    fc.property(randomClaim, ({ bundle, parameters, effects }) => {
      const options = optionsOf({ ...policyWith(parameters), effects }, ASOF);
      const before = JSON.stringify(bundle);
      const sent = correctAll(bundle, options).find(({ judgement }) => judgement.assessment.claim === 'Claim/c1');
      if (!sent) throw new Error('the claim was not judged');
      expect(JSON.stringify(bundle)).toBe(before);
      const { assessment, claim: original } = sent.judgement;
      const { claim, changes = [] } = sent.correction ?? {};
      if (!claim) {
        seen.none += 1;
        expectNoProposal(assessment, sent.correction);
        return;
      }
      const { judgement: proposed, correction: again } = proposalIn(bundle, claim, options);
      const text = JSON.stringify({ findings: proposed.assessment.findings, changes });
      expect([proposed.assessment.decision, again], text).toEqual(['approved', undefined]);
      expect(problemsOf(claim)).toEqual([]);
      expect(changes.length).toBeGreaterThan(0);
      expect(untouched(claim)).toEqual(untouched(original));
      expectTotal(claim);
      seen.freed += expectDates(assessment, proposed.assessment) > 0 ? 1 : 0;
      seen.proposals += 1;
      for (const rule of new Set(changes.map((change) => change.rule))) seen.changes.set(rule, (seen.changes.get(rule) ?? 0) + 1);
    }),
    { numRuns: Number(process.env.RUNS ?? 400) },
  );

  if (process.env.SHOW) console.log(seen);
  expect(seen.proposals).toBeGreaterThan(50);
});

/** Where some units are allowed and others refused, the allowed ones are the proposal, unless the time zone of what is left would decide. */
function expectNoProposal(assessment: Assessment, correction: Correction | undefined): void {
  if (assessment.decision === 'approved') {
    expect(correction).toBeUndefined();
    return;
  }
  expect(correction?.changes).toEqual([]);
  expect(correction?.notCorrected.length).toBeGreaterThan(0);
  expect(assessment.units.allowed === 0 || assessment.careZone.source === 'default').toBe(true);
}

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

function expectTotal({ total, item = [] }: Claim): void {
  if (!total) return;
  const prices = item.map(({ net, unitPrice, quantity }) => net?.value ?? (unitPrice?.value ?? Number.NaN) * (quantity?.value ?? 1));
  expect(Math.round((total.value ?? 0) * 100)).toBe(prices.reduce((cents, price) => cents + Math.round(price * 100), 0));
}

/** The dates that were allowed, and those that only a mistake of form held up; each once, each supported. Counts the latter. */
function expectDates(sent: Assessment, proposed: Assessment): number {
  const [were, are] = [allowedDates(sent), allowedDates(proposed)];
  const freed = are.filter((date) => !were.includes(date));
  const lost = were.filter((date) => !are.includes(date));
  for (const date of freed) {
    const rules = units(sent).flatMap((unit) => (unit.date === date ? (unit.rule ?? []) : []));
    expect(MENDED, date).toContain(rules.find((rule) => MENDED.includes(rule)));
  }
  expect(lost).toEqual([]);
  expect(new Set(are).size).toBe(are.length);
  const supported = new Set(sent.days.flatMap((day) => (day.supported ? [day.date] : [])));
  expect(are.filter((date) => date === undefined || !supported.has(date))).toEqual([]);
  return freed.length;
}
