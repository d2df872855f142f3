/** Issues: all of them, each at its place, and never with what was sent in them. */
import { describe, expect, test } from 'vitest';
import { readRequest, writeOperationOutcome } from '../../src/index.ts';
import { issuesOf } from '../support/build-answer.ts';
import { fullBundle, membersOf } from '../support/build-full-bundle.ts';
import { bundleOf, claim, coverage, infusion, type Json, patient, perDiemItem, recordOf } from '../support/build-record.ts';

const at = (json: unknown) => issuesOf(json).map(({ code, expression }) => `${code} ${expression}`);
const entry = (i: number, place: string) => `Bundle.entry[${i}].resource.${place}`;

test('many problems at once are all named, in the order of the entries', () => {
  const bad = bundleOf([
    patient({ extension: [{ url: 7 }], deceasedDateTime: '2025-02-30', address: {} }),
    coverage({ status: 'on', beneficiary: null, period: { start: 'last year' } }),
    claim({
      use: undefined,
      created: '2025-04-01T10:00:00',
      item: [null, { sequence: '1' }, perDiemItem(2, '2025-03-01', '2025-13-01', 1)],
    }),
    infusion('a1', '2025-03-02T10:00', '2025-03-05', { dosage: { rateQuantity: { value: '2' } }, device: {} }),
    null as unknown as Json,
  ]);

  expect(at(JSON.parse(JSON.stringify(bad))).sort()).toEqual(
    [
      'structure Bundle.entry[4].resource',
      `structure ${entry(0, 'extension[0].url')}`,
      `structure ${entry(0, 'address')}`,
      `value ${entry(0, 'deceasedDateTime')}`,
      `code-invalid ${entry(1, 'status')}`,
      `structure ${entry(1, 'beneficiary')}`,
      `value ${entry(1, 'period.start')}`,
      `required ${entry(2, 'use')}`,
      `value ${entry(2, 'created')}`,
      `structure ${entry(2, 'item[0]')}`,
      `structure ${entry(2, 'item[1].sequence')}`,
      `required ${entry(2, 'item[1].productOrService')}`,
      `value ${entry(2, 'item[2].servicedPeriod.end')}`,
      `value ${entry(3, 'effectivePeriod.start')}`,
      `structure ${entry(3, 'dosage.rateQuantity.value')}`,
      `structure ${entry(3, 'device')}`,
    ].sort(),
  );
});

test('a hundred thousand problems are named up to a thousand', () => {
  const entries = Array.from({ length: 100_000 }, () => null);

  expect(issuesOf({ resourceType: 'Bundle', entry: entries })).toHaveLength(1000);
  expect(issuesOf({ resourceType: 'Parameters', parameter: entries })).toHaveLength(1000);
  expect(issuesOf(claim({ item: entries }))).toHaveLength(1000);
});

