import type { Coverage } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import type { Judgement } from '../../src/judgement.ts';
import { writeValid } from '../support/claim-response-parts.ts';
import { assessmentOf, claimOf, itemOf, judgementOf, otherLine } from '../support/judgements.ts';

describe('insurer, request and patient', () => {
  const lines = assessmentOf([otherLine(1, 'A4222', 'not-judged')]);
  const { insurer: _, ...bare } = claimOf([itemOf(1, 'A4222')]);
  const coverageOf = (payor: Coverage['payor'], more: Partial<Coverage> = {}): Coverage => ({
    resourceType: 'Coverage',
    status: 'active',
    beneficiary: { reference: 'urn:uuid:1' },
    payor,
    ...more,
  });
  const insurer = (more: Partial<Judgement>) => writeValid(judgementOf(bare, lines, more)).insurer;
  const display = { ...bare, insurance: [{ sequence: 1, focal: true, coverage: { display: 'Acme' } }] };

  test('the insurer is the payor, passing over persons', () => {
    const payors = [{ reference: 'Patient/p1', display: 'Jane Roe' }, { reference: 'urn:uuid:1' }, { reference: 'Organization/o' }];
    expect(insurer({ coverage: coverageOf(payors) })).toEqual({ reference: 'Organization/o' });
  });
  test('a contained payor is named, since a reference to it would lead nowhere', () => {
    const contained: Coverage['contained'] = [{ resourceType: 'Organization', id: 'o', name: 'Acme' }];
    expect(insurer({ coverage: coverageOf([{ reference: '#o' }], { contained }) })).toEqual({ display: 'Acme' });
  });
  test('else the display at hand', () => expect(insurer({ claim: display })).toEqual({ display: 'Acme' }));
  test('of an insurance that is not focal nothing is taken, and of several that are the first by sequence', () => {
    const insurance = (sequence: number, focal: boolean, name: string) => ({
      sequence,
      focal,
      coverage: { display: name },
      preAuthRef: [`PA of ${name}`],
    });
    const answer = (...all: ReturnType<typeof insurance>[]) => writeValid(judgementOf({ ...bare, insurance: all }, lines));

    expect(answer(insurance(1, false, 'Acme')).insurer).toHaveProperty('extension');
    expect(answer(insurance(1, false, 'Acme'))).not.toHaveProperty('preAuthRef');
    expect(answer(insurance(2, true, 'Acme'), insurance(1, true, 'Best'))).toMatchObject({
      insurer: { display: 'Best' },
      preAuthRef: 'PA of Best',
    });
  });
  test('else it is said to be unknown', () =>
    expect(insurer({})).toEqual({
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
    }));

  test('a claim without a reference is named by its identifier', () => {
    const claim = { ...bare, identifier: [{ system: 'urn:x', value: '7' }] };
    expect(writeValid(judgementOf(claim, lines, { claimReference: { reference: 'Bundle.entry[2]' } })).request).toEqual({
      type: 'Claim',
      identifier: { system: 'urn:x', value: '7' },
    });
  });
  test('of the patient only the link is repeated', () => {
    const identifier = { value: 'm', assigner: { display: 'Jane' } };
    const patient = (from: object) => writeValid(judgementOf({ ...bare, patient: from }, lines)).patient;
    expect(patient({ display: 'Jane' })).toHaveProperty('extension');
    expect(patient({ reference: '#p', identifier, display: 'Jane' })).toEqual({ identifier: { value: 'm' } });
    expect(patient({ reference: 'urn:uuid:2', identifier, display: 'Jane' })).toEqual({ reference: 'urn:uuid:2' });
  });
});
