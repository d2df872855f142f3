/** The corrected claim as a FHIR Claim: a replacement of the claim as sent, for a biller to look at and send. */
import type { Claim, ClaimItem, ClaimRelated, Meta } from '@medplum/fhirtypes';
import { tagCodeSystem } from '../fhir/canonical.ts';
import { stated } from '../fhir/stated.ts';
import type { WriteOptions } from '../fhir/write-claim-response.ts';
import { writeRequest } from '../fhir/write-parties.ts';
import type { Judgement } from '../judgement.ts';
import { totalOf } from './prices.ts';

const RELATIONSHIP = 'http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship';

export type ProposalOptions = Pick<WriteOptions, 'canonicalBase'>;

/** True when a replacement can say which claim it replaces. */
export const canBeNamed = (judgement: Judgement): boolean => writeRequest(judgement) !== undefined;

/**
 * Active, because only active claims are judged; tagged as a proposal, because nobody has sent it. Its own id and identifier are for the
 * sender's system to give: a second claim under the first one's number is a duplicate. The narrative was of the old lines.
 */
export function writeProposal(judgement: Judgement, items: readonly ClaimItem[], { canonicalBase }: ProposalOptions = {}): Claim {
  const { id: _, identifier: __, text: ___, meta, related, created: ____, item: _____, total, ...rest } = judgement.claim;
  return stated({
    ...rest,
    meta: writeMeta(meta, canonicalBase),
    created: judgement.assessment.asOf,
    related: writeRelated(judgement, related),
    item: [...items],
    total: total && totalOf(items),
  });
}

/** Profiles, security labels and tags stay; what tells one version on one server does not. */
function writeMeta({ profile, security, tag = [] }: Meta = {}, canonicalBase?: string): Meta {
  const proposal = { system: tagCodeSystem(canonicalBase), code: 'proposal' };
  const others = tag.filter(({ system, code }) => system !== proposal.system || code !== proposal.code);
  return stated({ profile, security, tag: [...others, proposal] });
}

/** It replaces the claim as sent; what that one replaced is found through it. */
function writeRelated(judgement: Judgement, related: readonly ClaimRelated[] = []): ClaimRelated[] {
  const claim = writeRequest(judgement) as ClaimRelated['claim'];
  const others = related.filter(
    ({ relationship }) => !relationship?.coding?.some(({ code }) => /^(prior|replaced|replaces)$/i.test(code ?? '')),
  );
  return [stated({ claim, relationship: { coding: [{ system: RELATIONSHIP, code: 'prior' }] } }), ...others];
}
