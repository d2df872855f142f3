/** What a claim waits for, as a Task for those who bill it: one for an answer that pends. */
import type { Annotation, Reference, Task } from '@medplum/fhirtypes';
import type { Judgement } from '../judgement.ts';
import { copyReference } from './copy.ts';
import { stated } from './stated.ts';
import { writeDisposition } from './write-claim-response.ts';
import { writePatient } from './write-parties.ts';

export interface TaskOf {
  /** The ClaimResponse, as the server knows it. */
  readonly answer: string;
  readonly claim: string;
  readonly authoredOn: string;
  readonly identifier: { readonly system: string; readonly value: string };
}

/** A note for each finding that pends: what, and what to do. */
export function writeTask({ assessment, claim }: Judgement, { answer, claim: reference, authoredOn, identifier }: TaskOf): Task {
  const waiting = assessment.findings.filter(({ effect }) => effect === 'pend');
  return stated({
    resourceType: 'Task' as const,
    identifier: [identifier],
    status: 'requested' as const,
    intent: 'order' as const,
    priority: 'routine' as const,
    code: { text: 'Supply what the claim waits for' },
    description: writeDisposition(assessment),
    focus: { reference: answer },
    for: writePatient(claim) as Reference,
    authoredOn,
    owner: copyReference(claim.provider) as Task['owner'],
    reasonReference: { reference },
    note: waiting.map(({ message, fix }): Annotation => ({ text: fix === '' ? message : `${message} ${fix}` })),
  });
}
