import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES, type Verdict, writeClaimResponse } from '../../src/index.ts';
import { RULE_IDS, type RuleId } from '../../src/rules/ids.ts';
import { judge } from '../support/example-answer.ts';
import { toBundle } from '../support/example-bundle.ts';
import { allExamples, EVERY_RULE, EXAMPLES, examplesOf } from '../support/example-format.ts';
import { expectExample } from '../support/expect-example.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { POSSIBLE } from './possible-verdicts.ts';
import { bundleFiles, firstTryFiles } from './write-bundles.ts';

const EVERY = allExamples();
const known: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

describe.each([...Map.groupBy(EVERY, ({ file }) => file)])('%s', (_, examples) => {
  test.for(examples.map((example) => [example.name, example] as const))('%s', ([, example], { skip }) => {
    if (example.disputed !== undefined) skip(`disputed: ${example.disputed}`);
    const answer = judge(example.given);

    expectExample(answer, example);
    if ('refused' in answer) return;
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

  test.each([...bundleFiles(), ...firstTryFiles()].map(({ path, text }) => [path, text] as const))(
    'are as in %s (else run write-bundles.ts)',
    (path, text) => {
      expect(readFileSync(join(EXAMPLES, path), 'utf8')).toBe(text);
    },
  );
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
