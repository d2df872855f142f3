/** Writes an answer where the claim is: ClaimResponse, Provenance and, for what pends, a Task. Safe to repeat: each is created once. */
import type { ClaimResponse } from '@medplum/fhirtypes';
import { answerIdentifier, type ClaimVersion, versionedReference } from '../../src/fhir/answer-identity.ts';
import { CANONICAL_BASE, extensionUrl } from '../../src/fhir/canonical.ts';
import { writeProvenance } from '../../src/fhir/write-provenance.ts';
import { writeTask } from '../../src/fhir/write-task.ts';
import type { Judgement } from '../../src/index.ts';
import type { FhirServer } from './fhir-server.ts';

export interface WriteBack {
  readonly claim: ClaimVersion;
  /** As it was written for the caller; gets our identifier here. */
  readonly response: ClaimResponse;
  /** Absent for a claim that could not be read. */
  readonly judgement?: Judgement;
  /** `ClaimResponse/id` of the answer to an earlier version. */
  readonly earlier?: string | undefined;
  readonly writesTask: boolean;
  readonly program: string;
  readonly recorded: string;
  readonly canonicalBase?: string | undefined;
}

/** Rejects with a FhirServerError; what was written by then is found again by the next try. */
export async function writeBack(server: FhirServer, given: WriteBack): Promise<void> {
  const { claim, judgement, earlier, recorded, program, canonicalBase: base = CANONICAL_BASE } = given;
  const identifier = answerIdentifier(claim, base);
  const search = `identifier=${encodeURIComponent(`${identifier.system}|${identifier.value}`)}`;
  const { id } = await server.createUnlessFound<ClaimResponse>(identified(given, identifier, base), search);
  if (judgement === undefined) return;

  const answer = `ClaimResponse/${id}`;
  const provenance = writeProvenance(judgement.assessment, { answer, claim: versionedReference(claim), earlier, program, recorded }, base);
  // A Provenance has no identifier: there is one a target.
  await server.createUnlessFound(provenance, `target=${answer}`);
  if (given.writesTask && judgement.assessment.decision === 'pended') {
    const task = writeTask(judgement, { answer, claim: `Claim/${claim.id}`, authoredOn: recorded, identifier });
    await server.createUnlessFound(task, search);
  }
}

function identified({ response, earlier, claim }: WriteBack, identifier: ReturnType<typeof answerIdentifier>, base: string): ClaimResponse {
  const extension = [
    ...(response.extension ?? []),
    ...(earlier === undefined ? [] : [{ url: extensionUrl('earlier-answer', base), valueReference: { reference: earlier } }]),
  ];
  return {
    ...response,
    ...(extension.length > 0 ? { extension } : {}),
    identifier: [...(response.identifier ?? []), identifier],
    request: { reference: `Claim/${claim.id}` },
  };
}
