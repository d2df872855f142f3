import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documents } from '../../scripts/docs/documents.ts';
import { insert, json } from '../../scripts/docs/markdown.ts';
import { OF_DAYS, OF_NO_RULE, parametersRead } from '../../scripts/docs/parameters-read.ts';
import { DEFAULT_PARAMETERS } from '../../src/policy/parameters.ts';
import { RULE_IDS } from '../../src/rules/ids.ts';

describe('what of the docs is generated', () => {
  test.each(documents().map(({ path, text }) => [path, text] as const))(
    '%s is as it would be written (else run node scripts/docs.ts)',
    (path, text) => {
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  test('the script that checks it says so', () => {
    expect(execFileSync(process.execPath, ['scripts/docs.ts', '--check'], { encoding: 'utf8' })).toBe('');
  });

  test('a page without the place for a part is an error', () => {
    expect(() => insert('<!-- generated: a -->\n<!-- end -->', 'b', 'text')).toThrow('no place for b');
    expect(insert('x\n<!-- generated: a -->\nold\n<!-- end -->\ny', 'a', 'new')).toBe('x\n<!-- generated: a -->\n\nnew\n\n<!-- end -->\ny');
  });

  test('JSON is written as the formatter leaves it', () => {
    expect(json({ a: [1, 'b'], c: {}, d: [{ e: null }] })).toBe(
      '{\n  "a": [1, "b"],\n  "c": {},\n  "d": [\n    {\n      "e": null\n    }\n  ]\n}',
    );
  });
});

describe('the parameters that rules read', () => {
  const read = new Set(RULE_IDS.flatMap((id) => parametersRead(id).named));
  test('are all parameters but those of days, and those that are told to be of no rule', () => {
    const others = Object.keys(DEFAULT_PARAMETERS).filter((name) => !read.has(name) && !OF_DAYS.includes(name));
    expect(others).toEqual(OF_NO_RULE);
    expect(OF_DAYS.filter((name) => !Object.hasOwn(DEFAULT_PARAMETERS, name))).toEqual([]);
  });

  test('are found in the code of a rule, not in its comments', () => {
    expect(parametersRead('timely-filing')).toEqual({ named: ['timelyFilingDays'], countsDays: false });
    expect(parametersRead('not-inpatient')).toEqual({ named: [], countsDays: true });
  });
});

describe('links', () => {
  const pages = globSync('docs/*.md');
  test.each(pages)('of %s to files lead somewhere', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '');
    expect([...new Set(links)].filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });
});
