/** What results of a patient's claims say was paid or allowed, date by date: read once, whatever the number of claims that ask. */
import type { Claim, ClaimResponse, ExplanationOfBenefit, Reference } from '@medplum/fhirtypes';
import type { DateSpan, PriorUnit } from '../claim.ts';
import { isOtherTherapy } from '../policy/line-codes.ts';
import type { CivilDate } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';
import { dateOf } from './civil-times.ts';
import { type BilledItem, readLine } from './read-claim.ts';
import { type Entry, labelOf } from './record.ts';

/** A payer's answer to a claim. */
export type Result = ClaimResponse | ExplanationOfBenefit;
type ResultItem = NonNullable<ClaimResponse['item']>[number] | NonNullable<ExplanationOfBenefit['item']>[number];

/** A claim of which something was paid, by all its results. */
export interface PaidClaim {
  /** Absent when the claim is not at hand. */
  readonly entry?: Entry;
  readonly result: Entry<Result>;
  readonly provider: Reference | undefined;
  /** Each date once, with S9326 and with other therapies. */
  readonly units: readonly Omit<PriorUnit, 'sameProvider'>[];
}

export interface PaidClaims {
  readonly claims: readonly PaidClaim[];
  readonly notes: readonly string[];
}

/**
 * Dates of lines that are read of one patient's results, seven centuries of them: a record of tens of thousands of lines of a year each
 * gets its answer in bounded time and memory.
 */
export const MOST_HISTORY_DATES = 250_000;

/** Read when first asked. A claim may be answered twice over, by ClaimResponse and ExplanationOfBenefit: a date of it counts once. */
export function paidClaims(
  results: readonly Entry<Result>[],
  claimOf: (result: Entry<Result>) => Entry | undefined,
  zone: Zone,
): () => PaidClaims {
  let known: PaidClaims | undefined;
  return () => {
    known ??= readPaidClaims(results, claimOf, zone);
    return known;
  };
}

function readPaidClaims(results: readonly Entry<Result>[], claimOf: (result: Entry<Result>) => Entry | undefined, zone: Zone): PaidClaims {
  const answers = results
    .map((result) => ({ result, entry: claimOf(result) }))
    .filter(({ entry }) => !entry || isPayable(entry))
    // In an order of their own, so that what is left of too many does not hang on the order of the Bundle.
    .sort((a, b) => compare(labelOf(a.entry ?? a.result), labelOf(b.entry ?? b.result)));
  const byClaim = Map.groupBy(answers, ({ entry, result }) => entry?.resource ?? result.resource);
  const budget = { left: MOST_HISTORY_DATES, isShort: false };
  const claims = [...byClaim.values()].flatMap((same) => paidClaim(same, zone, budget));
  const notes = budget.isShort
    ? [
        `The answers to other claims hold more than ${MOST_HISTORY_DATES} dates: those beyond, in order of the claims' names, were not read.`,
      ]
    : [];
  return { claims, notes };
}

interface Budget {
  left: number;
  isShort: boolean;
}

/** As many of the dates as may still be read. */
function within(budget: Budget, dates: readonly CivilDate[]): readonly CivilDate[] {
  const read = dates.slice(0, budget.left);
  budget.left -= read.length;
  if (read.length < dates.length) budget.isShort = true;
  return read;
}

