/**
 * One clean claim, and one change at a time: each change raises exactly its own rule and the decision that follows. Beside a rule that
 * denies or pends, what others advise is passed over; a rule that only advises must be alone.
 */
import { describe, expect, test } from 'vitest';
import { type Finding, type Judgement, RULES, writeClaimResponse } from '../../src/index.ts';
import { judge } from '../support/example-answer.ts';
import { readExamples } from '../support/example-format.ts';
import { GIVEN, type Given } from '../support/example-given.ts';
import { faultsOf, type Json, laidOver } from '../support/example-kinds.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { ON_THE_CLAIM, ON_THE_PAYER, ON_THE_RECORD } from './one-change-table.ts';

const CHANGES = [...ON_THE_CLAIM, ...ON_THE_PAYER, ...ON_THE_RECORD];
const [clean] = readExamples('one-clean-claim.yaml');

function judged(change: Json): Judgement {
  const given = laidOver(clean?.given, change, 'change');
  expect(faultsOf(given, GIVEN, 'given')).toEqual([]);
  const answer = judge(given as Given);
  const judgement = 'judgements' in answer && answer.judgements.find(({ assessment }) => assessment.claim === 'Claim/c1');
  if (!judgement) throw new Error(`not judged: ${JSON.stringify(answer)}`);
  return judgement;
}

/** `deny day-supported, pend not-under-hospice`. */
function raised(findings: readonly Finding[], isAdviceToo: boolean): string {
  const counted = findings.filter(({ effect }) => isAdviceToo || effect !== 'advise');
  return [...new Set(counted.map(({ effect, rule }) => `${effect} ${rule}`))].sort().join(', ');
}

const problems = (judgement: Judgement): string[] => problemsOf(writeClaimResponse(judgement), judgement.claim);

describe('the clean claim', () => {
  const judgement = judged({});

  test('is approved with no finding, not even advice', () => {
    const { decision, findings, notes, units } = judgement.assessment;
    expect({ decision, findings, notes, units }).toEqual({
      decision: 'approved',
      findings: [],
      notes: [],
      units: { submitted: 7, allowed: 7, denied: 0, pended: 0 },
    });
  });

  test('meets every rule that is asked', () => {
    const verdicts = Object.values(judgement.assessment.verdicts);
    expect(verdicts).toHaveLength(RULES.length);
    expect(verdicts.filter((verdict) => verdict !== 'met' && verdict !== 'not-applicable')).toEqual([]);
  });

  test('has a valid answer', () => expect(problems(judgement)).toEqual([]));
});

describe('one change', () => {
  test.each(CHANGES)('%s', (_, change, raises, decision) => {
    const judgement = judged(change);
    const { assessment } = judgement;
    expect({ raises: raised(assessment.findings, !/deny|pend/.test(raises)), decision: assessment.decision }).toEqual({ raises, decision });
    expect(problems(judgement)).toEqual([]);
  });

  test('changes something each time, under a name of its own', () => {
    const names = CHANGES.map(([name]) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(CHANGES.length).toBeGreaterThanOrEqual(60);
  });

  test('raises every rule of the catalogue', () => {
    const rules = new Set(CHANGES.flatMap(([, , raises]) => raises.split(', ').map((each) => each.split(' ')[1])));
    expect(RULES.map(({ id }) => id).filter((id) => !rules.has(id))).toEqual([]);
  });

  test('J1170 in 2025 names its successor', () => {
    const { findings } = judged({ claim: { lines: { 2: { code: 'J1170', units: 20 } } } }).assessment;
    expect(findings.map(({ rule, fix }) => [rule, /J1171/.test(fix)])).toContainEqual(['code-in-force', true]);
  });
});
