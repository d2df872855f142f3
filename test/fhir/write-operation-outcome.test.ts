import type { Claim } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { withLineErrors, writeClaimError } from '../../src/fhir/write-claim-error.ts';
import { writeClaimResponse } from '../../src/fhir/write-claim-response.ts';
import { writeOperationOutcome } from '../../src/fhir/write-operation-outcome.ts';
import type { Issue } from '../../src/issue.ts';
import { assessmentOf, claimOf, itemOf, judgementOf, otherLine } from '../support/judgements.ts';
import { problemsOf } from '../support/valid-r4.ts';

const CODES: readonly Issue['code'][] = [
  'structure',
  'required',
  'value',
  'invalid',
  'code-invalid',
  'duplicate',
  'not-found',
  'not-supported',
  'too-costly',
];
const issueOf = (code: Issue['code'], expression = 'Claim.item[0].quantity'): Issue => ({
  severity: 'error',
  code,
  expression,
  text: 'Text.',
});

describe('OperationOutcome', () => {
  test('carries every issue with its place', () => {
    expect(writeOperationOutcome([issueOf('value'), issueOf('structure', '')])).toEqual({
      resourceType: 'OperationOutcome',
      issue: [
        { severity: 'error', code: 'value', details: { text: 'Text.' }, expression: ['Claim.item[0].quantity'] },
        { severity: 'error', code: 'structure', details: { text: 'Text.' } },
      ],
    });
  });
  test.each(CODES)('%s is an issue type', (code) => expect(problemsOf(writeOperationOutcome([issueOf(code)]))).toEqual([]));
  test('has at least one issue', () => {
    const outcome = writeOperationOutcome([]);
    expect(problemsOf(outcome)).toEqual([]);
    expect(outcome.issue.map(({ severity, code }) => [severity, code])).toEqual([['information', 'informational']]);
  });
});

describe('a claim that could not be read', () => {
  const claim = claimOf([itemOf(1, 'S9326'), itemOf(2, 'A4222')]);
  const asked = { claim, claimReference: { reference: 'Claim/c1' } };

  test('is answered with every issue and no item', () => {
    const response = writeClaimError(asked, '2025-04-01T00:00:00Z', [issueOf('value')]);
    expect(problemsOf(response, claim)).toEqual([]);
    expect(response.outcome).toBe('error');
    expect(response.error).toEqual([
      {
        extension: [
          { url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-errorPath', valueString: 'Claim.item[0].quantity' },
        ],
        code: { coding: [{ system: 'http://hl7.org/fhir/issue-type', code: 'value' }], text: 'Text.' },
      },
    ]);
  });
  test('even when it says next to nothing', () => {
    const bare = { resourceType: 'Claim' } as Claim;
    const response = writeClaimError({ claim: bare, claimReference: {} }, '2025-04-01T00:00:00Z', [issueOf('required', '')]);
    expect(problemsOf(response)).toEqual([]);
  });
  test('is partial when lines only could not be read, and complete when all could', () => {
    const lines = [otherLine(1, 'S9326', 'not-judged'), otherLine(2, 'A4222', 'not-judged')];
    const response = writeClaimResponse(judgementOf(claim, assessmentOf(lines)));
    const partial = withLineErrors(response, [{ sequence: 1, issue: issueOf('value') }]);
    expect(problemsOf(partial, claim)).toEqual([]);
    expect([partial.outcome, partial.error?.[0]?.itemSequence]).toEqual(['partial', 1]);
    expect(withLineErrors(response, [])).toBe(response);
  });
});
