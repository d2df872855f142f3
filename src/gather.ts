/** What the judgement of one claim needs, read in the care zone: the claim itself, and what concerns its patient. Nothing is judged here. */
import type { ClaimFacts, CoverageFacts, PriorUnit } from './claim.ts';
import type { Authorization, Benefit, Documentation } from './documentation.ts';
import type { Parties } from './fhir/find-parties.ts';
import { readAuthorizations } from './fhir/read-authorizations.ts';
import { readBenefit } from './fhir/read-benefit.ts';
import { readClaim } from './fhir/read-claim.ts';
import { filedOn, unansweredBefore } from './fhir/read-coordination.ts';
import { readCoverage } from './fhir/read-coverage.ts';
import { readDocumentation } from './fhir/read-documentation.ts';
import type { PatientGathered } from './gather-patient.ts';
import type { OpenClaims } from './open-claims.ts';
import type { CivilDate } from './time/civil-date.ts';
import type { Zone } from './time/zone.ts';

export interface Gathered extends Omit<PatientGathered, 'papers' | 'orders' | 'responses' | 'eligibility' | 'history'> {
  readonly claim: ClaimFacts;
  readonly coverage?: CoverageFacts;
  readonly priorUnits: readonly PriorUnit[];
  readonly filed?: CivilDate;
  /** Whether Medicare has to answer first too says the policy. */
  readonly unansweredBefore: (medicareDenialRequired: boolean) => readonly string[];
  readonly authorizations: readonly Authorization[];
  readonly benefit?: Benefit;
  readonly documentation: Documentation;
  /** Nobody has answered the claim yet. */
  readonly isOpen: boolean;
}

export function gather(parties: Parties, zone: Zone, ofPatient: PatientGathered, open: OpenClaims): Gathered {
  const { entry, resolver, coverage, isPatient } = parties;
  const { papers, orders, responses, eligibility, history, ...patient } = ofPatient;
  const benefit = readBenefit(eligibility, coverage, resolver);
  const claim = readClaim(entry, resolver, zone);
  const replaced = history.replacedBy(entry);
  const priorUnits = [...history.read(entry), ...open.unitsAgainst(parties, replaced)];
  const filed = filedOn(replaced, zone);
  const unitsUnder = (numbers: readonly string[], status: PriorUnit['status']): number =>
    priorUnits.filter(
      (unit) => unit.isPerDiem && unit.status === status && unit.authorizationNumbers.some((number) => numbers.includes(number)),
    ).length;
  return {
    ...patient,
    notes: [...patient.notes, ...history.notes()],
    claim,
    ...(coverage && { coverage: readCoverage(coverage, resolver, zone, isPatient) }),
    priorUnits,
    ...(filed !== undefined && { filed }),
    unansweredBefore: (medicareDenialRequired) => unansweredBefore(entry, resolver, zone, isPatient, !medicareDenialRequired),
    authorizations: readAuthorizations(responses, claim.authorizationNumbers, resolver, zone, unitsUnder),
    ...(benefit && { benefit }),
    documentation: readDocumentation(entry, papers, orders, resolver, zone),
    isOpen: !history.isAnswered(entry),
  };
}
