import type { ClaimResponse, ClaimResponseProcessNote } from '@medplum/fhirtypes';
import { isPerDiemLine, type Line } from '../assessment.ts';
import type { Judgement } from '../judgement.ts';
import { CANONICAL_BASE } from './canonical.ts';
import { copyIdentifier } from './copy.ts';
import { grantedSpans, reviewOf } from './granted.ts';
import { type Amount, sums, toMoney } from './money.ts';
import { isCancelled, PAS, SUBMITTED } from './pas.ts';
import { stated } from './stated.ts';
import { type WriteOptions, writeDisposition, writeHead } from './write-claim-response.ts';
import { writeClaimLedger } from './write-ledger.ts';
import { numberFindings, writeNotes } from './write-notes.ts';
import { writeInsurance, writePreAuthRef } from './write-parties.ts';
import { type PasContext, writePasAddItems, writePasItem } from './write-pas-item.ts';
import { writePrices } from './write-prices.ts';

export const PAS_CLAIM_RESPONSE = `${PAS}/profile-claimresponse`;

/** The judgement of a preauthorization as PAS 2.2.1 profile-claimresponse wants it. References are as in the request; the verdict is on each item, where PAS looks for it. */
export function writePasClaimResponse(judgement: Judgement, options: WriteOptions = {}): ClaimResponse {
  const { assessment, claim } = judgement;
  const base = options.canonicalBase ?? CANONICAL_BASE;
  const context: PasContext = { judgement, base, notes: numberFindings(assessment), number: options.authorizationNumber };
  const notes = writeNotes(assessment);
  const rows = assessment.lines.map((line) => ({ line, asked: submittedOf(line, judgement), own: noteUnreviewed(line, judgement, notes) }));
  const period = grantedPeriod(judgement);
  const { resourceType, ...head } = writeHead(judgement, assessment.asOf, options);
  return stated({
    resourceType,
    meta: { profile: [PAS_CLAIM_RESPONSE] },
    ...head,
    // Every date counts as supported: the ledger of days would say nothing, and would refer to resources that are not returned.
    extension: writeClaimLedger({ ...assessment, days: [] }, base),
    identifier: claim.identifier?.flatMap((each) => copyIdentifier(each) ?? []),
    outcome: 'complete' as const,
    disposition: writeDisposition(assessment),
    preAuthRef: (period && options.authorizationNumber) || writePreAuthRef(claim),
    preAuthPeriod: period,
    item: rows.map(({ line, asked, own }) => writePasItem(line, asked, own, context)),
    addItem: writePasAddItems(context),
    total: sums(rows.flatMap(({ asked }) => asked ?? [])).map((sum) => ({ category: SUBMITTED, amount: toMoney(sum) })),
    processNote: notes,
    insurance: writeInsurance(claim),
  });
}

function submittedOf(line: Line, { claim, concurrentPercent }: Judgement): Amount | undefined {
  const item = claim.item?.find(({ sequence }) => sequence === line.sequence) ?? {};
  return writePrices(item, line, false, concurrentPercent).submitted;
}

/** A client reads the verdict off the review action: a line without one says why. Gives the number of the note that it adds. */
function noteUnreviewed(line: Line, { assessment, claim }: Judgement, notes: ClaimResponseProcessNote[]): number[] {
  if (reviewOf(line, assessment)) return [];
  const item = claim.item?.find(({ sequence }) => sequence === line.sequence);
  const number = notes.length + 1;
  notes.push({ number, type: 'display', text: `Line ${line.sequence} was not reviewed: ${whyNot(line, item && isCancelled(item))}.` });
  return [number];
}

function whyNot(line: Line, isTakenBack: boolean | undefined): string {
  if (isTakenBack) return 'the request takes it back';
  if (!isPerDiemLine(line) && line.decision === 'separately-payable') return 'it is coded apart from the per diem; ask the payer about it';
  return 'only S9326 and what belongs to its per diem is reviewed here; ask the payer about it';
}

/** From the first to the last date that is granted. */
function grantedPeriod({ assessment }: Judgement): { start: string; end: string } | undefined {
  const spans = assessment.lines.flatMap((line) => (isPerDiemLine(line) ? grantedSpans(line) : []));
  const start = spans.map(({ first }) => first).sort()[0];
  const end = spans
    .map(({ last }) => last)
    .sort()
    .at(-1);
  return start !== undefined && end !== undefined ? { start, end } : undefined;
}
