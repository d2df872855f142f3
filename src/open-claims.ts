/** 2-rules.md, "History": open claims of one patient in one Bundle are judged in the order created, and what an earlier one is allowed counts against the later. */
import type { PriorUnit } from './claim.ts';
import type { Parties } from './fhir/find-parties.ts';
import { sameReference } from './fhir/read-history.ts';
import { type Entry, lastTwoSegments } from './fhir/record.ts';
import type { Gathered } from './gather.ts';
import { isOtherTherapy } from './policy/line-codes.ts';
import type { CivilDate } from './time/civil-date.ts';
import { parseFhirTime } from './time/fhir-time.ts';
import type { Laid } from './units/lay-units.ts';

/** A claim already judged, with the units that it takes from those after it. */
export interface OpenClaim {
  readonly parties: Parties;
  readonly units: readonly Omit<PriorUnit, 'sameProvider'>[];
}

/** By created, then by reference. A date counts from its first moment in UTC. */
export function inOrderOfCreation(claims: readonly Parties[]): Parties[] {
  return claims
    .map((parties) => ({ parties, created: instantOf(parties.entry.resource.created), label: parties.claimLabel }))
    .sort((a, b) => a.created - b.created || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0))
    .map(({ parties }) => parties);
}

function instantOf(text: string | undefined): number {
  const time = text === undefined ? undefined : parseFhirTime(text);
  if (!time) return 0;
  if (time.precision === 'instant') return time.instant;
  return (time.precision === 'day' ? time.date : time.first) * 86_400_000;
}

/** Allowed units of S9326 and per diems of other therapies of a claim that nobody has answered. */
export function takenBy(
  parties: Parties,
  gathered: Gathered,
  laid: Laid,
  datesOf: (line: Gathered['claim']['lines'][number]) => readonly CivilDate[],
): OpenClaim {
  const { status, use } = parties.entry.resource;
  if (status !== 'active' || use !== 'claim' || !gathered.isOpen) return { parties, units: [] };
  const { reference: claim, authorizationNumbers } = gathered.claim;
  const own = laid.units.flatMap(({ date, decision, line }) =>
    date !== undefined && decision === 'allowed' && line.span
      ? [{ date, claim, isPerDiem: true, status: 'open' as const, line: line.span, authorizationNumbers }]
      : [],
  );
  const others = gathered.claim.lines.flatMap((line) => {
    const { span, code } = line;
    if (!span || code === undefined || !line.isProcedureCode || !isOtherTherapy(code, line.modifiers)) return [];
    return datesOf(line).map((date) => ({ date, claim, isPerDiem: false, status: 'open' as const, line: span, authorizationNumbers }));
  });
  return { parties, units: [...own, ...others] };
}

/** Open claims judged so far, found by the name of their patient. */
export interface OpenClaims {
  add(claim: OpenClaim): void;
  /** What earlier ones take from a later claim: nothing of another patient, and nothing of a claim that the later one replaces. */
  unitsAgainst(later: Parties, replaced: ReadonlySet<Entry>): PriorUnit[];
}

export function openClaims(): OpenClaims {
  // One patient may be named in two ways, by server and without: type and id, or the identifier, find them, and `isPatient` decides.
  const byPatient = new Map<string, OpenClaim[]>();
  const bucketOf = ({ patientKey }: Parties): string => lastTwoSegments(patientKey.split(' ')[0] ?? '') ?? patientKey;
  return {
    add(claim) {
      if (claim.units.length === 0) return;
      const bucket = bucketOf(claim.parties);
      byPatient.set(bucket, [...(byPatient.get(bucket) ?? []), claim]);
    },
    unitsAgainst(later, replaced) {
      const { entry, resolver } = later;
      return (byPatient.get(bucketOf(later)) ?? []).flatMap(({ parties: { entry: other }, units }) => {
        if (replaced.has(other) || !later.isPatient(other.resource.patient, other)) return [];
        const sameProvider = sameReference(entry, entry.resource.provider, other, other.resource.provider, resolver);
        return units.map((unit) => ({ ...unit, sameProvider }));
      });
    },
  };
}
