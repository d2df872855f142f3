/** 2-rules.md, "History": the dates of units that were paid or allowed on other claims of the patient. */
import type { Claim, CodeableConcept, Reference } from '@medplum/fhirtypes';
import type { PriorUnit } from '../claim.ts';
import type { Zone } from '../time/zone.ts';
import { paidClaims, type Result } from './read-paid-claims.ts';
import type { Entry, Resolver } from './record.ts';
import { addressOf, isSameAddress } from './same-patient.ts';

export interface HistoryReader {
  /** Units that stand on other claims of the patient of this one. */
  read(claim: Entry<Claim>): readonly PriorUnit[];
  /** The claim has an active result: it is no longer open. */
  isAnswered(claim: Entry<Claim>): boolean;
  /** This claim, those that it names as prior or replaced, and what those replaced. */
  replacedBy(claim: Entry<Claim>): ReadonlySet<Entry>;
  /** What could not be read of it. */
  notes(): readonly string[];
}

export function historyReader(
  resolver: Resolver,
  zone: Zone,
  isPatient: (reference: Reference | undefined, from: Entry) => boolean,
): HistoryReader {
  const results: readonly Entry<Result>[] = [...resolver.ofType('ClaimResponse'), ...resolver.ofType('ExplanationOfBenefit')].filter(
    (entry) =>
      entry.resource.status === 'active' && (entry.resource.use ?? 'claim') === 'claim' && isPatient(entry.resource.patient, entry),
  );
  const claimOf = (entry: Entry<Result>): Entry | undefined => {
    const { resource } = entry;
    return resolver.resolve(resource.resourceType === 'ClaimResponse' ? resource.request : resource.claim, entry);
  };

  const paid = paidClaims(results, claimOf, zone);

  return {
    read(claim) {
      const replaced = replacedClaims(claim, resolver);
      const units = paid().claims.flatMap(({ entry, result, provider, units: own }) => {
        if (entry ? replaced.has(entry) : isOfReplaced(result, replaced)) return [];
        const sameProvider = sameReference(claim, claim.resource.provider, entry ?? result, provider, resolver);
        return own.map((unit) => ({ ...unit, sameProvider }));
      });
      return units.sort((a, b) => a.date - b.date || compare(a.claim, b.claim) || Number(b.isPerDiem) - Number(a.isPerDiem));
    },
    notes: () => paid().notes,
    isAnswered: (claim) => results.some((result) => claimOf(result)?.resource === claim.resource),
    replacedBy: (claim) => replacedClaims(claim, resolver),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The result names, as its claim that is not at hand, one that the claim or those that it replaces name as prior or replaced. */
function isOfReplaced(result: Entry<Result>, replaced: ReadonlySet<Entry>): boolean {
  const { resource } = result;
  const named = resource.resourceType === 'ClaimResponse' ? resource.request : resource.claim;
  if (!named) return false;
  return [...replaced].some((claim) =>
    ((claim.resource as Claim).related ?? []).some(
      ({ claim: related, relationship }) => related && isReplacement(relationship) && namesSame(related, claim, named, result),
    ),
  );
}

function namesSame(a: Reference, from: Entry, b: Reference, otherFrom: Entry): boolean {
  if (a.reference !== undefined && b.reference !== undefined)
    return isSameAddress(addressOf(a.reference, from), addressOf(b.reference, otherFrom));
  return a.identifier?.value !== undefined && a.identifier.value === b.identifier?.value && a.identifier.system === b.identifier?.system;
}

const isReplacement = (relationship: CodeableConcept | undefined): boolean =>
  relationship?.coding?.some(({ code }) => code !== undefined && /^(prior|replaced|replaces)$/i.test(code)) ?? false;

/** A replacement and what it replaced bill the same days. */
function replacedClaims(claim: Entry<Claim>, resolver: Resolver): Set<Entry> {
  const found = new Set<Entry>([claim]);
  for (const entry of found)
    for (const { claim: reference, relationship } of (entry.resource as Claim).related ?? []) {
      const other = isReplacement(relationship) ? resolver.resolve(reference, entry) : undefined;
      if (other?.resource.resourceType === 'Claim') found.add(other);
    }
  return found;
}

export function sameReference(
  from: Entry,
  a: Reference | undefined,
  otherFrom: Entry,
  b: Reference | undefined,
  resolver: Resolver,
): boolean {
  const entryA = resolver.resolve(a, from);
  const entryB = resolver.resolve(b, otherFrom);
  if (entryA || entryB) return entryA?.resource === entryB?.resource;
  if (a?.reference !== undefined && b?.reference !== undefined)
    return isSameAddress(addressOf(a.reference, from), addressOf(b.reference, otherFrom));
  return a?.identifier?.value !== undefined && a.identifier.value === b?.identifier?.value && a.identifier.system === b?.identifier?.system;
}
