import type { ClaimItem, ClaimResponseAddItem, ClaimResponseItem, Extension } from '@medplum/fhirtypes';
import { isPerDiemLine, type Line } from '../assessment.ts';
import type { Judgement } from '../judgement.ts';
import { formatDate } from '../time/civil-date.ts';
import { parseInstant } from '../time/fhir-time.ts';
import { UTC, zoneNamed } from '../time/zone.ts';
import { copyConcept, copyIdentifier } from './copy.ts';
import { grantedSpans, reviewOf } from './granted.ts';
import { type Amount, toMoney } from './money.ts';
import { pasUrl, reviewAction, SUBMITTED } from './pas.ts';
import { requestedDates } from './requested-dates.ts';
import { stated } from './stated.ts';
import { daysOf, writeAddItems } from './write-add-item.ts';
import { writeLineLedger } from './write-ledger.ts';
import type { Note } from './write-notes.ts';
import { noteNumbers } from './write-notes.ts';
import { reasonsOf, writeReason } from './write-reasons.ts';

/** What all items of one answer share. */
export interface PasContext {
  readonly judgement: Judgement;
  readonly base: string;
  readonly notes: readonly Note[];
  /** The payer's number for what is granted. */
  readonly number: string | undefined;
}

/**
 * A claim item under its sequence. Each adjudication has the category `submitted`, as the profile wants: the first has the verdict,
 * those after it a reason with its number of units.
 */
export function writePasItem(line: Line, asked: Amount | undefined, more: readonly number[], context: PasContext): ClaimResponseItem {
  const { judgement, base, notes, number } = context;
  const item = judgement.claim.item?.find(({ sequence }) => sequence === line.sequence);
  const code = reviewOf(line, judgement.assessment);
  const isGranted = code === 'A1' || code === 'A6';
  const reasons = code ? reasonsOf(line, notes) : [];
  const cited = reasons.flatMap(({ note }) => note ?? []);
  return stated({
    extension: [
      ...echoed(item),
      ...requested(item, judgement),
      ...(isGranted && isPerDiemLine(line) ? granted(spanOf(line), judgement) : []),
      ...(code === 'A1' && isPerDiemLine(line) ? [authorizedDetail(item, line.allowed)] : []),
      ...writeLineLedger(line, base),
    ],
    itemSequence: line.sequence,
    noteNumber: [...noteNumbers(notes, line.sequence, cited), ...more],
    adjudication: [
      stated({
        extension: code && [reviewAction(code, isGranted ? number : undefined)],
        category: SUBMITTED,
        amount: asked && toMoney(asked),
      }),
      ...reasons.map((reason) => ({ ...writeReason(reason, base), category: SUBMITTED })),
    ],
  });
}

/** The modified items: what is granted is certified in total. */
export function writePasAddItems({ judgement, number }: PasContext): ClaimResponseAddItem[] {
  return writeAddItems(judgement, (span, item) => ({
    extension: [...echoed(item), ...granted(span, judgement)],
    adjudication: [{ extension: [reviewAction('A1', number)], category: SUBMITTED }],
  }));
}

/** By which the requester and the payer know the item. */
function echoed(item: ClaimItem | undefined): Extension[] {
  const own = (name: string) => (item?.extension ?? []).filter(({ url }) => url === pasUrl(name));
  const traces = own('itemTraceNumber').flatMap(({ url, valueIdentifier }) => {
    const copy = copyIdentifier(valueIdentifier);
    return copy ? [{ url, valueIdentifier: copy }] : [];
  });
  const numbers = ['authorizationNumber', 'administrationReferenceNumber'].flatMap((name) => own(name).slice(0, 1));
  return [...traces, ...numbers.flatMap(({ url, valueString }) => (valueString ? [{ url, valueString }] : []))];
}

function requested(item: ClaimItem | undefined, { claim }: Judgement): Extension[] {
  const url = pasUrl('itemRequestedServiceDate');
  const { servicedDate, servicedPeriod = servicedDate === undefined ? claim.billablePeriod : undefined } = item
    ? requestedDates(item, claim)
    : {};
  if (servicedDate) return [{ url, valueDateTime: servicedDate }];
  const { start, end } = servicedPeriod ?? {};
  return start || end ? [{ url, valuePeriod: stated({ start, end }) }] : [];
}

interface DateRange {
  readonly first: string;
  readonly last: string;
}

/** Issued on the day of judgement in the care zone, for the dates from the first to the last. */
function granted({ first, last }: DateRange, { assessment }: Judgement): Extension[] {
  const { asOf, careZone } = assessment;
  const issued = (zoneNamed(careZone.zone) ?? UTC).dateOf(parseInstant(asOf) ?? 0);
  return [
    { url: pasUrl('itemPreAuthIssueDate'), valueDate: formatDate(issued) },
    { url: pasUrl('itemPreAuthPeriod'), valuePeriod: { start: first, end: last } },
  ];
}

function spanOf(line: Parameters<typeof grantedSpans>[0]): DateRange {
  const spans = grantedSpans(line);
  return { first: spans[0]?.first ?? '', last: spans.at(-1)?.last ?? '' };
}

/** What is authorized, where that is what was asked (specification, "Returning Authorized Items that are different"). */
function authorizedDetail(item: ClaimItem | undefined, units: number): Extension {
  return {
    url: pasUrl('itemAuthorizedDetail'),
    extension: [
      { url: 'productOrServiceCode', valueCodeableConcept: copyConcept(item?.productOrService) },
      ...(item?.modifier ?? []).map((modifier) => ({ url: 'modifier', valueCodeableConcept: copyConcept(modifier) })),
      { url: 'quantity', valueQuantity: daysOf(units) },
    ],
  };
}
