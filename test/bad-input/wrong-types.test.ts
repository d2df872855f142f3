/** Null or a wrong type at every place of a full record: an answer, or issues that name the place; never an exception. */
import { describe, expect, test } from 'vitest';
import { SHAPES } from '../../src/fhir/shapes.ts';
import { adjudicate, type Issue, readRequest, writeClaimResponse, writeOperationOutcome } from '../../src/index.ts';
import { answerOf } from '../support/build-answer.ts';
import { fullBundle, type Member, membersOf } from '../support/build-full-bundle.ts';
import { bundleOf, claim, coverage, infusion, type Json, patient } from '../support/build-record.ts';

const AS_OF = Date.UTC(2025, 5, 1);
const bundle = fullBundle();
const parameters = {
  resourceType: 'Parameters',
  parameter: [
    { name: 'resource', resource: bundleOf([patient(), coverage(), claim(), infusion('a1', '2025-03-02', '2025-03-05')]) },
    { name: 'asOf', valueInstant: '2025-06-01T00:00:00Z' },
    { name: 'timeZone', valueCode: 'America/Chicago' },
    { name: 'policy', valueString: 'baseline' },
  ],
};
/** An object that has no text: whoever makes a string of it throws. */
const unspeakable = { toString: null, valueOf: null };

const REPLACEMENTS: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a number', 7],
  ['a string', 'x'],
  ['an empty string', ''],
  ['true', true],
  ['an empty list', []],
  ['a list of null', [null]],
  ['a list in a list', [[]]],
  ['an empty object', {}],
  ['an object without a text', unspeakable],
];

/** The issues of a request, none when all its claims could be judged and answered. */
function sent(json: unknown): readonly Issue[] {
  const read = readRequest(json);
  if (!read.ok) {
    writeOperationOutcome(read.issues);
    expect(read.issues.length).toBeGreaterThan(0);
    return read.issues;
  }
  for (const record of read.request.records)
    for (const judgement of adjudicate(record, { asOf: read.request.asOf ?? AS_OF, policies: [] }))
      JSON.stringify(writeClaimResponse(judgement));
  return [];
}

/** One place holds the other. */
const isBeside = (a: string, b: string) => a.startsWith(b) || b.startsWith(a);

/** What went wrong with a replacement: an exception, or an issue that names another place. */
function faultsOf({ path, replacedBy }: Member, replacement: unknown): string[] {
  try {
    return sent(replacedBy(replacement))
      .filter(({ expression }) => !isBeside(expression, path))
      .map(({ expression }) => `${path}: the issue is at ${expression}`);
  } catch (error) {
    return [`${path}: ${error}`];
  }
}

test('the record is judged as it is, and has an element of every shape', () => {
  expect(sent(bundle)).toEqual([]);
  expect(answerOf(bundle).administrations).toHaveLength(3);
  const types = new Set((bundle.entry as readonly { resource: Json }[]).map(({ resource }) => resource.resourceType));
  expect(Object.keys(SHAPES).filter((type) => !types.has(type))).toEqual([]);
});

describe.each([
  ['Bundle', bundle],
  ['Parameters', parameters],
])('every place of the %s', (name, whole) => {
  // What the whole is, is asked below.
  const members = membersOf(whole, name).filter(({ path }) => path !== `${name}.resourceType`);

  test.each(REPLACEMENTS)('%s', (_, replacement) => {
    expect(members.flatMap((member) => faultsOf(member, replacement))).toEqual([]);
    expect(members.length).toBeGreaterThan(50);
  });

  test('left out', () => {
    const faults = members.filter(({ path }) => !path.endsWith(']')).flatMap((member) => faultsOf(member, undefined));

    expect(faults).toEqual([]);
  });
});

test('null is refused at every element that is read', () => {
  const read = (bundle.entry as readonly { resource: Json }[]).flatMap(({ resource }, i) => {
    const shape = SHAPES[String(resource.resourceType)] ?? {};
    return Object.keys(shape).map((key) => `Bundle.entry[${i}].resource.${key.replace(/!$/, '')}`);
  });
  const members = membersOf(bundle, 'Bundle').filter(({ path }) => read.includes(path));

  expect(members.length).toBeGreaterThan(140);
  for (const { path, replacedBy } of members)
    expect(sent(replacedBy(null))).toEqual([{ severity: 'error', code: 'structure', expression: path, text: `${path} must not be null` }]);
});

test.each([
  ['nothing', undefined],
  ['null', null],
  ['a string', 'Bundle'],
  ['a number', 7],
  ['a list', [bundle]],
  ['an empty object', {}],
  ['another resource', patient()],
  ['a type that is no text', { resourceType: unspeakable }],
  ['a type that is null', { resourceType: null }],
  ['a type of small letters', { ...bundle, resourceType: 'bundle' }],
])('%s is no request', (_, json) => {
  const issues = sent(json);

  expect(issues).toHaveLength(1);
  expect(['Resource', 'Resource.resourceType']).toContain(issues[0]?.expression);
});

describe('elements of what nothing reads', () => {
  test.each([
    ['an id', { id: unspeakable }, ['id']],
    ['versions', { id: 's', meta: { lastUpdated: null, versionId: unspeakable } }, ['meta.versionId', 'meta.lastUpdated']],
    ['identifiers', { identifier: [null, 7, unspeakable] }, []],
  ])('%s', (_, more, expressions) => {
    const stranger = { resourceType: 'Provenance', ...more };
    const byIdentifier = infusion('a1', '2025-03-02', '2025-03-05', { subject: { identifier: { value: 'x' } } });
    const issues = sent(bundleOf([patient(), claim(), byIdentifier, stranger]));

    expect(issues.map(({ expression }) => expression)).toEqual(expressions.map((each) => `Bundle.entry[3].resource.${each}`));
  });
});
