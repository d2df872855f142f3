/** FHIR R4 Bundle "Resolving references in Bundles": a medication is found, or not, by each form of reference. */
import { describe, expect, test } from 'vitest';
import { answerOf, reasonsOf } from '../support/build-answer.ts';
import { bundleOf, claim, coverage, infusion, type Json, patient } from '../support/build-record.ts';

const A = 'https://a.example/fhir';
const B = 'https://b.example/fhir/r4';
const UUID = 'urn:uuid:7a1d2f3e-0001-4000-8000-000000000001';
const OID = 'urn:oid:1.2.3.4.5';
const FOUND = 'evidence';
const NOT_FOUND = 'unknown-medication';

const drug = (id: string | undefined, text = 'morphine'): Json => ({
  resourceType: 'Medication',
  ...(id === undefined ? {} : { id }),
  code: { text },
});
const at = (fullUrl: string | undefined, resource: Json): Json => (fullUrl === undefined ? { resource } : { fullUrl, resource });

/** The answer to an administration, entered under `from`, that refers to a medication; `medications` are entries. */
function reasonOf(reference: Json, medications: readonly Json[], from?: string): string | undefined {
  // By identifier the patient is found from any server.
  const identifier = { system: 'http://ids', value: 'p' };
  const { medicationCodeableConcept: _, ...given } = infusion('a1', '2025-03-02', '2025-03-04', {
    medicationReference: reference,
    subject: { identifier },
  });
  const others = [patient({ identifier: [identifier] }), coverage(), claim()].map((resource) => at(undefined, resource));
  return reasonsOf(answerOf({ resourceType: 'Bundle', type: 'collection', entry: [...others, at(from, given), ...medications] })).a1;
}
const to = (reference: string) => ({ reference });

describe('by fullUrl', () => {
  test.each([
    ['an absolute reference is the fullUrl', `${A}/Medication/m1`, `${A}/Medication/m1`, FOUND],
    ['another id', `${A}/Medication/m2`, `${A}/Medication/m1`, NOT_FOUND],
    ['another server', `${B}/Medication/m1`, `${A}/Medication/m1`, NOT_FOUND],
    ['http is not https', 'http://a.example/fhir/Medication/m1', `${A}/Medication/m1`, NOT_FOUND],
    ['urn:uuid', UUID, UUID, FOUND],
    ['another urn:uuid', UUID.replace(/1$/, '2'), UUID, NOT_FOUND],
    ['urn:oid', OID, OID, FOUND],
    ['an address that is not RESTful', 'https://a.example/things/7', 'https://a.example/things/7', FOUND],
    ['a version of the reference is ignored', `${A}/Medication/m1/_history/3`, `${A}/Medication/m1`, FOUND],
    ['a version of the fullUrl is ignored', `${A}/Medication/m1`, `${A}/Medication/m1/_history/3`, FOUND],
    ['two versions are ignored', `${A}/Medication/m1/_history/2`, `${A}/Medication/m1/_history/3`, FOUND],
  ])('%s', (_, reference, fullUrl, answer) => {
    expect(reasonOf(to(reference), [at(fullUrl, drug('m1'))])).toBe(answer);
  });

  test('a resource without an id is found by its fullUrl', () => {
    expect(reasonOf(to(UUID), [at(UUID, drug(undefined))])).toBe(FOUND);
  });
});

describe('relative references', () => {
  test.each([
    ['is on the server of the administration', `${A}/MedicationAdministration/a1`, `${A}/Medication/m1`, FOUND],
    ['is on another server', `${B}/MedicationAdministration/a1`, `${A}/Medication/m1`, NOT_FOUND],
    ['is on a server under the same host', 'https://a.example/MedicationAdministration/a1', `${A}/Medication/m1`, NOT_FOUND],
    ['names no server', `${A}/MedicationAdministration/a1`, undefined, FOUND],
    ['is on a server, the administration names none', undefined, `${A}/Medication/m1`, FOUND],
    ['is on a server, the administration has a urn', UUID, `${A}/Medication/m1`, FOUND],
    ['neither names a server', undefined, undefined, FOUND],
    ['has a version in its own fullUrl', `${A}/MedicationAdministration/a1/_history/1`, `${A}/Medication/m1/_history/2`, FOUND],
  ])('the medication %s', (_, from, fullUrl, answer) => {
    expect(reasonOf(to('Medication/m1'), [at(fullUrl, drug('m1'))], from)).toBe(answer);
  });

  test('of two servers the own one is meant', () => {
    const both = [at(`${A}/Medication/m1`, drug('m1', 'vancomycin')), at(`${B}/Medication/m1`, drug('m1'))];

    expect(reasonOf(to('Medication/m1'), both, `${B}/MedicationAdministration/a1`)).toBe(FOUND);
    expect(reasonOf(to('Medication/m1'), both, `${A}/MedicationAdministration/a1`)).toBe('not-pain-medication');
    expect(reasonOf(to('Medication/m1'), both)).toBe(NOT_FOUND);
  });

  test('a version is ignored', () => {
    expect(reasonOf(to('Medication/m1/_history/4'), [at(undefined, drug('m1'))])).toBe(FOUND);
  });

  test.each(['m1', 'medication/m1', 'Medication/', '/Medication/m1/', 'Substance/m1', 'Medication/m1?x=1', ''])(
    '%j leads nowhere',
    (text) => {
      expect(reasonOf(to(text), [at(undefined, drug('m1'))])).toBe(NOT_FOUND);
    },
  );

  test('two resources of one type and id, each with a urn of its own, are not told apart', () => {
    const both = [at(UUID, drug('m1')), at(UUID.replace(/1$/, '2'), drug('m1', 'vancomycin'))];

    expect(reasonOf(to('Medication/m1'), both)).toBe(NOT_FOUND);
    expect(reasonOf(to(UUID), both)).toBe(FOUND);
  });
});

