import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Claim } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { type Assessment, type Finding, type Judgement, RULES, type Verdict, writeClaimResponse } from '../../src/index.ts';
import { RULE_IDS, type RuleId } from '../../src/rules/ids.ts';
import { inShort, judge, withoutBlanksInLetters } from '../support/example-answer.ts';
import { toBundle } from '../support/example-bundle.ts';
import { allExamples, EVERY_RULE, EXAMPLES, type Example, type Expectation, examplesOf } from '../support/example-format.ts';
import { inRanges } from '../support/example-time.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { POSSIBLE } from './possible-verdicts.ts';
import { bundleFiles } from './write-bundles.ts';

const EVERY = allExamples();
const known: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

describe.each([...Map.groupBy(EVERY, ({ file }) => file)])('%s', (_, examples) => {
  test.for(examples.map((example) => [example.name, example] as const))('%s', ([, example], { skip }) => {
    if (example.disputed !== undefined) skip(`disputed: ${example.disputed}`);
    const answer = judge(example.given);

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
    for (const { claim, ...judgement } of answer.judgements)
      expect(problemsOf(writeClaimResponse({ claim, ...judgement }), claim), 'the ClaimResponse').toEqual([]);
    const problems = answer.bundle.entry?.flatMap(({ resource }) => (resource ? problemsOf(resource) : [])) ?? [];
    if (example.given.fhir?.invalid === undefined) expect(problems, 'the Bundle sent').toEqual([]);
    else expect(problems, 'the Bundle sent is marked invalid').not.toEqual([]);
    const turned = judge(example.given, true);
    expect('judgements' in turned && turned.judgements.map(({ assessment }) => assessment), 'in any order of entries').toEqual(
      answer.judgements.map(({ assessment }) => assessment),
    );
  });
});

function judgementOf(judgements: readonly Judgement[], id: string): Judgement & { claim: Claim } {
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

describe('the examples as a whole', () => {
  const shown = new Map<string, Set<Verdict>>(RULES.map(({ id }) => [id, new Set()]));
  for (const { shows, disputed } of EVERY)
    for (const [rule, verdict] of Object.entries(disputed === undefined ? shows : {}))
      for (const id of rule === EVERY_RULE ? known : [rule]) shown.get(id)?.add(verdict);

  test.each(RULES.map(({ id }) => id))('have every verdict of %s', (id) => {
    expect([...(shown.get(id) ?? [])].sort()).toEqual([...POSSIBLE[id]].sort());
    expect(existsSync(join(EXAMPLES, `rules/${id}.yaml`)), 'a file of its own').toBe(true);
  });

  test('name rules that exist', () => {
    const named = EVERY.flatMap(({ rules, shows }) => [...rules, ...Object.keys(shows)]).filter((id) => id !== EVERY_RULE);
    expect(named.filter((id) => !RULE_IDS.includes(id as RuleId))).toEqual([]);
  });

  test('have names of their own', () => {
    const names = EVERY.map(({ file, name }) => `${file}: ${name}`);
    expect(names).toEqual([...new Set(names)]);
  });

  test('have a story where they are a whole case', () => {
    expect(EVERY.filter(({ file, story }) => !file.startsWith('rules/') && story === '').map(({ file }) => file)).toEqual([]);
  });

  test('hold few that are disputed', () => expect(EVERY.filter(({ disputed }) => disputed !== undefined).length).toBeLessThan(6));

  test('find nothing in the clean claim', () => {
    const clean = EVERY.find(({ file }) => file === 'one-clean-claim.yaml');
    const answer = judge(clean?.given ?? {});
    expect('judgements' in answer && answer.judgements.map(({ assessment }) => assessment.findings)).toEqual([[]]);
  });

  test.each(bundleFiles().map(({ path, text }) => [path, text] as const))('are as in %s (else run write-bundles.ts)', (path, text) => {
    expect(readFileSync(join(EXAMPLES, path), 'utf8')).toBe(text);
  });
});

describe('the loader', () => {
  const given = { claim: { created: '2025-06-10' } };
  const expected = { decision: 'approved' };

  test.each<[string, unknown, RegExp]>([
    ['an unknown key', { name: 'x', expect: expected, given: { infusion: [] } }, /given\.infusion is not known/],
    ['an unknown key at the top', { name: 'x', expect: expected, storey: 'y' }, /storey is not known/],
    [
      'an unknown key of a line',
      { name: 'x', expect: expected, given: { claim: { lines: { 1: { unit: 1 } } } } },
      /lines\.1\.unit is not known/,
    ],
    ['an unknown key of what is expected', { name: 'x', expect: { ...expected, finding: {} } }, /expect\.finding is not known/],
    [
      'a text for a number',
      { name: 'x', expect: expected, given: { claim: { lines: { 1: { units: 'seven' } } } } },
      /units must be a number/,
    ],
    ['an unknown verdict', { name: 'x', expect: expected, given, shows: { 'units-stated': 'passed' } }, /must be one of met/],
    ['nothing to take away', { name: 'x', expect: expected, given: { coverage: null } }, /nothing to take away/],
    ['no name', { expect: expected }, /must have a name/],
    ['nothing expected', { name: 'x', given }, /what to expect/],
    ['a rule in the file of another', { rule: 'units-stated', examples: [] }, /must have its name/],
  ])('refuses %s', (_, content, message) => expect(() => examplesOf(content, 'test.yaml')).toThrow(message));

  test.each([
    ['2025-06-02 8:00', /is no date/],
    ['2025-03-09 02:30', /RangeError|ambiguous|not|valid/i], // the hour that the clock skips in Chicago
  ])('refuses the time %s', (time, message) => {
    const claim = { claim: { created: '2025-06-10' }, patient: { timeZone: 'America/Chicago' }, infusions: [`${time} / 2025-06-03 08:00`] };
    expect(() => toBundle(claim)).toThrow(message);
  });
});
