/** In which shape a record is answered: a Da Vinci PAS request by a PAS response Bundle, anything else by ClaimResponses. */
import type { Bundle, ClaimResponse } from '@medplum/fhirtypes';
import type { Issue } from '../issue.ts';
import type { Judgement } from '../judgement.ts';
import { pasKind } from './pas.ts';
import type { PatientRecord } from './record.ts';
import { type WriteOptions, writeClaimResponse } from './write-claim-response.ts';
import { writePasError, writePasResponseBundle } from './write-pas-response.ts';

/** The answer to one Claim of the record. */
export function writeAnswer(record: PatientRecord, judgement: Judgement, options: WriteOptions = {}): ClaimResponse | Bundle {
  const kind = kindOf(record, judgement);
  if (!kind) return writeClaimResponse(judgement, options);
  return kind === 'request'
    ? writePasResponseBundle(record, judgement, options)
    : writePasError(record, judgement, [inquiry(record, judgement)], options);
}

/** An answer a judgement; to a PAS request one, for its first Claim: any other in it is there because an update names what it updates. */
export function writeAnswers(
  record: PatientRecord,
  judgements: readonly Judgement[],
  options: WriteOptions = {},
): readonly (ClaimResponse | Bundle)[] {
  const first = judgements.find(({ claim }) => claim === record.entries[0]?.resource);
  const asked = first && kindOf(record, first) ? [first] : judgements;
  return asked.map((judgement) => writeAnswer(record, judgement, options));
}

/** A collection with a preauthorization, when the Claim or the Bundle has a profile of PAS. The Claim's own says more. */
function kindOf({ envelope }: PatientRecord, { claim }: Judgement): 'request' | 'inquiry' | undefined {
  if (envelope?.type !== 'collection' || claim.use !== 'preauthorization') return undefined;
  return pasKind(claim.meta?.profile ?? []) ?? pasKind(envelope.profiles);
}

/** Judged as a request, an inquiry would be granted what nobody asked for. */
function inquiry({ entries }: PatientRecord, { claim }: Judgement): Issue {
  const expression = entries.find(({ resource }) => resource === claim)?.path ?? 'Bundle';
  return {
    severity: 'error',
    code: 'not-supported',
    expression,
    text: `${expression} asks what became of a request (Claim/$inquire): no authorizations are kept here. Ask the payer, or send the request itself.`,
  };
}
