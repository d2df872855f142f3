/** schema/policy.schema.json and `readPolicy` agree, but for what a schema cannot say. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../src/policy/parameters.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { SHIPPED_FILES } from '../../src/policy/shipped.ts';
import { EFFECT_LIMITS, RULE_IDS } from '../../src/rules/ids.ts';
import { FILE } from '../policy/policy-files.ts';

const schema = JSON.parse(readFileSync('schema/policy.schema.json', 'utf8'));
const isValid = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
const isRead = (file: unknown): boolean => readPolicy(file, []).ok;

const parameter = (name: string, ...values: readonly unknown[]) => values.map((value) => ({ ...FILE, parameters: { [name]: value } }));
const dated = (...items: readonly unknown[]) => parameter('timelyFilingDays', items);
const source = (parts: object) => ({ ...FILE, sources: { s: { title: 'T', ...parts } } });
const included = (part: unknown) => ({ ...FILE, codes: { included: part } });

const GOOD: readonly unknown[] = [
  FILE,
  ...SHIPPED_FILES,
  JSON.parse(readFileSync('docs/examples/acme-2025.json', 'utf8')),
  { ...FILE, $schema: 'x', appliesTo: {}, parameters: {}, rules: {}, codes: {}, sources: {} },
  { ...FILE, parameters: DEFAULT_PARAMETERS },
  ...parameter('continuousHours', 1, 168, 23.5),
  ...parameter('mergeGapMinutes', 0, 1440, 60.0),
  ...parameter('placesOfService', [], ['12']),
  ...parameter('concurrentPercent', [100, 100, 12.5]),
  ...dated({ from: '2024-02-29', value: 1 }, { from: '2025-01-01', value: 3660 }),
  ...parameter('placesOfService', [{ from: '2025-12-31', value: ['12'] }]),
  ...['2024', '2024-12', '2024-12-31'].map((published) => source({ published })),
  included({ add: ['A4222', '0540T'] }),
];

const BAD: readonly unknown[] = [
  ...[null, 7, 'acme', [], {}, { id: 'a' }, { title: 'T' }],
  ...[{ id: 'baseline' }, { id: 'a b' }, { id: 'x'.repeat(65) }, { title: ' ' }, { extends: 7 }, { $schema: 7 }].map((part) => ({
    ...FILE,
    ...part,
  })),
  ...[{ $comment: 'x' }, { appliesTo: { payors: [] } }, { appliesTo: 'x' }, { rules: [] }, { parameters: { mergeGap: 1 } }].map((part) => ({
    ...FILE,
    ...part,
  })),
  ...['payorNames', 'payorIdentifiers'].flatMap((key) =>
    [['a', 'a'], [' '], [7], 'a'].map((list) => ({ ...FILE, appliesTo: { [key]: list } })),
  ),
  ...parameter('dayCounting', 'access', true, null),
  ...parameter('durationFromDose', 'yes', 1),
  ...parameter('continuousHours', 0.9, 169, '24'),
  ...parameter('mergeGapMinutes', -1, 1441, 0.5),
  ...parameter('maxSpanDays', 0, 3661),
  ...parameter('idleShare', -0.1, 1.1),
  ...parameter('placesOfService', ['1'], ['12', '12'], [12], '12', [[]], ['12', { from: '2025-01-01', value: [] }]),
  ...parameter('payersNotAccepting', [''], ['a', 'a']),
  ...parameter('concurrentPercent', [], [101], ['50']),
  ...parameter('timeZone', 7, ' ', [{ from: '2025-01-01', value: 'UTC' }]),
  ...[
    [],
    [7],
    [{ value: 1 }],
    [{ from: '2025-01-01' }],
    [{ from: '2025-01-01', value: 0 }],
    [{ from: '2025-01-01', value: 1, to: 'x' }],
  ].flatMap((items) => dated(...items)),
  ...['2025-02-30', '2025-13-01', '2025-04-31', '2025-1-1', '0000-01-01', 20250101].flatMap((from) => dated({ from, value: 1 })),
  ...[{ url: 'acme.example' }, { published: '2024-13' }, { checked: 'today' }, { page: 3 }, { title: '' }].map(source),
  { ...FILE, sources: { 'a b': { title: 'T' } } },
  ...[{ add: ['a4222'] }, { add: ['A4222', 'A4222'] }, { carveOut: 'A4222' }, { remove: [] }, []].map(included),
];

const ONLY_READ: readonly (readonly [string, unknown])[] = [
  ['a time zone that does not exist', parameter('timeZone', 'Mars/Base')[0]],
  ['a policy to extend that is not known', { ...FILE, extends: 'acme-2024' }],
  ['a source that is not there', dated({ from: '2025-01-01', value: 1, source: 'contract' })[0]],
  ['dates that do not ascend', dated({ from: '2025-01-01', value: 1 }, { from: '2025-01-01', value: 2 })[0]],
  ['29 February of a year without one', dated({ from: '2025-02-29', value: 1 })[0]],
  ['a code that is added and carved out', included({ add: ['A4222'], carveOut: ['A4222'] })],
];

const told = (file: unknown) => JSON.stringify(file)?.slice(0, 120);

describe('the schema of policy files', () => {
  test.each(GOOD.map((file) => [told(file), file] as const))('and readPolicy accept %s', (_, file) => {
    expect([isRead(file), isValid(file), isValid.errors]).toEqual([true, true, null]);
  });

  test.each(BAD.map((file) => [told(file), file] as const))('and readPolicy refuse %s', (_, file) => {
    expect([isRead(file), isValid(file)]).toEqual([false, false]);
  });

  test.each(ONLY_READ)('leaves %s to readPolicy', (_, file) => {
    expect([isRead(file), isValid(file)]).toEqual([false, true]);
  });

  test.each(RULE_IDS)('and readPolicy agree on every effect of %s', (rule) => {
    for (const effect of ['deny', 'pend', 'advise', 'off', 'warn', '', null]) {
      const file = { ...FILE, rules: { [rule]: effect } };
      const allowed = ((EFFECT_LIMITS[rule] ?? ['deny', 'pend', 'advise', 'off']) as readonly unknown[]).includes(effect);
      expect([isRead(file), isValid(file)], String(effect)).toEqual([allowed, allowed]);
    }
  });

  test('has a title and a default for every parameter, and a description in words', () => {
    const { timeZone, ...parameters } = schema.properties.parameters.properties;
    expect(timeZone.title).toMatch(/time zone/i);
    for (const [name, value] of Object.entries(DEFAULT_PARAMETERS))
      expect(parameters[name]).toMatchObject({
        title: expect.stringMatching(/\w/),
        description: expect.stringMatching(/Must be /),
        default: value,
      });
    expect(Object.keys(parameters)).toEqual(Object.keys(DEFAULT_PARAMETERS));
  });
});
