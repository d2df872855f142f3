import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../src/policy/parameters.ts';
import { BASELINE } from '../../src/policy/policy.ts';
import { readPolicies } from '../../src/policy/read-policies.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { EFFECT_LIMITS, RULE_IDS } from '../../src/rules/ids.ts';
import { CONTRACT, FILE, faultsOf, on, policyOf } from './policy-files.ts';

describe('a file that can be read', () => {
  test('with nothing but id and title it is baseline under another name', () => {
    const policy = policyOf({});
    expect(policy).toMatchObject({ id: 'acme-2025', title: 'Acme Health Plan, 2025 contract', effects: {}, sources: {} });
    expect(policy.periods).toEqual(BASELINE.periods);
    expect(policy).not.toHaveProperty('appliesTo');
    expect(policy).not.toHaveProperty('timeZone');
  });
  test('the example of 3-interfaces.md', () => {
    const policy = policyOf({
      extends: 'baseline',
      appliesTo: { payorIdentifiers: ['12345'], payorNames: ['Acme Health Plan'] },
      parameters: {
        dayCounting: 'infusion-days',
        mergeGapMinutes: [
          { from: '2024-01-01', value: 60, source: 'contract' },
          { from: '2025-07-01', value: 30, source: 'contract' },
        ],
        authorizationRequired: true,
        timelyFilingDays: 180,
        placesOfService: ['12'],
      },
      rules: { 'alternatives-documented': 'pend', 'progress-documented': 'off' },
      codes: { included: { add: ['A9999'], carveOut: ['A4222'] } },
      sources: { contract: { title: '…', url: 'https://acme.example/contract', locator: 'section 4.2' } },
    });
    expect(policy.appliesTo).toEqual({ payorIdentifiers: ['12345'], payorNames: ['Acme Health Plan'] });
    expect(policy.effects).toEqual({ 'alternatives-documented': 'pend', 'progress-documented': 'off' });
    expect(policy.codes).toEqual({ included: { add: ['A9999'], carveOut: ['A4222'] } });
    expect(on(policy, '2025-01-01')).toEqual({
      ...DEFAULT_PARAMETERS,
      dayCounting: 'infusion-days',
      authorizationRequired: true,
      timelyFilingDays: 180,
      placesOfService: ['12'],
    });
  });
  test('it may name its schema, for editors, and no other key with a dollar sign', () => {
    expect(policyOf({ $schema: '../schema/policy.schema.json' })).toEqual(policyOf({}));
    expect(faultsOf({ $schema: 7 })).toEqual(['$schema structure']);
    expect(faultsOf({ $schema: ' ' })).toEqual(['$schema value']);
    expect(faultsOf({ $comment: 'ours' })).toEqual(['["$comment"] structure']);
  });
  test('a time zone that exists is kept', () => {
    expect(policyOf({ parameters: { timeZone: 'America/Chicago' } }).timeZone).toBe('America/Chicago');
  });
});

describe('effects of rules', () => {
  const effectFaults = (rule: string, effect: unknown) => faultsOf({ rules: { [rule]: effect } });
  test('there are 45 rules', () => expect(new Set(RULE_IDS).size).toBe(45));
  test('rules 1, 2, 19 and 23 to 26 may only deny or pend, 21 only pend', () => {
    const limited = Object.fromEntries(Object.entries(EFFECT_LIMITS).map(([id, limits]) => [RULE_IDS.indexOf(id as never) + 1, limits]));
    const both = ['deny', 'pend'];
    expect(limited).toEqual({ 1: both, 2: both, 19: both, 21: ['pend'], 23: both, 24: both, 25: both, 26: both });
  });
  test.each(RULE_IDS)('%s takes the effects within its limits and no other', (rule) => {
    const limits: readonly string[] = EFFECT_LIMITS[rule] ?? ['deny', 'pend', 'advise', 'off'];
    for (const effect of ['deny', 'pend', 'advise', 'off']) {
      expect(effectFaults(rule, effect), effect).toEqual(limits.includes(effect) ? [] : [`rules.${rule} invalid`]);
    }
    for (const effect of ['warn', 'OFF', '', null, false]) expect(effectFaults(rule, effect)).toEqual([`rules.${rule} code-invalid`]);
  });
  test('an unknown rule is refused, also one that every object has', () => {
    expect(effectFaults('day-suported', 'deny')).toEqual(['rules.day-suported structure']);
    expect(effectFaults('toString', 'deny')).toEqual(['rules.toString structure']);
    expect(faultsOf(JSON.parse('{"rules":{"__proto__":"deny"}}'))).toEqual(['rules.__proto__ structure']);
  });
});

