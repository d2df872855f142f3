/** What may be sent: Bundles of every type, a Claim alone, Parameters, a batch of Bundles. */
import { describe, expect, test } from 'vitest';
import { parseInstant, readRequest } from '../../src/index.ts';
import { answerOf, issuesOf, judgementsOf, readRecords } from '../support/build-answer.ts';
import { bundleOf, claim, coverage, infusion, type Json, PATIENT, patient, perDiemItem, recordOf } from '../support/build-record.ts';

const four = infusion('a1', '2025-03-02', '2025-03-05');
const resources = [patient(), coverage(), claim(), four];

describe('Bundles', () => {
  test.each([
    'collection',
    'transaction',
    'batch',
    'searchset',
    'message',
    'document',
    'history',
    'batch-response',
    'transaction-response',
  ])('of type %s are read alike', (type) => {
    expect(answerOf(bundleOf(resources, { type }))).toEqual(answerOf(bundleOf(resources)));
  });

  test('what a transaction, a search and a message add is left alone', () => {
    const transaction = resources.map((resource) => ({ resource, request: { method: 'POST', url: resource.resourceType } }));
    const search = resources.map((resource) => ({ resource, search: { mode: 'include', score: 1 } }));
    const message = [{ resource: { resourceType: 'MessageHeader', id: 'h', eventUri: 'http://x' } }, ...bundleEntries(resources)];

    for (const entry of [transaction, search, message])
      expect(answerOf({ resourceType: 'Bundle', type: 'transaction', total: 9, link: [], entry })).toEqual(answerOf(bundleOf(resources)));
  });

  test('resources that nothing knows are left alone, whatever is in them', () => {
    const strangers: Json[] = [
      { resourceType: 'Provenance', id: 'o', recorded: 7, occurredDateTime: 'yesterday', target: null },
      { resourceType: 'NoSuchResource', period: { start: {} } },
      { resourceType: 'Claims', id: 'x', item: 'none' },
      { resourceType: 'constructor', id: 'y' },
      { resourceType: '__proto__', id: 'z' },
    ];

    expect(answerOf(bundleOf([...strangers, ...resources]))).toEqual(answerOf(bundleOf(resources)));
  });

  test('an entry without a resource is left alone', () => {
    expect(
      answerOf({ resourceType: 'Bundle', type: 'batch', entry: [{}, ...bundleEntries(resources), { request: {} }] }).units.allowed,
    ).toBe(4);
  });

  test.each([
    ['no entry', { resourceType: 'Bundle', type: 'collection' }],
    ['an empty list', bundleOf([])],
    ['no claim', bundleOf([patient(), four])],
  ])('with %s there is nothing to judge', (_, bundle) => {
    expect(issuesOf(bundle).map(({ code, expression }) => [code, expression])).toEqual([['required', 'Bundle.entry']]);
  });
});

describe('a Claim alone', () => {
  test('is judged, and waits for the administrations and the coverage', () => {
    const { claim: reference, decision, verdicts } = answerOf(claim());

    expect([reference, decision]).toEqual(['Claim/c1', 'pended']);
    expect(verdicts).toMatchObject({ 'evidence-present': 'undetermined', 'coverage-present': 'undetermined' });
  });

  test('may contain its patient and its coverage', () => {
    const contained = [patient({ id: 'p' }), coverage({ id: 'v', beneficiary: { reference: '#p' } })];
    const alone = claim({
      contained,
      patient: { reference: '#p' },
      insurance: [{ sequence: 1, focal: true, coverage: { reference: '#v' } }],
    });
    const { verdicts, careZone, patient: label } = answerOf(alone);

    expect(verdicts).toMatchObject({ 'coverage-present': 'met', 'coverage-beneficiary-matches': 'met' });
    expect([careZone.source, label]).toEqual(['patient', 'Claim/c1#p']);
  });

  test('without an id is named by its place', () => {
    const { id: _, ...nameless } = claim();

    expect(answerOf(nameless).claim).toBe('Claim');
    expect(answerOf(bundleOf([patient(), nameless])).claim).toBe('Bundle.entry[1]');
    expect(answerOf({ resourceType: 'Bundle', entry: [{ fullUrl: 'urn:uuid:1', resource: nameless }] }).claim).toBe('urn:uuid:1');
  });
});

