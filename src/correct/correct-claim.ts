/**
 * The corrected claim: what of a refused claim stands, written as a replacement that would be approved. Units are never added, only
 * those freed that a mistake of form held up. Units first, then the lines beside them; after each step the claim is judged again,
 * so that a proposal is one that was approved.
 */
import type { Claim } from '@medplum/fhirtypes';
import { type Assessment, isPerDiemLine } from '../assessment.ts';
import type { Judgement } from '../judgement.ts';
import { UTC, zoneNamed } from '../time/zone.ts';
import type { ClaimRecord } from './claim-record.ts';
import { billedReader, type Change, type Step } from './draft.ts';
import { hintsOf, inWords, leftBeside } from './not-corrected.ts';
import { settleOthers } from './settle-others.ts';
import { settleUnits } from './settle-units.ts';
import { canBeNamed, type ProposalOptions, writeProposal } from './write-proposal.ts';

export interface Correction {
  /** The proposal. Absent where nothing of S9326 would stand. */
  readonly claim?: Claim;
  /** What was done to the claim as sent, in the order of its lines; empty without a proposal. */
  readonly changes: readonly Change[];
  /** What a biller has to look to: it is not in the record, or not for us to say. */
  readonly notCorrected: readonly string[];
}

/** Steps needed are three or four; no claim needs as many as this. */
const MOST_STEPS = 12;

/**
 * Undefined when there is nothing to correct: the claim is approved as it is, was not judged, or asks about days to come.
 * Units that are freed may use up a limit before those that were allowed as sent; then none are freed.
 */
export function correctClaim(judgement: Judgement, record: ClaimRecord, options: ProposalOptions = {}): Correction | undefined {
  const { assessment, claim } = judgement;
  if (assessment.decision === 'not-applicable' || claim.use === 'preauthorization') return undefined;
  const most = settle(judgement, record, true, options);
  if (most === 'unchanged') return undefined;
  const isApproved = assessment.decision === 'approved';
  const unfit = unfitToReplace(judgement, record);
  if (unfit !== undefined) return isApproved ? undefined : { changes: [], notCorrected: [unfit] };
  const keepsAll = most.proposal && keeps(most.judged.assessment, assessment);
  const least = keepsAll ? most : settle(judgement, record, false, options);
  const settled = least !== 'unchanged' && least.proposal ? least : most;
  if (!settled.proposal) return isApproved ? undefined : none(judgement, settled.judged);
  const { proposal, lines, judged, changes, notCorrected } = settled;
  return {
    claim: proposal,
    changes: changes.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    notCorrected: [...new Set([...notCorrected, ...leftBeside(lines, judged, judgement), ...hintsOf(judgement)])],
  };
}

interface Settled extends Step {
  /** As judged last. */
  readonly judged: Judgement;
  /** Absent where it would not be approved. */
  readonly proposal?: Claim;
}

function settle(sent: Judgement, record: ClaimRecord, frees: boolean, options: ProposalOptions): Settled | 'unchanged' {
  const { assessment, claim } = sent;
  const billed = billedReader(claim.billablePeriod, zoneNamed(assessment.careZone.zone) ?? UTC);
  const diagnoses = new Set((claim.diagnosis ?? []).flatMap(({ sequence }) => sequence ?? []));
  let done: Settled = {
    lines: inOrder(claim).map((item) => ({ item, from: item.sequence ?? 0 })),
    changes: [],
    notCorrected: [],
    judged: sent,
  };
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { lines: before, judged } = done;
    const units = settleUnits(before, judged.assessment, { diagnoses, billed, frees });
    const next = units.changes.length > 0 ? units : settleOthers(before, judged.assessment, billed);
    if (next.changes.length === 0) break;
    const lines = next.lines.map(({ item, from }, i) => ({ item: { ...item, sequence: i + 1 }, from }));
    const items = lines.map(({ item }) => item);
    const proposal = writeProposal(sent, items, options);
    const again = items.some((item) => billed(item).isPerDiem) ? record.judge(proposal) : undefined;
    const told = { changes: [...done.changes, ...next.changes], notCorrected: [...done.notCorrected, ...next.notCorrected] };
    if (!again) return { lines, judged, ...told };
    done = { lines, judged: again, proposal, ...told };
  }
  const { proposal, ...unapproved } = done;
  if (!proposal && done.judged.assessment.decision === 'approved') return 'unchanged';
  return done.judged.assessment.decision === 'approved' ? done : unapproved;
}

/** Every date that was allowed as sent still is. */
function keeps(proposed: Assessment, sent: Assessment): boolean {
  const dates = new Set(allowedDates(proposed));
  return allowedDates(sent).every((date) => dates.has(date));
}

const allowedDates = ({ lines }: Assessment): (string | undefined)[] =>
  lines.filter(isPerDiemLine).flatMap(({ units }) => units.flatMap(({ date, decision }) => (decision === 'allowed' ? [date] : [])));

/** No proposal: all there is to say is what stands in the way, of the claim as sent or of the whole of what was left of it. */
function none(sent: Judgement, judged: Judgement): Correction {
  const ofWhole = judged.assessment.findings.filter(({ line }) => line === undefined);
  const inTheWay = [...ofWhole, ...sent.assessment.findings].filter(({ effect }) => effect !== 'advise');
  return { changes: [], notCorrected: [...new Set(inTheWay.map(inWords))] };
}

/** Why there can be no replacement of the claim, whatever is in it. */
function unfitToReplace(judgement: Judgement, record: ClaimRecord): string | undefined {
  const later = record.replacementOf(judgement.claim);
  if (later !== undefined) return `${later} replaces the claim already: correct that one.`;
  return canBeNamed(judgement) ? undefined : 'The claim has neither id nor identifier: a replacement could not say what it replaces.';
}

const inOrder = ({ item = [] }: Claim) => item.toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