function paidClaim(same: readonly { result: Entry<Result>; entry: Entry | undefined }[], zone: Zone, budget: Budget): PaidClaim[] {
  const [first] = same;
  const bill = first && billOf(first.result, first.entry);
  if (!first || !bill) return [];
  const { result, entry } = first;
  const once = new Map<number, PaidClaim['units'][number]>();
  const claim = labelOf(entry ?? result);
  const authorizationNumbers = (bill.insurance ?? []).flatMap(({ preAuthRef }) => preAuthRef ?? []);
  const items: readonly (BilledItem & { sequence?: number })[] = bill.item ?? [];
  for (const item of items) {
    const line = readLine(item, bill.billablePeriod, zone);
    const isOther = line.code !== undefined && line.isProcedureCode && isOtherTherapy(line.code, line.modifiers);
    const { span, isPerDiem } = line;
    if (!span || !(isPerDiem || isOther) || budget.isShort) continue;
    const dates = same.flatMap((each) => paidDates(each.result.resource, item.sequence, span, line.quantity, zone));
    for (const date of within(budget, dates)) {
      const key = date * 2 + Number(isPerDiem);
      if (!once.has(key)) once.set(key, { date, claim, isPerDiem, status: 'paid', authorizationNumbers, line: span });
    }
  }
  return [{ ...(entry && { entry }), result, provider: bill.provider, units: [...once.values()] }];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isPayable = ({ resource }: Entry): boolean =>
  resource.resourceType === 'Claim' && resource.status === 'active' && resource.use === 'claim';

/** What was billed: the claim, or the explanation of benefits, which repeats it. */
const billOf = ({ resource }: Entry<Result>, entry: Entry | undefined): Claim | ExplanationOfBenefit | undefined =>
  (entry?.resource as Claim | undefined) ?? (resource.resourceType === 'ExplanationOfBenefit' ? resource : undefined);

/** Below whatever canonical base the deployment that answered had. */
const LEDGER_UNIT = '/StructureDefinition/per-diem-unit';

/** The longest span that a policy may take; a line for longer is a slip of the pen, and dates end somewhere. */
const MOST_DAYS = 3660;

const PAID: ReadonlySet<string> = new Set(['benefit', 'paidtoprovider', 'paidtopatient', 'paid']);

/** The dates of our own ledger where the result has one, else as many of the line's dates as units were paid, earliest first. */
function paidDates(result: Result, sequence: number | undefined, span: DateSpan, quantity: number, zone: Zone): CivilDate[] {
  const items: readonly ResultItem[] = result.item ?? [];
  const item = items.find((each) => ('itemSequence' in each ? each.itemSequence : (each as { sequence?: number }).sequence) === sequence);
  const ledger = item ? ledgerDates(item, zone) : undefined;
  if (ledger) return ledger;
  // A payment at the head only says that something of the claim was paid: then all of it counts, where no line says otherwise.
  const isPaidAsAWhole = (result.payment?.amount?.value ?? 0) > 0 && items.every((each) => paidUnits(each, 1) === undefined);
  const units = (item && paidUnits(item, quantity)) ?? (isPaidAsAWhole ? quantity : 0);
  const dates: CivilDate[] = [];
  const last = Math.min(span.last, span.first + MOST_DAYS - 1);
  for (let date = span.first; date <= last && dates.length < units; date += 1) if (zone.exists(date)) dates.push(date);
  return dates;
}

/** Undefined for a line that states neither units nor a payment. */
export function paidUnits(item: ResultItem, quantity: number): number | undefined {
  const adjudication = item.adjudication ?? [];
  const has = (category: { coding?: { code?: string }[] } | undefined, isOne: (code: string) => boolean) =>
    category?.coding?.some(({ code }) => code !== undefined && isOne(code)) ?? false;
  const allowed = adjudication.find(({ category, value }) => value !== undefined && has(category, (code) => code === 'allowedunits'));
  if (allowed?.value !== undefined) return allowed.value;
  const paid = adjudication.filter(({ category, amount }) => amount?.value !== undefined && has(category, (code) => PAID.has(code)));
  if (paid.length === 0) return undefined;
  return paid.some(({ amount }) => (amount?.value ?? 0) > 0) ? quantity : 0;
}

function ledgerDates(item: ResultItem, zone: Zone): CivilDate[] | undefined {
  const units = (item.extension ?? []).filter((extension) => extension.url?.endsWith(LEDGER_UNIT));
  if (units.length === 0) return undefined;
  return units.flatMap(({ extension = [] }) => {
    const part = (url: string) => extension.find((each) => each.url === url);
    return part('decision')?.valueCode === 'allowed' ? (dateOf(part('date')?.valueDate, zone) ?? []) : [];
  });
}
