/** Input made to break or to stall: circles, depth, numbers of things. */
import { describe, expect, test } from 'vitest';
import { adjudicate, readRequest, writeClaimResponse } from '../../src/index.ts';
import { answerOf, judgementsOf, reasonsOf } from '../support/build-answer.ts';
import { bundleOf, claim, infusion, type Json, patient, reading, recordOf, stay } from '../support/build-record.ts';

const four = infusion('a1', '2025-03-02', '2025-03-05');
const LEVELS = 100_000;

/** Milliseconds of this process's time that it takes, whatever else the machine does, and what comes out. */
function timed<T>(work: () => T): { result: T; ms: number } {
  const began = process.cpuUsage();
  const result = work();
  return { result, ms: process.cpuUsage(began).user / 1000 };
}
const nested = (wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 'core';
  for (let level = 0; level < LEVELS; level += 1) value = wrap(value);
  return value;
};

describe('references in a circle', () => {
  test('claims that replace each other', () => {
    const replacing = (id: string, other: string) =>
      claim({ id, related: [{ claim: { reference: `Claim/${other}` }, relationship: { coding: [{ code: 'replaced' }] } }] });

    expect(judgementsOf(recordOf(replacing('c1', 'c2'), replacing('c2', 'c1'), four)).map(({ assessment }) => assessment.claim)).toEqual([
      'Claim/c1',
      'Claim/c2',
    ]);
  });

  test('a claim that replaces itself, is its own patient, coverage and facility', () => {
    const self = { reference: 'Claim/c1' };
    const circle = claim({
      patient: self,
      facility: self,
      related: [{ claim: self, relationship: { coding: [{ code: 'prior' }] } }],
      insurance: [{ sequence: 1, focal: true, coverage: self, claimResponse: self }],
    });

    expect(answerOf(recordOf(circle, infusion('a1', '2025-03-02', '2025-03-05', { subject: self }))).verdicts['coverage-present']).toBe(
      'undetermined',
    );
  });

  test('a contained resource that is its own container', () => {
    const self = { reference: '#' };

    expect(answerOf(claim({ patient: self, facility: self, contained: [] })).patient).toBe('Claim/c1');
  });

  test('thirty thousand medications, each an ingredient of the one before', () => {
    const medications = Array.from({ length: 30_000 }, (_, i) => ({
      resourceType: 'Medication',
      id: `m${i}`,
      ingredient: [{ itemReference: { reference: `Medication/m${(i + 1) % 30_000}` } }],
    }));
    const { medicationCodeableConcept: _, ...rest } = four;
    const given = { ...rest, medicationReference: { reference: 'Medication/m0' } };
    const { result, ms } = timed(() => reasonsOf(answerOf(recordOf(given, ...medications))));

    expect(result).toEqual({ a1: 'unknown-medication' });
    expect(ms).toBeLessThan(5000);
  });
});

describe('a hundred thousand levels', () => {
  const deepList = nested((inner) => [inner]);
  const deepObject = nested((inner) => ({ extension: [inner], contained: [inner], resource: inner }));
  const deepBundle = nested((inner) => ({ resourceType: 'Bundle', entry: [{ resource: inner }] }));
  const deepParameters = nested((inner) => ({ resourceType: 'Parameters', parameter: [{ name: 'resource', resource: inner }] }));

  test.each([
    ['a list for all', deepList],
    ['an object for all', deepObject],
    ['Bundles', deepBundle],
    ['Parameters', deepParameters],
    ['the type', { resourceType: deepList }],
    ['the entry', { resourceType: 'Bundle', entry: deepList }],
    ['an item', claim({ item: deepList })],
    ['an id', recordOf({ resourceType: 'Provenance', id: deepList })],
    ['a version', recordOf({ resourceType: 'Provenance', id: 'x', meta: { versionId: deepList, lastUpdated: deepObject } })],
    ['a contained resource', claim({ contained: [deepObject] })],
  ])('in %s: an issue', (_, json) => {
    expect(readRequest(json).ok).toBe(false);
  });

  test('in what nothing reads: left alone, also in two versions', () => {
    const note = { ...four, extension: deepObject, note: deepList };
    const record = recordOf(four, { resourceType: 'Provenance', id: 'x', target: deepList }, note, note, claim({ extension: deepObject }));

    expect(judgementsOf(record).map((judgement) => [judgement.assessment.units.allowed, writeClaimResponse(judgement).outcome])).toEqual([
      [4, 'complete'],
    ]);
  });
});

describe('thirty thousand', () => {
  const MANY = 30_000;
  const asOf = Date.UTC(2027, 5, 1);
  const judge = (json: unknown) => {
    const read = readRequest(json);
    expect(read.ok).toBe(true);
    return read.ok ? read.request.records.flatMap((record) => adjudicate(record, { asOf, policies: [] })) : [];
  };
  const many = (make: (i: number) => Json) => Array.from({ length: MANY }, (_, i) => make(i));

  test('administrations of three years each are judged in under ten seconds, and each day names no more than a reading a minute', () => {
    const record = recordOf(...many((i) => infusion(`a${i}`, '2024-01-01', '2026-12-31')));
    const { result, ms } = timed(() => judge(record).map(({ assessment }) => assessment));

    expect(ms).toBeLessThan(10_000);
    expect(result.map(({ units, runs }) => [units.allowed, runs.length])).toEqual([[31, 1]]);
    expect(result[0]?.days.length).toBe(366 + 31 + 366);
    expect(Math.max(...(result[0]?.days ?? []).map(({ evidence }) => evidence.length))).toBeLessThanOrEqual(1440);
  }, 30_000);

  test.each<readonly [string, readonly Json[]]>([
    ['readings at one instant', many((i) => reading(`r${i}`, '2025-03-02T10:00:00Z', 5))],
    [
      'readings a second apart, each of a medication of its own',
      many((i) =>
        reading(`r${i}`, new Date(Date.UTC(2025, 2, 2) + i * 1000).toISOString(), 5, {
          medicationCodeableConcept: { text: `morphine ${i}` },
        }),
      ),
    ],
    ['stays, one in the other', many((i) => stay(`e${i}`, '2025-03-02', '2025-03-20'))],
    [
      'stays, each apart from the next',
      many((i) =>
        stay(
          `e${i}`,
          new Date(Date.UTC(2020, 0, 1) + i * 7_300_000).toISOString(),
          new Date(Date.UTC(2020, 0, 1) + i * 7_300_000 + 1000).toISOString(),
        ),
      ),
    ],
    ['versions of one administration', many((i) => ({ ...four, meta: { versionId: String(i) } }))],
    ['patients of one id', many((i) => patient({ address: [{ city: String(i) }] }))],
    ['strangers', many((i) => ({ resourceType: 'Provenance', id: String(i) }))],
  ])('%s are judged in under ten seconds', (_, resources) => {
    const { result, ms } = timed(() => judge(recordOf(four, ...resources)));

    expect(result).toHaveLength(1);
    expect(ms).toBeLessThan(10_000);
  });

  test('claims of one patient without a line are judged in under ten seconds', () => {
    const claims = Array.from({ length: 3000 }, (_, i) => claim({ id: `c${i}`, item: [] }));
    const { result, ms } = timed(() => judge(bundleOf([patient(), ...claims, four])));

    expect(result).toHaveLength(3000);
    expect(ms).toBeLessThan(10_000);
  });
});
