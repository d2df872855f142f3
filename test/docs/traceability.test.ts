import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SOURCES_READ } from '../../scripts/docs/sources-read.ts';
import type { Statement } from '../../scripts/docs/statement.ts';
import { TOPICS } from '../../scripts/docs/statements/all.ts';
import { ALL_SOURCES, WORKED } from '../../scripts/docs/traceability-page.ts';
import { SHIPPED } from '../../src/policy/shipped.ts';
import { SOURCES } from '../../src/policy/sources.ts';
import { RULE_IDS } from '../../src/rules/ids.ts';
import { RULES } from '../../src/rules/index.ts';

const STATEMENTS: readonly Statement[] = TOPICS.flatMap(({ statements }) => statements);
const checked = STATEMENTS.flatMap((statement) => ('rules' in statement ? [statement] : []));

describe('the statements of docs/traceability.md', () => {
  test('lead to rules that exist, each once, with a file of examples', () => {
    for (const { says, rules } of checked) {
      expect(rules.length, says).toBeGreaterThan(0);
      expect(rules, says).toEqual([...new Set(rules)]);
    }
    const named = [...new Set(checked.flatMap(({ rules }) => rules))];
    expect(named.filter((id) => !RULE_IDS.includes(id))).toEqual([]);
    expect(named.filter((id) => !existsSync(`test/examples/rules/${id}.yaml`))).toEqual([]);
  });

  test('reach every rule', () => {
    const reached = new Set(checked.flatMap(({ rules }) => rules));
    expect(RULES.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });

  test('use every source: those that rules cite, those of the shipped policies, and those that were only read', () => {
    const used = new Set<string>(STATEMENTS.map(({ source }) => source));
    expect([...ALL_SOURCES.keys()].filter((id) => !used.has(id))).toEqual([]);
    expect([...used].filter((id) => !ALL_SOURCES.has(id))).toEqual([]);
  });

  test('name sources of which no two have one key', () => {
    const keys = [...Object.keys(SOURCES), ...SHIPPED.flatMap(({ sources }) => Object.keys(sources)), ...Object.keys(SOURCES_READ)];
    expect(keys).toEqual([...new Set(keys)]);
  });

  test('name worked cases that exist', () => {
    const cases = readFileSync(WORKED, 'utf8').split('\n');
    const named = checked.flatMap(({ worked }) => worked ?? []);
    expect(named.filter((name) => !cases.some((line) => line.startsWith(`${name},`) || line.startsWith(`"${name}",`)))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });

  test('name files and tests that exist, where no rule does it', () => {
    const files = STATEMENTS.flatMap((statement) => ('applied' in statement ? [statement.file, statement.test] : []));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  test('give a reason in a sentence where nothing is checked', () => {
    const reasons = STATEMENTS.flatMap((statement) => ('notChecked' in statement ? [statement.notChecked] : []));
    expect(reasons.length).toBeGreaterThan(15);
    expect(reasons.filter((reason) => !/^\p{Lu}[^.]*\.$/u.test(reason))).toEqual([]);
  });

  test('say it once', () => {
    const said = STATEMENTS.map(({ says, source }) => `${source}: ${says}`);
    expect(said).toEqual([...new Set(said)]);
  });

  test('speak of every part of the definition', () => {
    const titles = TOPICS.map(({ title }) => title).join('\n');
    for (const part of [
      /continuous/i,
      /24 hours or more/,
      /per diem/i,
      /included/,
      /apart/,
      /modifiers/i,
      /not medicare/i,
      /home/i,
      /necessity/,
      /documentation/i,
    ])
      expect(titles).toMatch(part);
  });
});
