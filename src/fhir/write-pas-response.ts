import type { Bundle, ClaimResponse, ClaimResponseError } from '@medplum/fhirtypes';
import type { Issue } from '../issue.ts';
import type { Judgement } from '../judgement.ts';
import { ISSUE_TYPE, PAS_ERROR_PATH } from './canonical.ts';
import { copyIdentifier } from './copy.ts';
import { nameUuid } from './name-uuid.ts';
import { PAS, REJECT_REASON_CODES } from './pas.ts';
import { type Entry, labelOf, type PatientRecord, resolverOf } from './record.ts';
import { hasAddress, linkReferred } from './referred.ts';
import { stated } from './stated.ts';
import { writeClaimError } from './write-claim-error.ts';
import type { WriteOptions } from './write-claim-response.ts';
import { absent } from './write-parties.ts';
import { PAS_CLAIM_RESPONSE, writePasClaimResponse } from './write-pas-claim-response.ts';

const RESPONSE_BUNDLE = `${PAS}/profile-pas-response-bundle`;

/** The answer to a PAS request Bundle: its judgement, and the resources of the request that this refers to. */
export function writePasResponseBundle(record: PatientRecord, judgement: Judgement, options: WriteOptions = {}): Bundle {
  return inBundle(record, judgement, writePasClaimResponse(judgement, options));
}

/**
 * The answer to a request that can be read and yet not be processed (the AAA segments of an X12 278): outcome `error`, every issue with
 * its place. What cannot be read is refused with an OperationOutcome and has no ClaimResponse (PAS specification, "Prior Authorization Response").
 */
export function writePasError(record: PatientRecord, judgement: Judgement, issues: readonly Issue[], options: WriteOptions = {}): Bundle {
  const path = record.envelope?.path ?? 'Bundle';
  const { identifier } = judgement.claim;
  const response: ClaimResponse = stated({
    ...writeClaimError(judgement, judgement.assessment.asOf, issues, options),
    meta: { profile: [PAS_CLAIM_RESPONSE] },
    identifier: identifier?.flatMap((each) => copyIdentifier(each) ?? []),
    disposition: 'Error: the request could not be processed.',
    error: issues.map((issue) => writeError(issue, path)),
  });
  return inBundle(record, judgement, response);
}

/** PAS has room for one X12 code: 15 for what is missing, 33 for all else that is wrong in what was sent. */
function writeError({ code, expression, text }: Issue, bundlePath: string): ClaimResponseError {
  const place = expression.startsWith(bundlePath) ? `Bundle${expression.slice(bundlePath.length)}` : expression;
  return {
    extension: [{ url: PAS_ERROR_PATH, valueString: place }],
    code: {
      coding: [
        { system: REJECT_REASON_CODES, code: code === 'required' ? '15' : '33' },
        { system: ISSUE_TYPE, code },
      ],
      text,
    },
  };
}

/** Of type collection, the ClaimResponse first. Its identifier is the request's: that of the transaction, which the sender gave. */
function inBundle(record: PatientRecord, { assessment, claim }: Judgement, response: ClaimResponse): Bundle {
  const from = record.entries.find(({ resource }) => resource === claim);
  const own = copyIdentifier(claim.identifier?.[0]);
  const request = from ? addressOf(from) : assessment.claim;
  const seed = [request, own?.system, own?.value, record.envelope?.identifier?.value, assessment.asOf, assessment.ruleSet].join(' ');
  const urn = (name: string): string => `urn:uuid:${nameUuid(`${seed} ${name}`)}`;
  const { resource, entries } = from
    ? linkReferred(response, from, resolverOf(record), (entry) => urn(labelOf(entry)))
    : { resource: response, entries: [] };
  return {
    resourceType: 'Bundle',
    meta: { profile: [RESPONSE_BUNDLE] },
    identifier: copyIdentifier(record.envelope?.identifier) ?? own ?? { system: 'urn:ietf:rfc:3986', value: urn('Bundle') },
    type: 'collection',
    timestamp: assessment.asOf,
    entry: [
      // The request by its address and by the number under which its sender knows it.
      { fullUrl: urn('ClaimResponse'), resource: { ...resource, request: stated({ ...(resource.request ?? absent()), identifier: own }) } },
      ...entries,
    ],
  };
}

const addressOf = (entry: Entry): string => (hasAddress(entry) ? entry.fullUrl : labelOf(entry));