describe('codes', () => {
  const codeFaults = (included: unknown) => faultsOf({ codes: { included } });
  test('HCPCS and CPT codes in capitals are accepted, other forms not', () => {
    expect(codeFaults({ add: ['A4222', '99601', '0001F', '0540T'], carveOut: [] })).toEqual([]);
    const add = ['a4222', 'A422', 'A42222', ' A4222', 'AA222', 4222];
    expect(codeFaults({ add })).toEqual(
      add.map((code, index) => `codes.included.add[${index}] ${typeof code === 'string' ? 'code-invalid' : 'structure'}`),
    );
  });
  test('a code may not stand twice, nor be added and carved out', () => {
    expect(codeFaults({ add: ['A4222', 'A4222'] })).toEqual(['codes.included.add[1] duplicate']);
    expect(codeFaults({ add: ['A4222'], carveOut: ['x', 'A4222'] })).toEqual([
      'codes.included.carveOut[0] code-invalid',
      'codes.included.carveOut[1] invalid',
    ]);
  });
  test('other shapes are refused', () => {
    expect(faultsOf({ codes: [] })).toEqual(['codes structure']);
    expect(faultsOf({ codes: { excluded: {} } })).toEqual(['codes.excluded structure']);
    expect(codeFaults({ add: 'A4222', remove: [] })).toEqual(['codes.included.remove structure', 'codes.included.add structure']);
  });
  test('codes of the base are kept, and what is added here is no longer carved out there', () => {
    const base = policyOf({ id: 'base', codes: { included: { add: ['A9999'], carveOut: ['A4222', 'E0776'] } } });
    const policy = policyOf({ extends: 'base', codes: { included: { add: ['A4222'], carveOut: ['A9999'] } } }, [base]);
    expect(policy.codes).toEqual({ included: { add: ['A4222'], carveOut: ['A9999', 'E0776'] } });
  });
});

describe('who it is for, sources, id and title', () => {
  test('payors are lists of texts', () => {
    expect(policyOf({ appliesTo: { payorNames: ['Acme'] } }).appliesTo).toEqual({ payorIdentifiers: [], payorNames: ['Acme'] });
    expect(faultsOf({ appliesTo: { payorIdentifiers: [12345], payorNames: ['', 'Acme', 'Acme'], payors: [] } })).toEqual([
      'appliesTo.payors structure',
      'appliesTo.payorIdentifiers[0] structure',
      'appliesTo.payorNames[0] code-invalid',
      'appliesTo.payorNames[2] duplicate',
    ]);
    expect(faultsOf({ appliesTo: 'Acme' })).toEqual(['appliesTo structure']);
  });
  test('a source needs a title; its other parts are texts, an address and dates', () => {
    const good = { title: 'T', url: 'https://acme.example/a', locator: '4.2', published: '2024-02', checked: '2026-11-23' };
    expect(faultsOf({ sources: { good, year: { title: 'T', published: '2024' } } })).toEqual([]);
    const bad = { url: 'acme.example', locator: 4, published: '2024-13', checked: 'today', page: 3 };
    expect(faultsOf({ sources: { bad } })).toEqual([
      'sources.bad.page structure',
      'sources.bad.title required',
      'sources.bad.url value',
      'sources.bad.locator structure',
      'sources.bad.published value',
      'sources.bad.checked value',
    ]);
    expect(faultsOf({ sources: { 'the letter': { title: 'T' }, x: 'T' } })).toEqual(['sources["the letter"] value', 'sources.x structure']);
  });
  test('a source of the base may not be told anew', () => {
    const base = policyOf({ id: 'base', sources: CONTRACT });
    expect(faultsOf({ extends: 'base', sources: CONTRACT }, [base])).toEqual(['sources.contract duplicate']);
  });
  test('an id can stand on a command line, and no other policy has it', () => {
    for (const id of ['a', 'Acme_2025.1', 'x'.repeat(64)]) expect(faultsOf({ id })).toEqual([]);
    for (const id of ['-a', 'a b', '../a', 'x'.repeat(65), '']) expect(faultsOf({ id })).toEqual(['id value']);
    for (const id of ['baseline', 'acme']) expect(faultsOf({ id }, [policyOf({ id: 'acme' })])).toEqual(['id duplicate']);
    expect(faultsOf({ id: 7, title: ' ' })).toEqual(['id structure', 'title value']);
  });
});

