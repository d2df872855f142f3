/** From a Bundle to the correction of one of its claims, and to the judgement of the proposal as somebody else would ask for it: by sending the Bundle again with the proposal in it. */
import type { Claim } from '@medplum/fhirtypes';
import { claimRecordOf } from '../../src/correct/claim-record.ts';
import { type Correction, correctClaim } from '../../src/correct/correct-claim.ts';
import { type AdjudicateOptions, adjudicate, type Judgement, parseInstant } from '../../src/index.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { readRecords } from '../support/build-answer.ts';
import type { Json } from '../support/build-record.ts';

export interface Corrected {
  readonly judgement: Judgement;
  readonly correction: Correction | undefined;
}

export const optionsOf = (policy?: Policy, asOf = '2025-06-01T00:00:00Z'): AdjudicateOptions => ({
  asOf: parseInstant(asOf) ?? Number.NaN,
  policies: policy ? [policy] : [],
  ...(policy && { policy: policy.id }),
});

/** Every claim of the Bundle with its correction. */
export function correctAll(bundle: Json, options: AdjudicateOptions): Corrected[] {
  return readRecords(bundle).flatMap((record) =>
    adjudicate(record, options).map((judgement) => ({ judgement, correction: correctClaim(judgement, claimRecordOf(record, options)) })),
  );
}

/** The Bundle with one more entry. */
export const withClaim = (bundle: Json, claim: Claim): Json => ({ ...bundle, entry: [...(bundle.entry as Json[]), { resource: claim }] });

export const isProposal = ({ meta }: Claim): boolean => meta?.tag?.some(({ code }) => code === 'proposal') ?? false;

/** The proposal, judged and corrected in its turn. */
export function proposalIn(bundle: Json, claim: Claim, options: AdjudicateOptions): Corrected {
  const sent = JSON.parse(JSON.stringify(withClaim(bundle, claim))) as Json;
  const found = correctAll(sent, options).find(({ judgement }) => isProposal(judgement.claim));
  if (!found) throw new Error('the proposal was not judged');
  return found;
}
