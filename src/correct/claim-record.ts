import type { Claim, Resource } from '@medplum/fhirtypes';
import { type AdjudicateOptions, adjudicate } from '../adjudicate.ts';
import { historyReader } from '../fhir/read-history.ts';
import { type Entry, labelOf, type PatientRecord, type Resolver, resolverOf } from '../fhir/record.ts';
import { isPatient } from '../fhir/same-patient.ts';
import type { Judgement } from '../judgement.ts';
import { UTC } from '../time/zone.ts';

/** The record that a claim was judged in, as its correction asks it. */
export interface ClaimRecord {
  /** Judges a claim that is put beside what is there. */
  judge(claim: Claim): Judgement | undefined;
  /** The name of an active claim that replaces this one already. */
  replacementOf(claim: Claim): string | undefined;
}

/** Of the record's claims only those of the same patient are judged along: no other has a say. */
export function claimRecordOf(record: PatientRecord, options: AdjudicateOptions): ClaimRecord {
  const resolver = resolverOf(record);
  const replacements = replacementsIn(resolver);
  return {
    judge(claim) {
      const added: Entry<Claim> = { resource: claim, path: 'Claim' };
      const isSame = isPatient(claim.patient, added, resolver);
      const others = record.entries.filter((entry) => entry.resource.resourceType !== 'Claim' || isSame(entry.resource.patient, entry));
      return adjudicate({ ...record, entries: [...others, added] }, options).find((judgement) => judgement.claim === claim);
    },
    replacementOf: (claim) => replacements.get(claim),
  };
}

function replacementsIn(resolver: Resolver): ReadonlyMap<Resource, string> {
  const { replacedBy } = historyReader(resolver, UTC, () => false);
  const active = resolver.ofType('Claim').filter(({ resource }) => resource.status === 'active');
  return new Map(
    active.flatMap((entry) =>
      [...replacedBy(entry)].filter((other) => other.resource !== entry.resource).map((other) => [other.resource, labelOf(entry)] as const),
    ),
  );
}
