import type { ClaimResponseItem, ClaimResponseItemAdjudication, ClaimResponseTotal, CodeableConcept } from '@medplum/fhirtypes';
import { isPerDiemLine, type Line } from '../assessment.ts';
import type { Judgement } from '../judgement.ts';
import { CARIN_DISCRIMINATOR, HL7_ADJUDICATION } from './canonical.ts';
import { sums, toMoney } from './money.ts';
import { stated } from './stated.ts';
import { writeLineLedger } from './write-ledger.ts';
import { type Note, noteNumbers, numberFindings } from './write-notes.ts';
import { type PricedItem, type Prices, writePrices } from './write-prices.ts';
import { reasonsOf, writeReason } from './write-reasons.ts';

interface Row {
  readonly line: Line;
  readonly prices: Prices;
  readonly judged: boolean;
}

const PRICES = ['submitted', 'eligible'] as const;
const ALLOWED_UNITS: CodeableConcept = { coding: [{ system: CARIN_DISCRIMINATOR, code: 'allowedunits' }] };
const hl7 = (code: (typeof PRICES)[number]): CodeableConcept => ({ coding: [{ system: HL7_ADJUDICATION, code }] });

/** Every claim item once under its sequence, and the totals, which are their sums. */
export function writeAdjudication(judgement: Judgement, base: string): { item: ClaimResponseItem[]; total: ClaimResponseTotal[] } {
  const { assessment, claim, concurrentPercent } = judgement;
  const notes = numberFindings(assessment);
  const rows = assessment.lines.map((line): Row => {
    const item: PricedItem = claim.item?.find(({ sequence }) => sequence === line.sequence) ?? {};
    const judged = assessment.decision !== 'not-applicable' && (isPerDiemLine(line) || line.decision !== 'not-judged');
    return { line, judged, prices: writePrices(item, line, judged, concurrentPercent) };
  });
  return { item: rows.map((row) => writeItem(row, notes, base)), total: PRICES.flatMap((price) => totalsOf(rows, price)) };
}

function writeItem({ line, prices, judged }: Row, notes: readonly Note[], base: string): ClaimResponseItem {
  const reasons = judged ? reasonsOf(line, notes) : [];
  const cited = reasons.flatMap(({ note }) => note ?? []);
  const adjudication = [
    ...amountsOf(prices),
    ...(judged ? [{ category: ALLOWED_UNITS, value: allowedUnits(line) }] : []),
    ...reasons.map((reason) => writeReason(reason, base)),
  ];
  return stated({
    extension: writeLineLedger(line, base),
    itemSequence: line.sequence,
    noteNumber: noteNumbers(notes, line.sequence, cited),
    // Adjudication is 1..*: of a line that is neither judged nor priced the units that were submitted are all there is to say.
    adjudication: adjudication.length > 0 ? adjudication : [{ category: hl7('submitted'), value: line.submitted }],
  });
}

function amountsOf(prices: Prices): ClaimResponseItemAdjudication[] {
  return PRICES.flatMap((name) => {
    const amount = prices[name];
    return amount ? [{ category: hl7(name), amount: toMoney(amount) }] : [];
  });
}

/** A line of another code is allowed whole or, refused or waiting, not at all. */
function allowedUnits(line: Line): number {
  if (isPerDiemLine(line)) return line.allowed;
  return line.decision === 'separately-payable' ? line.submitted : 0;
}

function totalsOf(rows: readonly Row[], price: (typeof PRICES)[number]): ClaimResponseTotal[] {
  return sums(rows.flatMap(({ prices }) => prices[price] ?? [])).map((sum) => ({ category: hl7(price), amount: toMoney(sum) }));
}
