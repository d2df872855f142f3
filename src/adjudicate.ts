/**
 * The whole story, top to bottom: from the resources of a Bundle to one judgement a Claim.
 * Each step is a folder: `fhir` reads, `evidence` derives days, `rules` and `policy` decide, `units` lays units, `assess` writes.
 */
import { assess, compare } from './assess.ts';
import { buildCase } from './build-case.ts';
import type { CoverageFacts } from './claim.ts';
import { readCareZone } from './fhir/care-zone.ts';
import { findParties, type Parties } from './fhir/find-parties.ts';
import { readCoverage } from './fhir/read-coverage.ts';
import { type PatientRecord, resolverOf } from './fhir/record.ts';
import { gather } from './gather.ts';
import { type PatientGatherer, patientGatherer } from './gather-patient.ts';
import type { Judgement } from './judgement.ts';
import { inOrderOfCreation, type OpenClaims, openClaims, takenBy } from './open-claims.ts';
import { choosePolicy } from './policy/choose-policy.ts';
import { payerKind } from './policy/payer-kind.ts';
import type { Policy } from './policy/policy.ts';
import type { RuleId } from './rules/ids.ts';
import { RULES } from './rules/index.ts';
import type { StandingUnit } from './rules/rule.ts';
import type { CivilDate, Instant } from './time/civil-date.ts';
import { fixedZone, UTC, type Zone } from './time/zone.ts';
import { timelineOf } from './timeline.ts';
import { listDays } from './units/day-lists.ts';
import { type Laid, layUnits } from './units/lay-units.ts';
import { judgeOtherLines } from './units/other-lines.ts';

export interface AdjudicateOptions {
  /** The instant as of which is judged: `src` has no clock. */
  readonly asOf: Instant;
  /** The caller's care zone, before all others. */
  readonly timeZone?: string;
  /** Chosen among by what they apply to; else `baseline`. */
  readonly policies: readonly Policy[];
  /** The id of the policy that the caller names. */
  readonly policy?: string;
}

/** Judges every Claim of the record, sorted by reference. Throws a RangeError for a policy id that is not among the policies. */
export function adjudicate(record: PatientRecord, options: AdjudicateOptions): readonly Judgement[] {
  const resolver = resolverOf(record);
  const claims = inOrderOfCreation(resolver.ofType('Claim').map((entry) => findParties(entry, resolver)));
  const ofPatient = patientGatherer(options.asOf);
  const open = openClaims();
  const judgements = claims.map((parties) => judgeClaim(parties, options, ofPatient, open, record.notes));
  return judgements.sort((a, b) => compare(a.assessment.claim, b.assessment.claim));
}

/** One claim; it joins the open claims that those after it are judged against. */
function judgeClaim(
  parties: Parties,
  options: AdjudicateOptions,
  ofPatient: PatientGatherer,
  open: OpenClaims,
  recordNotes: readonly string[],
): Judgement {
  const policy = choosePolicy(options.policies, options.policy, payorsOf(parties));
  if (!policy) throw new RangeError('The policy named is not among the policies.');
  const { zone, source, notes: zoneNotes } = readCareZone(options.timeZone, parties.patient, parties.facility, policy.timeZone);

  const judgeIn = (there: Zone, zoneDecides: boolean) => {
    const gathered = gather(parties, there, ofPatient(parties, there), open);
    const standing = new Map<CivilDate, StandingUnit>();
    const claim = buildCase(gathered, { name: zone.name, source }, policy, standing, zoneDecides);
    const rules = claim.perDiemLines.length > 0 ? RULES : [];
    return { gathered, claim, rules, standing, laid: layUnits(claim, rules, standing) };
  };
  const allowedIn = (there: Zone): number => allowedUnits(judgeIn(there, false).laid);

  const here = judgeIn(zone, false);
  const zoneDecides = source === 'default' && OTHER_ZONES.some((there) => allowedIn(there) !== allowedUnits(here.laid));
  const { gathered, claim, rules, standing, laid } = zoneDecides ? judgeIn(zone, true) : here;
  const others = judgeOtherLines(claim, rules, standing, isDeniedAsAWhole(laid));
  open.add(takenBy(parties, gathered, laid, claim.datesOf));

  const notes = [...recordNotes, ...zoneNotes, ...statusNotes(parties)];
  return {
    assessment: assess({ patientLabel: parties.patientLabel, gathered, case: claim, laid, others, notes }),
    claim: parties.entry.resource,
    claimReference: { reference: parties.claimLabel },
    coverage: parties.coverage?.resource,
    payerKind: claim.coverage && payerKind(claim.coverage),
    payerName: claim.coverage?.payors.names[0],
    concurrentPercent: claim.parameters.concurrentPercent,
    timeline: () => timelineOf(claim, zone.name, listDays(claim, laid, zone).days),
  };
}

/** 2-rules.md 5: the zones in which the units are counted again when nobody names one. */
const OTHER_ZONES: readonly Zone[] = [-10, -9, -8, -7, -6, -5, -4].map(fixedZone);

const allowedUnits = ({ units }: Laid): number =>
  units.filter(({ decision }) => decision === 'allowed').reduce((sum, { count }) => sum + count, 0);

/** 2-rules.md, "Lines of other codes": under these nothing of the claim is judged further. */
const ON_THE_WHOLE_CLAIM: ReadonlySet<string> = new Set<RuleId>([
  'diagnosis-present',
  'coverage-beneficiary-matches',
  'payer-accepts-s-codes',
  'authorization-present',
]);

function isDeniedAsAWhole({ against }: Laid): boolean {
  return against.some(({ rule, effect, line }) => !line && ON_THE_WHOLE_CLAIM.has(rule.id) && effect === 'deny');
}

function payorsOf({ coverage, resolver, isPatient }: Parties): CoverageFacts['payors'] {
  return coverage ? readCoverage(coverage, resolver, UTC, isPatient).payors : { identifiers: [], names: [] };
}

function statusNotes({ entry: { resource } }: Parties): string[] {
  return resource.status === 'active' ? [] : [`The claim has the status ${resource.status}: only active claims are judged.`];
}
