/** 1-days.md 0, "Same patient". */
import { describe, expect, test } from 'vitest';
import { answerOf } from '../support/build-answer.ts';
import { claim, coverage, infusion, type Json, patient, stay } from '../support/build-record.ts';

const A = 'https://a.example/fhir';
const B = 'https://b.example/fhir';
const UUID = 'urn:uuid:7a1d2f3e-0001-4000-8000-000000000001';
const ID = { system: 'http://hospital.example/mrn', value: '4711' };

const to = (reference: string, more: Json = {}): Json => ({ reference, ...more });
const by = (identifier: Json, more: Json = {}): Json => ({ identifier, ...more });
const at = (fullUrl: string | undefined, resource: Json): Json => (fullUrl === undefined ? { resource } : { fullUrl, resource });

interface Meeting {
  /** What `Claim.patient` says, and where the claim was entered. */
  readonly claim: Json;
  readonly claimUrl?: string;
  /** The same of the administration's subject. */
  readonly subject: Json;
  readonly subjectUrl?: string;
  readonly patients?: readonly Json[];
}

/** True when the administration was read as one of the claim's patient. */
function isSame({ claim: claimed, claimUrl, subject, subjectUrl, patients = [] }: Meeting): boolean {
  const entry = [
    ...patients,
    at(undefined, coverage()),
    at(claimUrl, claim({ patient: claimed })),
    at(subjectUrl, infusion('a1', '2025-03-02', '2025-03-04', { subject })),
  ];
  return answerOf({ resourceType: 'Bundle', type: 'collection', entry }).administrations.length === 1;
}

const claimUrl = `${A}/Claim/c1`;
const onA = `${A}/MedicationAdministration/a1`;
const onB = `${B}/MedicationAdministration/a1`;
const patientOnA = at(`${A}/Patient/p1`, patient());
const patientOnB = at(`${B}/Patient/p1`, patient());

describe('both references lead to an entry', () => {
  test.each<readonly [string, Meeting, boolean]>([
    ['relative, neither on a server', { claim: to('Patient/p1'), subject: to('Patient/p1'), patients: [at(undefined, patient())] }, true],
    [
      'to two patients',
      { claim: to('Patient/p1'), subject: to('Patient/p2'), patients: [at(undefined, patient()), at(undefined, patient({ id: 'p2' }))] },
      false,
    ],
    ['relative and absolute', { claim: to('Patient/p1'), claimUrl, subject: to(`${A}/Patient/p1`), patients: [patientOnA] }, true],
    ['absolute and a version', { claim: to(`${A}/Patient/p1`), subject: to(`${A}/Patient/p1/_history/2`), patients: [patientOnA] }, true],
    ['urn:uuid twice', { claim: to(UUID), subject: to(UUID), patients: [at(UUID, patient())] }, true],
    ['urn:uuid and type with id', { claim: to(UUID), subject: to('Patient/p1'), patients: [at(UUID, patient())] }, true],
    [
      'two servers’ Patient/p1, each from its own',
      { claim: to('Patient/p1'), claimUrl, subject: to('Patient/p1'), subjectUrl: onB, patients: [patientOnA, patientOnB] },
      false,
    ],
    [
      'the same server',
      { claim: to('Patient/p1'), claimUrl, subject: to('Patient/p1'), subjectUrl: onA, patients: [patientOnA, patientOnB] },
      true,
    ],
    [
      'two servers’ Patient/p1, absolute',
      { claim: to(`${A}/Patient/p1`), subject: to(`${B}/Patient/p1`), patients: [patientOnA, patientOnB] },
      false,
    ],
    [
      'by identifier and by reference',
      { claim: to('Patient/p1'), subject: by(ID), patients: [at(undefined, patient({ identifier: [ID] }))] },
      true,
    ],
    ['by identifier twice', { claim: by(ID), subject: by(ID), patients: [at(undefined, patient({ identifier: [ID] }))] }, true],
    [
      'by two identifiers of one patient',
      { claim: by(ID), subject: by({ value: 'x' }), patients: [at(undefined, patient({ identifier: [ID, { value: 'x' }] }))] },
      true,
    ],
  ])('%s', (_, meeting, same) => {
    expect(isSame(meeting)).toBe(same);
  });

  test('two servers may share an id of the patient’s: by reference they are two people still', () => {
    const patients = [at(`${A}/Patient/p1`, patient({ identifier: [ID] })), at(`${B}/Patient/p1`, patient({ identifier: [ID] }))];

    expect(isSame({ claim: to('Patient/p1'), claimUrl, subject: to('Patient/p1'), subjectUrl: onB, patients })).toBe(false);
  });

  test.each([
    ['each its own', [patient()], [patient()], false],
    ['the claim its own, the administration an entry', [patient()], [], false],
  ])('contained patients, %s', (_, inClaim, inAdministration, same) => {
    const entry = [
      at(undefined, claim({ patient: to('#p1'), contained: inClaim })),
      at(undefined, infusion('a1', '2025-03-02', '2025-03-04', { subject: to('#p1'), contained: inAdministration })),
    ];

    expect(answerOf({ resourceType: 'Bundle', entry }).administrations.length === 1).toBe(same);
  });
});

