/** What goes wrong before, or instead of, a judgement: OperationOutcomes that name the place or the header, never a value. */
import { ContentType, forbidden, notFound, unauthorized } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { Context } from 'hono';

export type Refusal = 400 | 401 | 403 | 404 | 405 | 406 | 412 | 413 | 415 | 429 | 500 | 503;
type IssueCode = OperationOutcome['issue'][number]['code'];

/** Answers with an OperationOutcome. It is FHIR JSON whatever was accepted: a caller that asks for something else still needs the reason. */
export function refuse(context: Context, status: Refusal, outcome: OperationOutcome, headers: Record<string, string> = {}): Response {
  return context.body(JSON.stringify(outcome), status, { 'content-type': ContentType.FHIR_JSON, ...headers });
}

/** An outcome of our own with one issue, for what has no place in the resource. */
export function outcomeOf(code: IssueCode, text: string): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, details: { text } }] };
}

/** The challenge says all that a caller may know of why (RFC 6750 section 3). */
export const refuseProof = (context: Context, status: 401 | 403, challenge: string): Response =>
  refuse(context, status, status === 401 ? unauthorized : forbidden, { 'www-authenticate': challenge });

export const refuseUnknownRoute = (context: Context): Response => refuse(context, 404, notFound);

export const refuseMethod = (context: Context, allow: string): Response =>
  refuse(context, 405, outcomeOf('not-supported', `The method is not supported here: use ${allow}.`), { allow });

export const refuseSize = (context: Context, maxBytes: number): Response =>
  // The rest of the body is not read, so the connection cannot carry another request.
  refuse(context, 413, outcomeOf('too-long', `The body is longer than ${maxBytes} bytes.`), { connection: 'close' });

/** What was sent is short enough, but its answer is several times as long: fewer Claims at once help. */
export const refuseLongAnswer = (context: Context): Response =>
  refuse(context, 413, outcomeOf('too-costly', 'The answer is too long to be carried: send fewer Claims at once.'));

/** Nothing of the error: the log has its class under the same id. */
export const confessError = (context: Context, correlationId: string): Response =>
  refuse(context, 500, outcomeOf('exception', `Internal error. Correlation id: ${correlationId}`));

/** Keys of the issuer that cannot be fetched are no fault of the caller, who may try again. */
export const refuseForNow = (context: Context, correlationId: string): Response =>
  refuse(context, 503, outcomeOf('transient', `Not available for now. Correlation id: ${correlationId}`), { 'retry-after': '30' });

/** As many requests as one process takes on are under way. Nothing was read, so the same request may come again. */
export const refuseForCapacity = (context: Context): Response =>
  refuse(context, 429, outcomeOf('throttled', 'Too many requests at once: send it again a little later.'), {
    'retry-after': '1',
    connection: 'close',
  });
