/** What the pages say that people write, held against the code. */
import { globSync, readFileSync } from 'node:fs';
import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../handlers/http/config.ts';
import { PAGES_PATH } from '../../handlers/http/pages-path.ts';
import { DAY_CASES } from '../../scripts/docs/day-cases.ts';
import { judged, picture } from '../../scripts/docs/day-pictures.ts';
import { EXAMPLE_BUNDLE, exampleAnswer } from '../../scripts/docs/policy-parts.ts';
import { problemsOf } from '../support/valid-r4.ts';

const textOf = (path: string): string => readFileSync(path, 'utf8');
const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
const namesIn = (text: string, pattern: RegExp): readonly string[] => distinct([...text.matchAll(pattern)].map((match) => match[1] ?? ''));

/** `POST`, `PUT /a/{b}` is two. */
function routesIn(page: string): readonly string[] {
  const cells = [...page.matchAll(/^\| ((?:`(?:GET|POST|PUT|DELETE)`, )*)`(GET|POST|PUT|DELETE) ([^`]+)`/gm)];
  return distinct(
    cells.flatMap(([, others = '', method = '', path = '']) =>
      [...others.matchAll(/[A-Z]+/g), [method]].map(([each]) => `${each} ${path}`),
    ),
  );
}

describe('docs/http.md', () => {
  const page = textOf('docs/http.md');
  const table = page.slice(page.indexOf('## Environment variables'));

  test('has every variable of the environment that is read, and no other', () => {
    const files = globSync('handlers/**/*.ts').filter((file) => !/medplum-bot|cli\/validate/.test(file));
    const read = namesIn(files.map(textOf).join('\n'), /(?:'|env\.)(S9326_[A-Z0-9_]+)/g);
    const told = table.split('\n').flatMap((line) => (line.startsWith('| `S9326_') ? [line.split(' | ')[0] ?? ''] : []));
    expect(namesIn(told.join('\n'), /`(S9326_[A-Z0-9_]+)`/g)).toEqual(read);
    const ofServe = ['S9326_STATE_FILE', 'S9326_SWEEP_AUTH'];
    expect(namesIn(textOf('serverless.yml'), /^ +(S9326_[A-Z0-9_]+):/gm)).toEqual(read.filter((name) => !ofServe.includes(name)));
  });

  test('has the defaults that hold', () => {
    const read = readConfig({ S9326_JWT_ISSUER: 'i', S9326_JWT_AUDIENCE: 'a', S9326_JWKS_URL: 'https://issuer.example/keys' });
    const config = read.ok ? read.config : undefined;
    expect(table).toContain(`\`${config?.maxBodyBytes}\``);
    expect(table).toContain(`| \`${config?.maxConcurrent}\` |`);
    expect(table).toContain(`\`${config?.jwt?.scopes.join(' ')}\``);
  });

  test('has every route of serverless.yml and that of serve alone, as docs/security.md has', () => {
    const served = `GET ${PAGES_PATH}/{id}`;
    const routes = [...namesIn(textOf('serverless.yml'), /httpApi: '((?!OPTIONS )[^']+)'/g), served].sort();
    expect(routesIn(page)).toEqual(routes);
    expect(routesIn(textOf('docs/security.md'))).toEqual(routes);
  });
});

test('docs/security.md has every field that can be logged', () => {
  const table = /\| Field \|[\s\S]*?\n\n/.exec(textOf('docs/security.md'))?.[0] ?? '';
  const fields = /export interface LogEntry \{([\s\S]*?)\n\}/.exec(textOf('handlers/http/log.ts'))?.[1] ?? '';
  const told = [...table.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? ''),
  );
  expect(distinct(told)).toEqual(namesIn(fields, /readonly (\w+)\??:/g));
});

describe('docs/policies.md', () => {
  test('has an example that pays 30 June and not 1 July', () => {
    const answer = exampleAnswer();
    expect(answer).toMatch(/Mon 2025-06-30 .* #1 allowed/);
    expect(answer).toMatch(/Tue 2025-07-01 .* #1 denied day-supported, therapy paused/);
    expect(answer).toContain('6 of 7 units');
  });

  test('has a claim that is valid FHIR', () => {
    const bundle = JSON.parse(textOf(EXAMPLE_BUNDLE)) as Bundle;
    expect(bundle.entry?.flatMap(({ resource }) => (resource ? problemsOf(resource) : []))).toEqual([]);
  });
});

describe('the pictures of docs/days.md', () => {
  test('a day and a half is two dates, and one full 24 hours', () => {
    const [first] = DAY_CASES;
    if (!first) throw new Error('no case');
    expect(['access-days', 'infusion-days', 'elapsed-24h'].map((way) => judged(first, way).units.allowed)).toEqual([2, 2, 1]);
    expect(picture(first).split('\n')).toEqual([
      '```',
      '               03-01     03-02     03-03',
      'pump           ··██████  ███████·  ········  36 h',
      'access-days     1         1         -        2 units',
      'infusion-days   1         1         -        2 units',
      'elapsed-24h     1         n         -        1 unit',
      '```',
    ]);
  });

  test.each(DAY_CASES)('of $name: the other findings are advice', (dayCase) => {
    const others = judged(dayCase, 'access-days').findings.filter(({ effect }) => effect !== 'advise');
    expect(others.filter(({ rule }) => !['day-supported', 'infusion-continuous', 'not-inpatient'].includes(rule))).toEqual([]);
  });
});
