/** Compares an answer with what an example expects: all that the example states, and nothing refused or found beside it. */
import { expect } from 'vitest';
import { type Assessment, type Finding, type Judgement, RULES } from '../../src/index.ts';
import { type ExampleAnswer, inShort, withoutBlanksInLetters } from './example-answer.ts';
import { EVERY_RULE, type Example, type Expectation } from './example-format.ts';
import { inRanges } from './example-time.ts';

const known: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

/** The whole answer to an example: its policy's refusal, or every claim that it speaks of. */
export function expectExample(answer: ExampleAnswer, example: Example): void {
  if ('refused' in answer) {
    expect(answer.refused.map(({ expression }) => expression)).toEqual(example.expect.refused);
    return;
  }
  const focal = judgementOf(answer.judgements, 'c1');
  const passesOver = advicePassedOver(example);
  expectAnswer(focal.assessment, example.expect, passesOver);
  for (const [id, others] of Object.entries(example.expect.otherClaims ?? {}))
    expectAnswer(judgementOf(answer.judgements, id).assessment, others, passesOver);
  expectShown(focal.assessment, example);
}

/** The judgement of `Claim/<id>`. */
export function judgementOf(judgements: readonly Judgement[], id: string): Judgement {
  const found = judgements.find(({ assessment }) => assessment.claim === `Claim/${id}`);
  if (!found) throw new Error(`Claim/${id} is not judged`);
  return found;
}

/** The small variations in `rules/` are exact in all that decides, but what another rule only advises is not their subject. */
function advicePassedOver({ file, rules, expect: wanted }: Example): (finding: Finding) => boolean {
  const about = new Set([...rules, ...Object.keys(wanted.findings ?? {})]);
  return ({ effect, rule }) => file.startsWith('rules/') && effect === 'advise' && !about.has(rule);
}

/** All that an example states, and nothing refused or found beside it. Findings of rules that are not written yet are passed over. */
function expectAnswer(given: Assessment, wanted: Expectation, passesOver: (finding: Finding) => boolean): void {
  const { decision, lines = {}, findings = {} } = wanted;
  const assessment = { ...given, findings: given.findings.filter((finding) => !passesOver(finding)) };
  expect(inShort(assessment, Object.keys(lines))).toEqual({
    decision,
    lines: Object.fromEntries(Object.entries(lines).map(([line, words]) => [line, withoutBlanksInLetters(String(words))])),
    findings: Object.fromEntries(
      Object.entries(findings).flatMap(([rule, words]) => (known.has(rule) ? [[rule, [words].flat().map(String).sort()]] : [])),
    ),
  });
  if (wanted.units) expect(assessment.units).toEqual({ denied: 0, pended: 0, ...wanted.units });
  expect(inRanges(assessment.unbilledDays), 'unbilled days').toBe(wanted.unbilledDays ?? '');
  expect(inRanges(assessment.adjacentDays), 'adjacent days').toBe(wanted.adjacentDays ?? '');
  if (wanted.unsupported) expect(unsupportedOf(assessment)).toEqual(wanted.unsupported);
  if (wanted.zone !== undefined) expect(`${assessment.careZone.zone} (${assessment.careZone.source})`).toBe(wanted.zone);
  if (wanted.notes) expect(assessment.notes).toEqual(wanted.notes);
  const verdicts = Object.entries(wanted.verdicts ?? {}).filter(([rule]) => known.has(rule));
  expect(assessment.verdicts).toMatchObject(Object.fromEntries(verdicts));
}

/** Neighbouring dates of one reason together. */
function unsupportedOf({ days }: Assessment): Record<string, string> {
  const reasons = Map.groupBy(
    days.filter(({ supported }) => !supported),
    ({ reason }) => reason ?? 'without a reason',
  );
  return Object.fromEntries(
    [...reasons].flatMap(([reason, group]) =>
      inRanges(group.map(({ date }) => date))
        .split(' ')
        .map((range) => [range, reason]),
    ),
  );
}

function expectShown({ verdicts }: Assessment, { shows }: Example): void {
  for (const [rule, verdict] of Object.entries(shows)) {
    const shown = rule === EVERY_RULE ? [...known] : [rule].filter((id) => known.has(id));
    for (const id of shown) expect(verdicts[id], `the verdict of ${id}`).toBe(verdict);
  }
}