describe('contained resources', () => {
  const withContained = (reference: string, ...contained: readonly Json[]) => {
    const { medicationCodeableConcept: _, ...given } = infusion('a1', '2025-03-02', '2025-03-04', {
      medicationReference: to(reference),
      contained,
    });
    return reasonsOf(answerOf(bundleOf([patient(), coverage(), claim(), given, drug('outside')]))).a1;
  };

  test.each([
    ['by its id', '#m1', [drug('m1')], FOUND],
    ['not by another', '#m2', [drug('m1')], NOT_FOUND],
    ['of two the one named', '#m1', [drug('m0', 'vancomycin'), drug('m1')], FOUND],
    ['not outside', '#outside', [], NOT_FOUND],
    ['not the container itself', '#', [drug('m1')], NOT_FOUND],
    ['not without the mark', 'Medication/m1', [drug('m1')], NOT_FOUND],
  ])('%s', (_, reference, contained, answer) => {
    expect(withContained(reference, ...contained)).toBe(answer);
  });

  test('a contained medication may refer to an entry by its container’s server', () => {
    const bag = { resourceType: 'Medication', id: 'bag', ingredient: [{ itemReference: to('Medication/m1') }] };
    const { medicationCodeableConcept: _, ...given } = infusion('a1', '2025-03-02', '2025-03-04', {
      medicationReference: to('#bag'),
      contained: [bag],
      subject: { reference: `${A}/Patient/p1` },
    });
    const entry = [
      at(`${A}/Patient/p1`, patient()),
      at(`${A}/Claim/c1`, claim()),
      at(`${A}/MedicationAdministration/a1`, given),
      at(`${A}/Medication/m1`, drug('m1')),
      at(`${B}/Medication/m1`, drug('m1', 'vancomycin')),
    ];

    expect(reasonsOf(answerOf({ resourceType: 'Bundle', type: 'collection', entry })).a1).toBe(FOUND);
  });
});

describe('by identifier', () => {
  const identified = (id: string, identifier: unknown): Json => ({ ...drug(id), identifier });
  const byIdentifier = (identifier: Json, type?: string) => ({ identifier, ...(type === undefined ? {} : { type }) });
  const one = { system: 'http://drugs', value: '7' };

  test.each([
    ['system and value', byIdentifier(one), [one], FOUND],
    ['one of several', byIdentifier(one), [{ value: 'x' }, one], FOUND],
    ['with the type', byIdentifier(one, 'Medication'), [one], FOUND],
    ['with another type', byIdentifier(one, 'Substance'), [one], NOT_FOUND],
    ['another system', byIdentifier({ ...one, system: 'http://other' }), [one], NOT_FOUND],
    ['no system on one side', byIdentifier({ value: '7' }), [one], NOT_FOUND],
    ['no system on either', byIdentifier({ value: '7' }), [{ value: '7' }], FOUND],
    ['no value', byIdentifier({ system: 'http://drugs' }), [{ system: 'http://drugs' }], NOT_FOUND],
    ['a list with nothing in it, and worse', byIdentifier(one), [null, 7, 'x', [], {}], NOT_FOUND],
    ['no list', byIdentifier(one), 'x', NOT_FOUND],
  ])('%s', (_, reference, identifier, answer) => {
    expect(reasonOf(reference, [at(undefined, identified('m1', identifier))])).toBe(answer);
  });

  test('an identifier that two resources have leads nowhere', () => {
    expect(
      reasonOf(
        byIdentifier(one),
        ['m1', 'm2'].map((id) => at(undefined, identified(id, [one]))),
      ),
    ).toBe(NOT_FOUND);
  });

  test('a reference decides, its identifier does not help', () => {
    expect(reasonOf({ ...byIdentifier(one), ...to('Medication/other') }, [at(undefined, identified('m1', [one]))])).toBe(NOT_FOUND);
  });
});
