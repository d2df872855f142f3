/** What the fuzzer found, each with the smallest request that showed it. */
import { describe, expect, test } from 'vitest';
import { writeAnswers } from '../../src/fhir/write-answer.ts';
import { adjudicate, type Judgement, readRequest } from '../../src/index.ts';
import { bundleOf, claim, type Json, patient, perDiemItem } from '../support/build-record.ts';
import { problemsOf } from '../support/valid-r4.ts';

const asOf = Date.UTC(2026, 5, 1);

function answerTo(json: Json) {
  const read = readRequest(json);
  if (!read.ok) throw new Error('It cannot be read.');
  const [record] = read.request.records;
  if (!record) throw new Error('There is nothing to judge.');
  const judgements: readonly Judgement[] = adjudicate(record, { asOf, policies: [] });
  return { judgements, answers: writeAnswers(record, judgements) };
}

const PAS = { meta: { profile: ['http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-claim'] }, use: 'preauthorization' };

describe('What the fuzzer found', () => {
  test('A resource that a PAS answer repeats loses what says nothing, and keeps its lists of primitives in pairs', () => {
    const name = [{ given: ['Ann', null], _given: [null, { id: 'second' }], text: ' ', prefix: [] }];
    const { answers } = answerTo(bundleOf([claim(PAS), patient({ extension: [], name, contact: [{}] })]));
    const [answer] = answers;
    const entries = answer?.resourceType === 'Bundle' ? (answer.entry ?? []) : [];
    const repeated = entries.find(({ resource }) => resource?.resourceType === 'Patient')?.resource as Json | undefined;
    expect(repeated?.name).toEqual([{ given: ['Ann', null], _given: [null, { id: 'second' }] }]);
    expect(Object.keys(repeated ?? {})).not.toContain('extension');
    expect(Object.keys(repeated ?? {})).not.toContain('contact');
  });

  test.each([
    ['Organization/o1', 'Practitioner/d1', undefined, { reference: 'Practitioner/d1' }],
    ['Patient/p9', 'Patient/p9', { reference: 'Patient/p9' }, undefined],
    ['patient/p9', 'organization/o1', undefined, undefined],
    [
      'https://a.example/x/Files/1',
      'https://a.example/x/Files/1',
      { reference: 'https://a.example/x/Files/1' },
      { reference: 'https://a.example/x/Files/1' },
    ],
  ])('A patient %s and a provider %s are repeated only where R4 allows them', (patientRef, providerRef, asPatient, asRequestor) => {
    const { answers, judgements } = answerTo(claim({ patient: { reference: patientRef }, provider: { reference: providerRef } }));
    const [answer] = answers;
    if (answer?.resourceType !== 'ClaimResponse') throw new Error('No ClaimResponse.');
    if (asPatient) expect(answer.patient).toEqual(asPatient);
    else expect(Object.keys(answer.patient)).toEqual(['extension']);
    expect(answer.requestor).toEqual(asRequestor);
    expect(problemsOf(answer, judgements[0]?.claim)).toEqual([]);
  });

  test.each([
    ['two ids under one address', [{ id: 'p1' }, { id: 'p1-7' }]],
    [
      'versions that are numbers and one that is none',
      [{ meta: { versionId: '2' } }, { meta: { versionId: 'x' } }, { meta: { versionId: '10' }, active: true }],
    ],
  ])('The order of entries does not matter to %s', (_, versions) => {
    const fullUrl = 'https://example.org/fhir/Patient/p1';
    const entries = versions.map((each) => ({ fullUrl, resource: { ...patient(), ...each } }));
    const judged = (entry: readonly unknown[]) =>
      answerTo({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: claim() }, ...entry] } as Json).judgements.map(
        ({ assessment }) => assessment,
      );
    expect(judged(entries.toReversed())).toEqual(judged(entries));
    expect(judged([...entries.slice(1), ...entries.slice(0, 1)])).toEqual(judged(entries));
  });

  test('A claim whose id is none is not referred to by it', () => {
    const { answers, judgements } = answerTo(claim({ id: 'Patient/p1' }));
    const [answer] = answers;
    if (answer?.resourceType !== 'ClaimResponse') throw new Error('No ClaimResponse.');
    expect(answer.request?.reference).toBeUndefined();
    expect(problemsOf(answer, judgements[0]?.claim)).toEqual([]);
  });

  test('Amounts whose sum no number of JSON can hold are answered with the longest one that does', () => {
    const net = { value: -1e308, currency: 'USD' as const };
    const item = [1, 2, 3].map((sequence) => ({ ...perDiemItem(sequence, '2025-03-01', '2025-03-01', 1), net }));
    const { answers } = answerTo(bundleOf([claim({ item })]));
    expect(JSON.stringify(answers)).not.toMatch(/"value":null/);
    expect(JSON.stringify(answers)).toContain(String(-Number.MAX_VALUE));
  });

  test('A claim of 900 lines of a month each is judged and answered in a few seconds', () => {
    const item = Array.from({ length: 900 }, (_, i) => perDiemItem(i + 1, '2025-03-01', '2025-03-31', 31));
    const started = performance.now();
    const { answers } = answerTo(bundleOf([claim({ item })]));
    expect(answers).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});
