/** One resource in several versions, as a history Bundle or merged searches hold them: the newest stands, in any order. */
import { describe, expect, test } from 'vitest';
import { answerOf, judgementsOf, reasonsOf } from '../support/build-answer.ts';
import { claim, coverage, infusion, type Json, patient, perDiemItem } from '../support/build-record.ts';

const A = 'https://a.example/fhir';
const NOTE = 'MedicationAdministration/a1 is in the Bundle more than once: its newest version was read.';

const version = (meta: Json, status: string): Json => infusion('a1', '2025-03-02', '2025-03-04', { status, ...meta });
const meta = (lastUpdated: string | undefined, versionId?: string): Json => ({
  meta: { ...(lastUpdated === undefined ? {} : { lastUpdated }), ...(versionId === undefined ? {} : { versionId }) },
});

/** What is answered to the administration, in both orders of its versions. */
function reasonsInBothOrders(one: Json, other: Json): (string | undefined)[] {
  const orders = [
    [one, other],
    [other, one],
  ];
  return orders.map((versions) => {
    const entry = [patient(), coverage(), claim(), ...versions].map((resource) => ({ resource }));
    const answer = answerOf({ resourceType: 'Bundle', type: 'history', entry });
    expect(answer.administrations).toHaveLength(1);
    expect(answer.notes).toEqual([NOTE]);
    return reasonsOf(answer).a1;
  });
}

describe('the newest version is', () => {
  const old = 'completed';
  const right = 'entered-in-error';

  test.each([
    ['updated later', meta('2025-03-05T10:00:00Z'), meta('2025-03-05T10:00:01Z')],
    ['updated later, in another offset', meta('2025-03-05T10:00:00-05:00'), meta('2025-03-05T15:00:01Z')],
    ['the one that says when, rather than one that does not', {}, meta('2025-03-05T10:00:01Z')],
    ['of the higher version, by number', meta(undefined, '9'), meta(undefined, '10')],
    ['of the higher version at one time', meta('2025-03-05T10:00:00Z', '1'), meta('2025-03-05T10:00:00Z', '2')],
    ['updated later, whatever its version', meta('2025-03-05T10:00:00Z', '2'), meta('2025-03-05T10:00:01Z', '1')],
  ])('%s', (_, earlier, later) => {
    expect(reasonsInBothOrders(version(earlier, old), version(later, right))).toEqual([right, right]);
    // The other way round, so that no order of the texts can stand in for the time.
    expect(reasonsInBothOrders(version(earlier, right), version(later, old))).toEqual(['evidence', 'evidence']);
  });

  test.each([
    ['nothing says so', {}, {}],
    ['the versions are no numbers', meta(undefined, 'a'), meta(undefined, 'b')],
  ])('the same in any order when %s', (_, one, other) => {
    const [first, second] = reasonsInBothOrders(version(one, old), version(other, right));

    expect(first).toBe(second);
  });
});

describe('what is one resource', () => {
  const entries = (...urls: readonly (string | undefined)[]) => {
    const versions = urls.map((fullUrl, i) => {
      const resource = infusion('a1', '2025-03-02', '2025-03-04', meta(`2025-03-0${i + 5}T10:00:00Z`));
      return fullUrl === undefined ? { resource } : { fullUrl, resource };
    });
    const entry = [...[patient(), coverage(), claim()].map((resource) => ({ resource })), ...versions];
    return answerOf({ resourceType: 'Bundle', type: 'history', entry }).administrations.length;
  };

  test.each([
    ['one fullUrl', [`${A}/MedicationAdministration/a1`, `${A}/MedicationAdministration/a1`], 1],
    ['one fullUrl, with versions', [`${A}/MedicationAdministration/a1/_history/1`, `${A}/MedicationAdministration/a1/_history/2`], 1],
    [
      'three versions',
      [`${A}/MedicationAdministration/a1/_history/1`, `${A}/MedicationAdministration/a1/_history/2`, `${A}/MedicationAdministration/a1`],
      1,
    ],
    ['one type and id, no fullUrl', [undefined, undefined], 1],
    ['two urns: two resources', ['urn:uuid:1', 'urn:uuid:2'], 2],
  ])('%s', (_, urls, count) => {
    expect(entries(...urls)).toBe(count);
  });

  test('two resources without id and fullUrl are two', () => {
    const { id: _, ...nameless } = infusion('a1', '2025-03-02', '2025-03-04');
    const entry = [patient(), coverage(), claim(), nameless, nameless].map((resource) => ({ resource }));
    const answer = answerOf({ resourceType: 'Bundle', type: 'collection', entry });

    expect(answer.administrations.map(({ reference }) => reference)).toEqual(['Bundle.entry[3]', 'Bundle.entry[4]']);
    expect(answer.notes).toEqual([]);
  });
});

