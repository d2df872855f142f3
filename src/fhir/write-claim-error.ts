import type { ClaimResponse, ClaimResponseError } from '@medplum/fhirtypes';
import type { Issue } from '../issue.ts';
import { ISSUE_TYPE, PAS_ERROR_PATH } from './canonical.ts';
import { stated } from './stated.ts';
import { type WriteOptions, writeHead } from './write-claim-response.ts';
import { type Asked, writeInsurance } from './write-parties.ts';

/** An issue with the claim item that it kept from being read. */
export interface LineIssue {
  readonly sequence?: number | undefined;
  readonly issue: Issue;
}

/** The answer to a claim that could not be read: `error`, with every issue and no item (R4; HL7's example R3501). */
export function writeClaimError(asked: Asked, created: string, issues: readonly Issue[], options: WriteOptions = {}): ClaimResponse {
  return stated({
    ...writeHead(asked, created, options),
    outcome: 'error' as const,
    disposition: 'Error: the claim could not be read.',
    insurance: writeInsurance(asked.claim),
    error: issues.map((issue) => writeError({ issue })),
  });
}

/** The answer with the lines that could not be read: `partial`; the same when there are none. */
export function withLineErrors(response: ClaimResponse, issues: readonly LineIssue[]): ClaimResponse {
  return issues.length === 0 ? response : { ...response, outcome: 'partial', error: issues.map(writeError) };
}

/** With the place as PAS gives it, since R4 can name no more than the item. */
function writeError({ sequence, issue }: LineIssue): ClaimResponseError {
  return stated({
    extension: [{ url: PAS_ERROR_PATH, valueString: issue.expression }].filter(({ valueString }) => valueString !== ''),
    itemSequence: sequence,
    code: { coding: [{ system: ISSUE_TYPE, code: issue.code }], text: issue.text },
  });
}
