/** What the judgement of one claim needs, read in the care zone: the claim itself, and what concerns its patient. Nothing is judged here. */
import type { ClaimFacts, CoverageFacts, PriorUnit } from './claim.ts';
import type { Authorization, Documentation } from './documentation.ts';
import type { Parties } from './fhir/find-parties.ts';
import { readAuthorizations } from './fhir/read-authorizations.ts';
import { readClaim } from './fhir/read-claim.ts';
import { filedOn, unansweredBefore } from './fhir/read-coordination.ts';
import { readCoverage } from './fhir/read-coverage.ts';
import { readDocumentation } from './fhir/read-documentation.ts';
import type { Entry } from './fhir/record.ts';
import type { PatientGathered } from './gather-patient.ts';
import type { CivilDate } from './time/civil-date.ts';
import type { Zone } from './time/zone.ts';

export interface Gathered extends Omit<PatientGathered, 'papers' | 'orders' | 'responses' | 'history'> {
  readonly claim: ClaimFacts;
  readonly coverage?: CoverageFacts;
  readonly priorUnits: readonly PriorUnit[];
  readonly filed?: CivilDate;
  /** Whether Medicare has to answer first too says the policy. */
  readonly unansweredBefore: (medicareDenialRequired: boolean) => readonly string[];
  readonly authorizations: readonly Authorization[];
  readonly documentation: Documentation;
  /** Nobody has answered the claim yet. */
  readonly isOpen: boolean;
  /** This claim, those that it replaces, and what those replaced. */
  readonly replaced: ReadonlySet<Entry>;
}

export function gather(parties: Parties, zone: Zone, ofPatient: PatientGathered): Gathered {
  const { entry, resolver, coverage, isPatient } = parties;
  const { papers, orders, responses, history, ...patient } = ofPatient;
  const claim = readClaim(entry, resolver, zone);
  const priorUnits = history.read(entry);
  const replaced = history.replacedBy(entry);
  const filed = filedOn(replaced, zone);
  const unitsUnder = (numbers: readonly string[]): number =>
    priorUnits.filter((unit) => unit.isPerDiem && unit.authorizationNumbers.some((number) => numbers.includes(number))).length;
  return {
    ...patient,
    claim,
    ...(coverage && { coverage: readCoverage(coverage, resolver, zone, isPatient) }),
    priorUnits,
    ...(filed !== undefined && { filed }),
    unansweredBefore: (medicareDenialRequired) => unansweredBefore(entry, resolver, zone, isPatient, !medicareDenialRequired),
    authorizations: readAuthorizations(responses, claim.authorizationNumbers, resolver, zone, unitsUnder),
    documentation: readDocumentation(entry, papers, orders, resolver, zone),
    isOpen: !history.isAnswered(entry),
    replaced,
  };
}
