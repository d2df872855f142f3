/** 2-rules.md, "History": open claims of one patient in one Bundle are judged in the order created, and what an earlier one is allowed counts against the later. */
import type { PriorUnit } from './claim.ts';
import { historyReader, sameReference } from './fhir/read-history.ts';
import type { Gathered, Parties } from './gather.ts';
import { isOtherTherapy } from './policy/other-therapy.ts';
import type { CivilDate } from './time/civil-date.ts';
import { parseFhirTime } from './time/fhir-time.ts';
import type { Zone } from './time/zone.ts';
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
    .sort((a, b) => a.created - b.created || (a.label < b.label ? -1 : 1))
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
  const claim = gathered.claim.reference;
  const own = laid.units.flatMap(({ date, decision, line }) =>
    date !== undefined && decision === 'allowed' && line.span
      ? [{ date, claim, isPerDiem: true, status: 'open' as const, line: line.span }]
      : [],
  );
  const others = gathered.claim.lines.flatMap((line) => {
    const { span, code } = line;
    if (!span || code === undefined || !line.isProcedureCode || !isOtherTherapy(code, line.modifiers)) return [];
    return datesOf(line).map((date) => ({ date, claim, isPerDiem: false, status: 'open' as const, line: span }));
  });
  return { parties, units: [...own, ...others] };
}

/** What an earlier open claim takes from a later one: nothing of another patient, and nothing of a claim that the later one replaces. */
export function unitsAgainst(earlier: OpenClaim, later: Parties, zone: Zone): PriorUnit[] {
  const { entry, resolver } = later;
  const other = earlier.parties.entry;
  if (earlier.units.length === 0 || !later.isPatient(other.resource.patient, other)) return [];
  if (historyReader(resolver, zone, later.isPatient).replacedBy(entry).has(other)) return [];
  const sameProvider = sameReference(entry, entry.resource.provider, other, other.resource.provider, resolver);
  return earlier.units.map((unit) => ({ ...unit, sameProvider }));
}
