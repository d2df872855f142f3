/**
 * The corrected claim: what of a refused claim stands, written as a replacement that would be approved. Units are never added, only
 * those freed that a mistake of form held up. Units first, then the lines beside them; after each step the claim is judged again,
 * so that a proposal is one that was approved.
 */
import type { Claim } from '@medplum/fhirtypes';
import type { Judgement } from '../judgement.ts';
import { UTC, zoneNamed } from '../time/zone.ts';
import type { ClaimRecord } from './claim-record.ts';
import { billedReader, type Change, type DraftLine } from './draft.ts';
import { hintsOf, inWords, leftBeside } from './not-corrected.ts';
import { settleOthers } from './settle-others.ts';
import { settleUnits } from './settle-units.ts';
import { canBeNamed, writeProposal } from './write-proposal.ts';

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

/** Undefined when there is nothing to correct: the claim is approved as it is, was not judged, or asks about days to come. */
export function correctClaim(judgement: Judgement, record: ClaimRecord): Correction | undefined {
  const { assessment, claim } = judgement;
  if (assessment.decision === 'not-applicable' || claim.use === 'preauthorization') return undefined;
  const billed = billedReader(claim.billablePeriod, zoneNamed(assessment.careZone.zone) ?? UTC);
  const diagnoses = new Set((claim.diagnosis ?? []).flatMap(({ sequence }) => sequence ?? []));

  const unfit = unfitToReplace(judgement, record);
  let lines: readonly DraftLine[] = inOrder(claim).map((item) => ({ item, from: item.sequence ?? 0 }));
  let judged = judgement;
  let proposal: Claim | undefined;
  const changes: Change[] = [];
  const notCorrected: string[] = [];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const units = settleUnits(lines, judged.assessment, diagnoses, billed);
    const settled = units.changes.length > 0 ? units : settleOthers(lines, judged.assessment, billed);
    if (settled.changes.length === 0) break;
    if (unfit !== undefined) return { changes: [], notCorrected: [unfit] };
    changes.push(...settled.changes);
    notCorrected.push(...settled.notCorrected);
    lines = settled.lines.map(({ item, from }, i) => ({ item: { ...item, sequence: i + 1 }, from }));
    if (!lines.some(({ item }) => billed(item).isPerDiem)) return none(judgement, judged);
    proposal = writeProposal(
      judgement,
      lines.map(({ item }) => item),
    );
    const again = record.judge(proposal);
    if (!again) return none(judgement, judged);
    judged = again;
  }
  if (judged.assessment.decision !== 'approved') return none(judgement, judged);
  if (!proposal) return undefined;
  return {
    claim: proposal,
    changes: changes.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    notCorrected: [...new Set([...notCorrected, ...leftBeside(lines, judged, judgement), ...hintsOf(judgement)])],
  };
}

/** No proposal: a claim that is approved stays as it is; of another all there is to say is what stands in the way, of the claim as sent or of the whole of what was left of it. */
function none(sent: Judgement, judged: Judgement): Correction | undefined {
  if (sent.assessment.decision === 'approved') return undefined;
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