test('a claim in two versions is judged once, as the newest says', () => {
  const versions = [31, 4].map((units, i) =>
    claim({ ...meta(`2025-04-0${i + 1}T10:00:00Z`, String(i + 1)), item: [perDiemItem(1, '2025-03-01', '2025-03-31', units)] }),
  );
  for (const claims of [versions, [...versions].reverse()]) {
    const entry = [patient(), coverage(), ...claims, infusion('a1', '2025-03-02', '2025-03-05')].map((resource) => ({ resource }));
    const judgements = judgementsOf({ resourceType: 'Bundle', type: 'history', entry });

    expect(judgements.map(({ assessment }) => assessment.units.submitted)).toEqual([4]);
    expect(judgements[0]?.assessment.notes).toEqual(['Claim/c1 is in the Bundle more than once: its newest version was read.']);
  }
});

test('an entry of a deleted resource carries none, and is left alone', () => {
  const entry: Json[] = [patient(), coverage(), claim(), infusion('a1', '2025-03-02', '2025-03-05')].map((resource) => ({ resource }));
  entry.push({ fullUrl: `${A}/Observation/o1`, request: { method: 'DELETE', url: 'Observation/o1' } });

  expect(answerOf({ resourceType: 'Bundle', type: 'history', entry }).units.allowed).toBe(4);
});

describe('a resource that the Bundle says was deleted', () => {
  const url = 'MedicationAdministration/a1';
  const deleted = (more: Json = {}): Json => ({ request: { method: 'DELETE', url }, ...more });
  const written = (lastUpdated: string | undefined, versionId?: string) =>
    infusion('a1', '2025-03-02', '2025-03-05', meta(lastUpdated, versionId));
  /** The same in both orders: supported units, and what is noted. */
  const answersOf = (...entries: Json[]) => {
    const [there, back] = [entries, entries.toReversed()].map((own) => {
      const entry = [...[patient(), coverage(), claim()].map((resource) => ({ resource })), ...own];
      const { units, notes } = answerOf({ resourceType: 'Bundle', type: 'history', entry });
      return { allowed: units.allowed, notes };
    });
    expect(back).toEqual(there);
    return there;
  };
  const GONE = { allowed: 0, notes: [`${url} was deleted, as the Bundle says: no version of it was read.`] };
  const at = (lastModified: string, etag?: string) => ({ response: { status: '204', lastModified, ...(etag && { etag }) } });
  const onA = { fullUrl: `${A}/${url}` };

  test.each([
    ['by the url of its request', [deleted(), { resource: written('2025-03-06T10:00:00Z') }]],
    ['by its fullUrl', [deleted({ ...onA, request: { method: 'DELETE' } }), { ...onA, resource: written(undefined) }]],
    ['by an urn and the url of its request', [deleted({ fullUrl: 'urn:uuid:1' }), { resource: written(undefined) }]],
    ['after it was written', [deleted(at('2025-03-06T10:00:01Z')), { resource: written('2025-03-06T10:00:00Z') }]],
    ['in a later version', [deleted(at('2025-03-06T10:00:00Z', 'W/"3"')), { resource: written('2025-03-06T10:00:00Z', '2') }]],
    ['after two versions', [deleted(), { resource: written('2025-03-06T10:00:00Z') }, { resource: written('2025-03-07T10:00:00Z') }]],
  ])('%s is no evidence', (_, entries) => {
    expect(answersOf(...entries)).toEqual(GONE);
  });

  test.each([
    ['that was written again later', [deleted(at('2025-03-06T10:00:00Z')), { resource: written('2025-03-06T10:00:01Z') }]],
    ['of a lower version', [deleted(at('2025-03-06T10:00:00Z', 'W/"2"')), { resource: written('2025-03-06T10:00:00Z', '3') }]],
    ['of another id', [deleted({ request: { method: 'DELETE', url: 'MedicationAdministration/a2' } }), { resource: written(undefined) }]],
    ['of another type', [deleted({ request: { method: 'DELETE', url: 'Observation/a1' } }), { resource: written(undefined) }]],
    ['of another server', [deleted({ fullUrl: `https://b.example/fhir/${url}` }), { ...onA, resource: written(undefined) }]],
    ['by an entry that only read it', [{ request: { method: 'GET', url } }, { resource: written(undefined) }]],
  ])('%s stands', (_, entries) => {
    expect(answersOf(...entries)).toEqual({ allowed: 4, notes: [] });
  });
});

test('two resources of two types under one fullUrl give one answer in any order', () => {
  const fullUrl = 'urn:uuid:7b0c7ae0-3c52-4d9a-9c3c-0d7a4a7b2f10';
  const insurance = [{ sequence: 1, focal: true, coverage: { reference: fullUrl } }];
  const own = [
    { fullUrl, resource: coverage() },
    { fullUrl, resource: { resourceType: 'Organization', id: 'o1', name: 'Acme' } },
  ];
  const [there, back] = [own, own.toReversed()].map((both) =>
    answerOf({
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        { resource: patient() },
        { resource: claim({ insurance }) },
        { resource: infusion('a1', '2025-03-02', '2025-03-05') },
        ...both,
      ],
    }),
  );

  expect(there).toEqual(back);
});