describe('several claims', () => {
  test('are each judged, in order of their references', () => {
    const claims = ['c2', 'c10', 'c1'].map((id) => claim({ id }));

    expect(judgementsOf(recordOf(...claims, four)).map(({ assessment }) => assessment.claim)).toEqual([
      'Claim/c1',
      'Claim/c10',
      'Claim/c2',
    ]);
  });

  test('of two patients do not touch each other', () => {
    const other = { reference: 'Patient/p2' };
    const record = bundleOf([
      ...resources,
      patient({ id: 'p2' }),
      coverage({ id: 'v2', beneficiary: other }),
      claim({ id: 'c2', patient: other, insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v2' } }] }),
      infusion('b1', '2025-03-10', '2025-03-12', { subject: other }),
    ]);
    const answers = judgementsOf(record).map(({ assessment }) => assessment);

    expect(answers.map(({ units }) => units.allowed)).toEqual([4, 3]);
    expect(answers[0]).toEqual(answerOf(bundleOf(resources)));
  });

  test('of one patient are judged in the order created: what the first is allowed the second waits for', () => {
    const item = [perDiemItem(1, '2025-03-02', '2025-03-05', 4)];
    const early = claim({ id: 'c9', created: '2025-04-01T00:00:00Z', item });
    const late = claim({ id: 'c1', created: '2025-04-01T00:00:01Z', item });
    const units = (...claims: readonly Json[]) => judgementsOf(recordOf(...claims, four)).map(({ assessment }) => assessment.units);

    expect(units(early, late)).toEqual([
      { submitted: 4, allowed: 0, denied: 0, pended: 4 },
      { submitted: 4, allowed: 4, denied: 0, pended: 0 },
    ]);
    expect(units(late, early)).toEqual(units(early, late));
  });
});

describe('Parameters', () => {
  const send = (...parameter: readonly unknown[]) => readRequest({ resourceType: 'Parameters', parameter });
  const resource = { name: 'resource', resource: bundleOf(resources) };
  const own = (name: string, value: Json) => ({ name, ...value });

  test('carry a Bundle or a Claim, and beside it asOf, policy and timeZone', () => {
    const read = send(
      own('timeZone', { valueCode: 'America/Denver' }),
      resource,
      own('asOf', { valueInstant: '2025-04-01T00:00:00-06:00' }),
      own('policy', { valueString: 'bcbsnc-2011' }),
      own('something-else', { valueInteger: 7 }),
    );

    expect(read).toMatchObject({
      ok: true,
      request: { isBatch: false, asOf: parseInstant('2025-04-01T06:00:00Z'), policy: 'bcbsnc-2011', timeZone: 'America/Denver' },
    });
    expect(judgementsOf({ resourceType: 'Parameters', parameter: [{ name: 'resource', resource: claim() }] })).toHaveLength(1);
    expect(answerOf({ resourceType: 'Parameters', parameter: [resource] })).toEqual(answerOf(bundleOf(resources)));
  });

  test('without them the request has none', () => {
    const read = send(resource);

    expect(read.ok && Object.keys(read.request).sort()).toEqual(['isBatch', 'records']);
  });

  test('asOf may be a dateTime with an offset', () => {
    expect(send(resource, own('asOf', { valueDateTime: '2025-04-01T00:00:00Z' }))).toMatchObject({ request: { asOf: 1_743_465_600_000 } });
  });

  test.each([
    ['no list', { resourceType: 'Parameters' }, ['Parameters.parameter']],
    ['an empty list', { resourceType: 'Parameters', parameter: [] }, ['Parameters.parameter']],
    [
      'no resource',
      { resourceType: 'Parameters', parameter: [own('asOf', { valueInstant: '2025-04-01T00:00:00Z' })] },
      ['Parameters.parameter'],
    ],
    ['resource without one', { resourceType: 'Parameters', parameter: [{ name: 'resource' }] }, ['Parameters.parameter[0].resource']],
    [
      'another resource',
      { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: patient() }] },
      ['Parameters.parameter[0].resource.resourceType'],
    ],
    [
      'Parameters in it',
      { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: { resourceType: 'Parameters' } }] },
      ['Parameters.parameter[0].resource.resourceType'],
    ],
    ['two resources', { resourceType: 'Parameters', parameter: [resource, resource] }, ['Parameters.parameter[1]']],
    [
      'asOf a date',
      { resourceType: 'Parameters', parameter: [resource, own('asOf', { valueDate: '2025-04-01' })] },
      ['Parameters.parameter[1]'],
    ],
    [
      'asOf without an offset',
      { resourceType: 'Parameters', parameter: [resource, own('asOf', { valueDateTime: '2025-04-01T00:00:00' })] },
      ['Parameters.parameter[1]'],
    ],
    ['asOf a number', { resourceType: 'Parameters', parameter: [resource, own('asOf', { valueInteger: 1 })] }, ['Parameters.parameter[1]']],
    ['policy without a value', { resourceType: 'Parameters', parameter: [resource, own('policy', {})] }, ['Parameters.parameter[1]']],
    [
      'timeZone null',
      { resourceType: 'Parameters', parameter: [resource, own('timeZone', { valueString: null })] },
      ['Parameters.parameter[1]'],
    ],
    ['null among them', { resourceType: 'Parameters', parameter: [null, resource] }, ['Parameters.parameter[0]']],
  ])('%s is refused at its place', (_, parameters, expressions) => {
    expect(issuesOf(parameters).map(({ expression }) => expression)).toEqual(expressions);
  });
});

