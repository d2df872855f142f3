/** By what our answers on a FHIR server are known again: one for a version of a claim. */
import type { ClaimResponse, Identifier } from '@medplum/fhirtypes';
import { CANONICAL_BASE } from './canonical.ts';

/** A version of a Claim. */
export interface ClaimVersion {
  /** Logical id. */
  readonly id: string;
  /** Its versionId; of a server that keeps none, what tells one content from another. */
  readonly version: string;
  /** True when the server can be asked for this version. */
  readonly hasHistory: boolean;
}

/** The version where the server has versions, else the claim. */
export const versionedReference = ({ id, version, hasHistory }: ClaimVersion): string =>
  hasHistory ? `Claim/${id}/_history/${version}` : `Claim/${id}`;

const systemOf = (base: string): string => `${base.replace(/\/+$/, '')}/identifier/answer`;

/** The business identifier of the answer to this version. */
export function answerIdentifier(
  { id, version }: Pick<ClaimVersion, 'id' | 'version'>,
  base: string = CANONICAL_BASE,
): Identifier & { system: string; value: string } {
  return { system: systemOf(base), value: `Claim/${id}/_history/${version}` };
}

/** True for a ClaimResponse that we wrote, whatever it answers. */
export function isOwnAnswer({ identifier = [] }: ClaimResponse, base: string = CANONICAL_BASE): boolean {
  return identifier.some(({ system }) => system === systemOf(base));
}

/** True for one that we wrote in answer to some version of this claim. */
export function isOwnAnswerTo({ identifier = [] }: ClaimResponse, id: string, base: string = CANONICAL_BASE): boolean {
  return identifier.some(({ system, value }) => system === systemOf(base) && value?.startsWith(`Claim/${id}/_history/`));
}
