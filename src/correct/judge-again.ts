import type { Claim } from '@medplum/fhirtypes';
import { type AdjudicateOptions, adjudicate } from '../adjudicate.ts';
import { type Entry, type PatientRecord, resolverOf } from '../fhir/record.ts';
import { isPatient } from '../fhir/same-patient.ts';
import type { Judgement } from '../judgement.ts';

/** Judges a claim that is put into a record beside what is there. */
export type JudgeAgain = (claim: Claim) => Judgement | undefined;

/** Of the record's claims only those of the same patient are judged along: no other has a say. */
export function judgeAgainIn(record: PatientRecord, options: AdjudicateOptions): JudgeAgain {
  const resolver = resolverOf(record);
  return (claim) => {
    const added: Entry<Claim> = { resource: claim, path: 'Claim' };
    const isSame = isPatient(claim.patient, added, resolver);
    const entries = record.entries.filter(({ resource }, i) => {
      const entry = record.entries[i];
      return resource.resourceType !== 'Claim' || (entry !== undefined && isSame(resource.patient, entry));
    });
    return adjudicate({ ...record, entries: [...entries, added] }, options).find((judgement) => judgement.claim === claim);
  };
}
