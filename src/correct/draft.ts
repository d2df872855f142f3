/** The lines of a corrected claim while it is being written, and how a line is given other dates and units. */
import type { ClaimItem, Period } from '@medplum/fhirtypes';
import { readLine } from '../fhir/read-claim.ts';
import { stated } from '../fhir/stated.ts';
import { type CivilDate, formatDate } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';
import { netOf } from './prices.ts';

export interface DraftLine {
  /** Under its sequence on the claim that was judged last. */
  readonly item: ClaimItem;
  /** Sequence of the line on the claim as sent. */
  readonly from: number;
}

/** One thing done to the claim as sent; `line` is its line there. */
export interface Change {
  readonly rule: string;
  readonly line?: number;
  readonly text: string;
}

export interface Step {
  readonly lines: readonly DraftLine[];
  /** Empty: the step had nothing to do. */
  readonly changes: readonly Change[];
  /** What a biller has to look to. */
  readonly notCorrected: readonly string[];
}

/** What a line bills, as the rules read it. */
export interface Billed {
  readonly code?: string;
  readonly isProcedureCode: boolean;
  readonly isPerDiem: boolean;
  readonly modifiers: ReadonlySet<string>;
  readonly quantity: number;
  readonly dates: readonly CivilDate[];
}

/** The longest span that a policy may take. */
const MOST_DAYS = 3660;

export type BilledReader = (item: ClaimItem) => Billed;

export function billedReader(billablePeriod: Period | undefined, zone: Zone): BilledReader {
  return (item) => {
    const { span, ...line } = readLine(item, billablePeriod, zone);
    const days = span ? span.last - span.first + 1 : 0;
    if (!span || days > MOST_DAYS) return { ...line, dates: [] };
    return { ...line, dates: Array.from({ length: days }, (_, i) => span.first + i).filter(zone.exists) };
  };
}

/** Dates in a row that share a key, ascending. */
export function spansOf(dates: readonly CivilDate[], keyOf: (date: CivilDate) => string): CivilDate[][] {
  const spans: CivilDate[][] = [];
  for (const date of [...dates].sort((a, b) => a - b)) {
    const open = spans.at(-1);
    const last = open?.at(-1);
    if (open && last === date - 1 && keyOf(last) === keyOf(date)) open.push(date);
    else spans.push([date]);
  }
  return spans;
}

/** The line for a span of dates, one unit each, at the price of a unit. Details are of the line as a whole: they stay only with all its units. */
export function onSpan(item: ClaimItem, span: readonly CivilDate[], unitsBefore: number): ClaimItem {
  const { servicedDate: _, servicedPeriod: __, net: ___, detail, quantity, ...rest } = item;
  const [start, end] = [formatDate(span[0] ?? 0), formatDate(span.at(-1) ?? 0)];
  return stated({
    ...rest,
    ...(span.length === 1 ? { servicedDate: start } : { servicedPeriod: { start, end } }),
    quantity: { ...quantity, value: span.length },
    net: netOf(item, span.length, unitsBefore),
    detail: span.length === unitsBefore ? detail : undefined,
  });
}

/** Without the details that `onSpan` has left off, when there were any. */
export const detailsLeftOff = (line: DraftLine, written: readonly ClaimItem[]): string[] =>
  line.item.detail && written.some(({ detail }) => !detail)
    ? [`Line ${line.from}: its details (item.detail) are left off, since they are of all its units: state those of the units that stand.`]
    : [];