describe('extending', () => {
  test('everything but whom it is for is inherited', () => {
    const base = policyOf({
      id: 'base',
      appliesTo: { payorNames: ['Acme'] },
      parameters: { timeZone: 'America/Denver', timelyFilingDays: 90 },
      rules: { 'order-on-file': 'pend', 'timely-filing': 'pend' },
      sources: CONTRACT,
    });
    const policy = policyOf({ extends: 'base', rules: { 'order-on-file': 'off' } }, [base]);
    expect(policy).toMatchObject({ timeZone: 'America/Denver', effects: { 'order-on-file': 'off', 'timely-filing': 'pend' } });
    expect(policy.sources).toEqual(CONTRACT);
    expect(policy).not.toHaveProperty('appliesTo');
    expect(on(policy, '2025-01-01').timelyFilingDays).toBe(90);
  });
  test('an unknown policy cannot be extended, nor the policy itself', () => {
    expect(faultsOf({ extends: 'acme-2024' })).toEqual(['extends not-found']);
    expect(faultsOf({ extends: 'acme-2025' })).toEqual(['extends invalid']);
    expect(faultsOf({ extends: null })).toEqual(['extends structure']);
  });
  test('files that extend one another are read in the order that they need', () => {
    const file = (id: string, base: string) => ({ id, title: id, extends: base, parameters: { timelyFilingDays: id.length } });
    const reading = readPolicies([file('ccc', 'bb'), file('bb', 'a'), file('a', 'baseline')], []);
    expect(reading.issues).toEqual([[], [], []]);
    expect(reading.policies.map((policy) => policy.id)).toEqual(['ccc', 'bb', 'a']);
  });
  test('a circle is refused in each of its files, and the others are read', () => {
    const file = (id: string, base: string) => ({ id, title: id, extends: base });
    const reading = readPolicies([file('a', 'b'), file('b', 'c'), file('c', 'b'), file('d', 'baseline'), 7, file('e', 'e')], []);
    expect(reading.policies.map((policy) => policy.id)).toEqual(['d']);
    const faults = reading.issues.map((issues) => issues.map((issue) => `${issue.expression} ${issue.code}`));
    expect(faults).toEqual([['extends invalid'], ['extends invalid'], ['extends invalid'], [], ['$this structure'], ['extends invalid']]);
  });
  test('a file that extends one with a fault is told so', () => {
    const reading = readPolicies([{ ...FILE, extends: 'base' }, { id: 'base' }], []);
    expect(reading.issues.map((issues) => issues.map((issue) => `${issue.expression} ${issue.code}`))).toEqual([
      ['extends not-found'],
      ['title required'],
    ]);
  });
  test('of two files with one id the second is refused', () => {
    expect(readPolicies([FILE, FILE], []).issues.map((issues) => issues.map((issue) => issue.expression))).toEqual([[], ['id']]);
  });
});

describe('a file with faults', () => {
  test.each([null, undefined, 'acme', 7, [], [{}]])('%j is no policy', (json) => {
    expect(readPolicy(json, [])).toEqual({
      ok: false,
      issues: [{ severity: 'error', code: 'structure', expression: '$this', text: 'Must be an object.' }],
    });
  });
  test('every fault is told at once, with its path and no value', () => {
    const reading = readPolicy(
      {
        name: 'secret',
        extends: 'nobody',
        parameters: { mergeGap: 1, mergeGapMinutes: 'secret', 'odd "key"': 1 },
        rules: { 'day-supported': 'off', 'evidence-present': 'deny' },
        codes: { included: { add: ['secret'] } },
        sources: { s: { title: 'T', url: 'secret' } },
      },
      [],
    );
    const issue = (code: string, expression: string, text: string) => ({ severity: 'error', code, expression, text });
    expect(reading).toEqual({
      ok: false,
      issues: [
        issue('structure', 'name', 'Unknown key. Known here: $schema, id, title, extends, appliesTo, parameters, rules, codes, sources.'),
        issue('required', 'id', 'Must be stated.'),
        issue('required', 'title', 'Must be stated.'),
        issue('not-found', 'extends', 'No policy of this id is known.'),
        issue('value', 'sources.s.url', 'Must be an address that begins with http:// or https://.'),
        issue('structure', 'parameters.mergeGap', 'Unknown parameter.'),
        issue('structure', 'parameters.mergeGapMinutes', 'Must be a whole number from 0 to 1440.'),
        issue('structure', 'parameters["odd \\"key\\""]', 'Unknown parameter.'),
        issue('invalid', 'rules.day-supported', 'This rule may only deny or pend.'),
        issue('invalid', 'rules.evidence-present', 'This rule may only pend.'),
        issue('code-invalid', 'codes.included.add[0]', 'Must be a HCPCS or CPT code of five characters, in capitals.'),
      ],
    });
  });
  test('reading changes neither the file nor the policies that are known', () => {
    const before = JSON.stringify(BASELINE);
    const json = Object.freeze({ ...FILE, parameters: Object.freeze({ placesOfService: Object.freeze(['12']) }) });
    expect(readPolicy(json, Object.freeze([BASELINE])).ok).toBe(true);
    expect(JSON.stringify(BASELINE)).toBe(before);
  });
});