describe('neither leads to an entry', () => {
  test.each<readonly [string, Meeting, boolean]>([
    ['equal type and id', { claim: to('Patient/p1'), subject: to('Patient/p1') }, true],
    ['another id', { claim: to('Patient/p1'), subject: to('Patient/p2') }, false],
    ['another type', { claim: to('Patient/p1'), subject: to('Group/p1') }, false],
    ['one absolute', { claim: to('Patient/p1'), subject: to(`${A}/Patient/p1`) }, true],
    ['both absolute, one server', { claim: to(`${A}/Patient/p1`), subject: to(`${A}/Patient/p1`) }, true],
    ['both absolute, two servers', { claim: to(`${A}/Patient/p1`), subject: to(`${B}/Patient/p1`) }, false],
    ['relative, each on a server of its own', { claim: to('Patient/p1'), claimUrl, subject: to('Patient/p1'), subjectUrl: onB }, false],
    ['relative, on one server', { claim: to('Patient/p1'), claimUrl, subject: to('Patient/p1'), subjectUrl: onA }, true],
    ['versions are ignored', { claim: to('Patient/p1/_history/1'), subject: to('Patient/p1/_history/2') }, true],
    ['one urn', { claim: to(UUID), subject: to(UUID) }, true],
    ['two urns', { claim: to(UUID), subject: to(UUID.replace(/1$/, '2')) }, false],
    ['identifiers of one system and value', { claim: by(ID), subject: by(ID) }, true],
    ['identifiers of two systems', { claim: by(ID), subject: by({ ...ID, system: 'http://other' }) }, false],
    ['identifiers of two values', { claim: by(ID), subject: by({ ...ID, value: '4712' }) }, false],
    ['a reference and an identifier', { claim: to('Patient/p1'), subject: by(ID) }, false],
    ['a reference with an identifier, and that identifier', { claim: to('Patient/p1', by(ID)), subject: by(ID) }, true],
    ['identifiers without a value', { claim: by({ system: 'http://a' }), subject: by({ system: 'http://a' }) }, false],
    ['displays alone', { claim: { display: 'Jane Roe' }, subject: { display: 'Jane Roe' } }, false],
    [
      'equal displays of two patients',
      { claim: to('Patient/p1', { display: 'Jane Roe' }), subject: to('Patient/p2', { display: 'Jane Roe' }) },
      false,
    ],
    [
      'unequal displays of one',
      { claim: to('Patient/p1', { display: 'Jane Roe' }), subject: to('Patient/p1', { display: 'J. R.' }) },
      true,
    ],
    ['empty references', { claim: {}, subject: {} }, false],
  ])('%s', (_, meeting, same) => {
    expect(isSame(meeting)).toBe(same);
  });
});

describe('one leads to an entry and the other to none', () => {
  test.each<readonly [string, Meeting]>([
    ['the claim’s does', { claim: to('Patient/p1'), subject: to('Patient/p2'), patients: [at(undefined, patient())] }],
    ['the administration’s does', { claim: to('Patient/p2'), subject: to('Patient/p1'), patients: [at(undefined, patient())] }],
    [
      'the other’s server is not the patient’s',
      { claim: to('Patient/p1'), claimUrl, subject: to('Patient/p1'), subjectUrl: onB, patients: [patientOnA] },
    ],
    ['an identifier that the patient does not have', { claim: to('Patient/p1'), subject: by(ID), patients: [at(undefined, patient())] }],
  ])('%s: two people', (_, meeting) => {
    expect(isSame(meeting)).toBe(false);
  });
});

test('each administration is asked for itself: one of the patient beside one of another', () => {
  const entry = [
    patientOnA,
    at(claimUrl, claim()),
    at(onA, infusion('a1', '2025-03-02', '2025-03-04')),
    at(`${B}/MedicationAdministration/b1`, infusion('b1', '2025-03-12', '2025-03-14')),
    at(`${B}/Encounter/e1`, stay('e1', '2025-03-02', '2025-03-30')),
  ];
  const { administrations, stays } = answerOf({ resourceType: 'Bundle', type: 'collection', entry });

  expect(administrations.map(({ reference }) => reference)).toEqual(['MedicationAdministration/a1']);
  expect(stays).toEqual([]);
});
