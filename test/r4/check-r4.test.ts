/** The R4 gate of what is sent: each departure that a validator should find (reference: what npm's validators find and miss), with its place. */
import type { Bundle, Claim, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { checkR4 } from '../../handlers/r4/check-r4.ts';
import { administration, bundle, claim, parameters } from '../handlers/support/requests.ts';

type Json = Record<string, unknown>;

/** A claim with one change. */
const changed = (change: (claim: Json) => void): Json => {
  const json = structuredClone(claim('c1')) as unknown as Json;
  change(json);
  return json;
};
const item = (json: Json): Json => (json.item as Json[])[0] as Json;
const found = (json: unknown) => checkR4(json).map(({ code, expression }) => [code, expression]);

test('what is valid has no issue', () => {
  expect(checkR4(claim('c1'))).toEqual([]);
  expect(checkR4(bundle([claim('c1'), administration('a1')]))).toEqual([]);
  expect(checkR4(parameters(bundle([claim('c1')]), { asOf: '2025-04-01T00:00:00Z', policy: 'baseline' }))).toEqual([]);
  expect(checkR4(bundle([bundle([claim('c1')]), bundle([claim('c2')])], 'batch'))).toEqual([]);
});

describe('a claim with one departure', () => {
  test.each<[string, (json: Json) => void, string, string]>([
    ['a missing element', (json) => delete json.priority, 'required', 'Claim.priority'],
    ['a code that its binding does not have', (json) => Object.assign(json, { status: 'nope' }), 'code-invalid', 'Claim.status'],
    ['a number as text', (json) => Object.assign(item(json), { sequence: '1' }), 'structure', 'Claim.item[0].sequence'],
    ['a positiveInt of 0', (json) => Object.assign(item(json), { sequence: 0 }), 'value', 'Claim.item[0].sequence'],
    ['a property that is not there in R4', (json) => Object.assign(json, { billed: 1 }), 'structure', 'Claim'],
    ['such a property inside', (json) => Object.assign(item(json), { billed: 1 }), 'structure', 'Claim.item[0]'],
    ['a date that does not exist', (json) => Object.assign(json, { created: '2025-13-45' }), 'value', 'Claim.created'],
    ['null', (json) => Object.assign(json, { subType: null }), 'structure', 'Claim.subType'],
    ['an empty string', (json) => Object.assign(json, { subType: { text: '' } }), 'value', 'Claim.subType.text'],
    ['a blank string', (json) => Object.assign(json, { subType: { text: ' ' } }), 'value', 'Claim.subType.text'],
    ['an empty array', (json) => Object.assign(json, { identifier: [] }), 'structure', 'Claim.identifier'],
    ['an empty object', (json) => Object.assign(json, { subType: {} }), 'structure', 'Claim.subType'],
    [
      'a currency that is none',
      (json) => Object.assign(item(json), { unitPrice: { value: 1, currency: 'DOLLARS' } }),
      'code-invalid',
      'Claim.item[0].unitPrice.currency',
    ],
    ['two choices of one [x]', (json) => Object.assign(item(json), { servicedDate: '2025-03-03' }), 'structure', 'Claim.item[0]'],
    [
      'a Period that ends before it starts',
      (json) => Object.assign(json, { billablePeriod: { start: '2025-03-04', end: '2025-03-03' } }),
      'invalid',
      'Claim.billablePeriod',
    ],
    ['a reference to a wrong type', (json) => Object.assign(json, { patient: { reference: 'Coverage/c' } }), 'value', 'Claim.patient'],
    ['text where an object should be', (json) => Object.assign(json, { patient: 'Patient/p1' }), 'structure', 'Claim.patient'],
  ])('%s is found', (_case, change, code, expression) => {
    expect(found(changed(change))).toContainEqual([code, expression]);
  });

  test('a Period of one day, or of an instant, is none', () => {
    for (const at of ['2025-03-04', '2025-03-04T10:00:00Z'])
      expect(found(changed((json) => Object.assign(json, { billablePeriod: { start: at, end: at } })))).toEqual([]);
  });

  test('a null beside the extension of a primitive is none', () => {
    const patient = { resourceType: 'Patient', name: [{ given: ['J', null], _given: [null, { extension: [ABSENT] }] }] };
    expect(found(bundle([patient as unknown as Resource]))).toEqual([]);
  });
});

const ABSENT = { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' };

test('several departures are all found, wherever they are', () => {
  const { dosage: _dosage, ...rest } = administration('a1');
  const sent = parameters(
    bundle([changed((json) => Object.assign(json, { use: 'bill' })) as unknown as Claim, { ...rest, dosage: { text: 'as ordered' } }]),
    { asOf: '2025-04-01T00:00:00Z' },
  );

  expect(found(sent)).toEqual([
    ['code-invalid', 'Parameters.parameter[1].resource.entry[0].resource.use'],
    ['invalid', 'Parameters.parameter[1].resource.entry[1].resource.dosage'],
  ]);
});

test('a fullUrl that stands twice is found, unless it is of two versions', () => {
  const twice = (one: string, other: string): Bundle => ({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [one, other].map((versionId) => ({
      fullUrl: 'https://ehr.example/Patient/p1',
      resource: { resourceType: 'Patient', id: 'p1', meta: { versionId } },
    })),
  });

  expect(found(twice('1', '1'))).toEqual([['invalid', 'Bundle']]);
  expect(found(twice('1', '2'))).toEqual([]);
});

test('a type that is not read is left alone, and so is one that no FHIR has', () => {
  const others = [{ resourceType: 'Questionnaire', nonsense: null }, { resourceType: 'constructor' }, { resourceType: '__proto__' }];
  expect(found(bundle([claim('c1'), ...(others as unknown as Resource[])]))).toEqual([]);
});

test('what is contained is checked too', () => {
  const contained = [{ resourceType: 'Organization', id: 'o', active: 'yes' }];
  const sent = changed((json) => Object.assign(json, { contained, provider: { reference: '#o' } }));
  expect(found(sent)).toContainEqual(['structure', 'Claim.contained[0].active']);
});

test.each([
  null,
  undefined,
  1,
  'text',
  true,
  [],
  {},
  [[]],
  { resourceType: 1 },
  { resourceType: 'Bundle', entry: {} },
  JSON.parse('{"resourceType":"Claim","__proto__":{"a":1},"item":[null,1,[]]}'),
])('junk does not throw: %j', (junk) => {
  expect(Array.isArray(checkR4(junk))).toBe(true);
});

test('no issue repeats a value, or the name of a property that is not FHIR’s', () => {
  const marker = 'Zzyzx';
  const whole = bundle([claim('c1'), administration('a1')]);
  const every = JSON.parse(JSON.stringify(whole), (key, value) =>
    typeof value === 'string' && !/^(resourceType|type)$/.test(key) ? marker : value,
  );
  const named = { ...claim('c1'), [marker]: 1, item: [{ ...claim('c1').item?.[0], [`${marker}.${marker}`]: { [marker]: marker } }] };

  for (const sent of [every, named]) {
    const issues = checkR4(sent);
    expect(issues.length).toBeGreaterThan(0);
    expect(JSON.stringify(issues)).not.toContain(marker);
  }
});

test.each<[unknown, [string, string][]]>([
  ['Patient/p1', [['value', 'Claim.id']]],
  ['a'.repeat(65), [['value', 'Claim.id']]],
  ['a'.repeat(64), []],
  ['A-1.b', []],
])('an id is what R4 calls one, and not %j', (id, expected) => {
  expect(found({ ...claim('c1'), id } as Claim)).toEqual(expected);
});

test('a null under a name that is not FHIR’s is told at its parent', () => {
  const entry = [{ resource: claim('c1'), Zzyzx: null }];
  expect(found({ resourceType: 'Bundle', type: 'collection', entry } as unknown as Resource)).toEqual([
    ['structure', 'Bundle.entry[0]'],
    ['structure', 'Bundle.entry[0]'],
  ]);
});

test('a type that cannot be written as text is none', () => {
  expect(checkR4({ resourceType: [{ toString: null, valueOf: null }] })).toEqual([]);
});

describe('what would take Medplum minutes is refused at once', () => {
  const quick = (resource: unknown): ReturnType<typeof found> => {
    const started = performance.now();
    const issues = found({ resourceType: 'Bundle', type: 'collection', entry: [{ resource }] } as unknown as Resource);
    expect(performance.now() - started).toBeLessThan(1000);
    return issues;
  };
  const AT = 'Bundle.entry[0].resource';

  test.each([
    [{ given: ['a'], _given: { length: 3_000_000 } }],
    [{ _given: { length: 3_000_000 } }],
    [{ given: 'a', _given: [null] }],
    [{ ['A'.repeat(20_000)]: 1 }],
    [{ ['a'.repeat(65)]: 1 }],
  ])('a companion that is none, a name that is too long', (name) => {
    expect(quick({ resourceType: 'Patient', name: [name] })).toContainEqual(['structure', AT]);
  });

  test('a long text in place of an object', () => {
    expect(quick({ resourceType: 'Patient', maritalStatus: 'x'.repeat(300_000) })).toEqual([['structure', `${AT}.maritalStatus`]]);
  });

  test('a name of 64 characters is only one that R4 does not have', () => {
    expect(quick({ resourceType: 'Patient', ['a'.repeat(64)]: 1 })).toEqual([['structure', AT]]);
  });

  test('of very many issues the first thousand are told', () => {
    const many = Array.from({ length: 5000 }, () => ({ given: [''] }));
    expect(quick({ resourceType: 'Patient', name: many })).toHaveLength(1000);
  });

  test('an outcome of an unknown type does not throw', () => {
    const sent = {
      resourceType: 'Bundle',
      type: 'batch-response',
      entry: [{ response: { status: '200', outcome: { resourceType: 'Basic' } } }],
    };
    expect(Array.isArray(checkR4(sent))).toBe(true);
  });
});