describe('a batch of Bundles', () => {
  const batch = (...bundles: readonly Json[]) => bundleOf(bundles, { type: 'batch' });

  test('is one record each', () => {
    const second = bundleOf([patient(), coverage(), claim({ id: 'c2' }), infusion('a1', '2025-03-02', '2025-03-03', { subject: PATIENT })]);
    const read = readRequest(batch(bundleOf(resources), second));

    expect(read).toMatchObject({ ok: true, request: { isBatch: true } });
    expect(judgementsOf(batch(bundleOf(resources), second)).map(({ assessment: { claim, units } }) => [claim, units.allowed])).toEqual([
      ['Claim/c1', 4],
      ['Claim/c2', 2],
    ]);
  });

  test('of one Bundle is a batch still', () => {
    expect(readRequest(batch(bundleOf(resources)))).toMatchObject({ request: { isBatch: true } });
    expect(readRequest(bundleOf(resources))).toMatchObject({ request: { isBatch: false } });
  });

  test('may hold a Claim among the Bundles', () => {
    expect(readRecords(batch(bundleOf(resources), claim({ id: 'c2' }))).map(({ entries }) => entries.length)).toEqual([4, 1]);
  });

  test.each([
    ['a Bundle without a claim', batch(bundleOf(resources), bundleOf([patient()])), ['Bundle.entry[1].resource.entry']],
    ['a resource that is no claim', batch(bundleOf(resources), patient()), ['Bundle.entry[1].resource.entry']],
    ['a batch in a batch', batch(bundleOf([claim(), bundleOf(resources)])), ['Bundle.entry[0].resource.entry[1].resource']],
  ])('%s is refused at its place', (_, sent, expressions) => {
    expect(issuesOf(sent).map(({ expression }) => expression)).toEqual(expressions);
  });
});

function bundleEntries(list: readonly Json[]): Json[] {
  return list.map((resource) => ({ resource }));
}