describe('what types alone do not tell', () => {
  const period = { start: '2025-03-02', end: '2025-03-05' };

  test.each([
    [
      'an item’s sequence twice',
      claim({ item: [1, 2, 1].map((n) => perDiemItem(n, '2025-03-01', '2025-03-02', 1)) }),
      ['duplicate Claim.item[2].sequence'],
    ],
    ['a sequence of 0', claim({ item: [perDiemItem(0, '2025-03-01', '2025-03-02', 1)] }), ['value Claim.item[0].sequence']],
    ['a sequence of 1.5', claim({ item: [perDiemItem(1.5, '2025-03-01', '2025-03-02', 1)] }), ['value Claim.item[0].sequence']],
    [
      'two effective[x]',
      recordOf(infusion('a1', '2025-03-02', '2025-03-05', { effectiveDateTime: '2025-03-02', effectivePeriod: period })),
      ['structure Bundle.entry[3].resource'],
    ],
    [
      'two medication[x]',
      recordOf(infusion('a1', '2025-03-02', '2025-03-05', { medicationReference: { display: 'x' } })),
      ['structure Bundle.entry[3].resource'],
    ],
    [
      'a contained resource that contains one',
      claim({ contained: [patient({ id: 'p', contained: [] })] }),
      ['structure Claim.contained[0].contained'],
    ],
    ['contained resources that are no list', claim({ contained: {} }), ['structure Claim.contained']],
    ['null among contained resources', claim({ contained: [null] }), ['structure Claim.contained[0]']],
    [
      'a problem in a contained resource',
      claim({ contained: [patient({ id: 'p', address: 'here' })] }),
      ['structure Claim.contained[0].address'],
    ],
    ['a contained resource without a type', claim({ contained: [{ id: 'p' }] }), ['required Claim.contained[0].resourceType']],
    ['entries that are no list', { resourceType: 'Bundle', entry: {} }, ['structure Bundle.entry', 'required Bundle.entry']],
    [
      'a fullUrl that is no text',
      { resourceType: 'Bundle', entry: [{ fullUrl: 7, resource: claim() }] },
      ['structure Bundle.entry[0].fullUrl', 'required Bundle.entry'],
    ],
    ['an entry that is a list', { resourceType: 'Bundle', entry: [[], { resource: claim() }] }, ['structure Bundle.entry[0]']],
  ])('%s', (_, json, issues) => {
    expect(at(json)).toEqual(issues);
  });

  test.each(['2025-03-02T10:00:00', '2025-03-02T10:00', '2025-03-02T10:00:00.5'])('%s asks for an offset', (start) => {
    const [issue] = issuesOf(recordOf(infusion('a1', start, '2025-03-05')));

    expect(issue?.text).toBe(`${entry(3, 'effectivePeriod.start')} is a time without an offset from UTC: add Z or, for example, -06:00`);
  });

  test.each(['2025-02-29', '2025-02-29T10:00:00Z', '2025-13-01', '0000-01-01', '10000-01-01', '', 'soon'])(
    '%j is no date that exists',
    (start) => {
      const [issue] = issuesOf(recordOf(infusion('a1', start, '2025-03-05')));

      expect(issue?.text).toContain('is not a date or time of FHIR that exists');
    },
  );

  test('a number that JSON reads as infinite is refused', () => {
    const json = JSON.parse(JSON.stringify(recordOf(infusion('a1', '2025-03-02', '2025-03-05'))).replace('"value":2', '"value":1e999'));

    expect(at(json)).toEqual([`structure ${entry(3, 'dosage.rateQuantity.value')}`]);
  });
});

describe('no issue repeats what was sent', () => {
  const MARK = 'Xq7-Jane-Roe-4711';
  const NUMBER = 987_654_321.5;
  const bundle = fullBundle();
  const saysNothing = (json: unknown) => {
    const read = readRequest(json);
    const text = read.ok ? '' : JSON.stringify([read.issues, writeOperationOutcome(read.issues)]);
    return !text.includes(MARK) && !text.includes('987654321');
  };
  const replaced = (value: unknown, other: (text: string) => unknown): unknown => {
    if (typeof value === 'string') return other(value);
    if (Array.isArray(value)) return value.map((each) => replaced(each, other));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === 'resourceType' ? each : replaced(each, other)]));
  };

  test('a mark in every text at once', () => {
    const marked = replaced(bundle, () => MARK);

    expect(issuesOf(marked).length).toBeGreaterThan(20);
    expect(saysNothing(marked)).toBe(true);
  });

  test('a mark, a number or a mark in a list and an object at every single place, also as its type', () => {
    const faults = membersOf(bundle, 'Bundle').flatMap(({ path, replacedBy }) =>
      [MARK, NUMBER, [MARK], { [MARK]: MARK, reference: NUMBER }].filter((value) => !saysNothing(replacedBy(value))).map(() => path),
    );

    expect(faults).toEqual([]);
  });

  test('a mark as the name of a member, at every object', () => {
    const named = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(named);
      if (typeof value !== 'object' || value === null) return value === '2025-03-04' ? 'soon' : value;
      return { ...Object.fromEntries(Object.entries(value).map(([key, each]) => [key, named(each)])), [MARK]: MARK };
    };

    expect(issuesOf(named(bundle)).length).toBeGreaterThan(20);
    expect(saysNothing(named(bundle))).toBe(true);
  });

  test.each([
    ['as what is sent', { resourceType: MARK }],
    ['as a text', MARK],
    [
      'in Parameters',
      {
        resourceType: 'Parameters',
        parameter: [
          { name: MARK, valueString: MARK },
          { name: 'asOf', valueInstant: MARK },
        ],
      },
    ],
    ['in their resource', { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: { resourceType: MARK } }] }],
    [
      'in a batch',
      {
        resourceType: 'Bundle',
        type: MARK,
        entry: [{ resource: { resourceType: 'Bundle', entry: [{ resource: { resourceType: MARK } }] } }],
      },
    ],
  ])('a mark %s', (_, json) => {
    expect(issuesOf(json).length).toBeGreaterThan(0);
    expect(saysNothing(json)).toBe(true);
  });
});
