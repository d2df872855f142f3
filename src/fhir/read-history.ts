/** 2-rules.md, "History": the dates of units that were paid or allowed on other claims of the patient. */
import type { Claim, ClaimResponse, CodeableConcept, ExplanationOfBenefit, Reference } from '@medplum/fhirtypes';
import type { DateSpan, PriorUnit } from '../claim.ts';
import { isOtherTherapy } from '../policy/line-codes.ts';
import type { CivilDate } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';
import { dateOf } from './civil-times.ts';
import { type BilledItem, readLine } from './read-claim.ts';
import { type Entry, labelOf, type Resolver } from './record.ts';
import { addressOf, isSameAddress } from './same-patient.ts';

type Result = ClaimResponse | ExplanationOfBenefit;
type ResultItem = NonNullable<ClaimResponse['item']>[number] | NonNullable<ExplanationOfBenefit['item']>[number];

export interface HistoryReader {
  /** Units that stand on other claims of the patient of this one. */
  read(claim: Entry<Claim>): readonly PriorUnit[];
  /** The claim has an active result: it is no longer open. */
  isAnswered(claim: Entry<Claim>): boolean;
  /** This claim, those that it names as prior or replaced, and what those replaced. */
  replacedBy(claim: Entry<Claim>): ReadonlySet<Entry>;
}

export function historyReader(
  resolver: Resolver,
  zone: Zone,
  isPatient: (reference: Reference | undefined, from: Entry) => boolean,
): HistoryReader {
  const results: readonly Entry<Result>[] = [...resolver.ofType('ClaimResponse'), ...resolver.ofType('ExplanationOfBenefit')].filter(
    (entry) =>
      entry.resource.status === 'active' && (entry.resource.use ?? 'claim') === 'claim' && isPatient(entry.resource.patient, entry),
  );
  const claimOf = (entry: Entry<Result>): Entry | undefined => {
    const { resource } = entry;
    return resolver.resolve(resource.resourceType === 'ClaimResponse' ? resource.request : resource.claim, entry);
  };

  function unitsOf(result: Entry<Result>, own: Entry<Claim>, replaced: ReadonlySet<Entry>): PriorUnit[] {
    const answered = claimOf(result);
    if (answered ? replaced.has(answered) : isOfReplaced(result, replaced)) return [];
    if (answered && !isOpenForHistory(answered)) return [];
    const billed = answered?.resource as Claim | undefined;
    const bill = billed ?? (result.resource.resourceType === 'ExplanationOfBenefit' ? result.resource : undefined);
    if (!bill) return [];
    const items: readonly (BilledItem & { sequence?: number })[] = bill.item ?? [];
    return items.flatMap((item) => {
      const line = readLine(item, bill.billablePeriod, zone);
      const isOther = line.code !== undefined && line.isProcedureCode && isOtherTherapy(line.code, line.modifiers);
      if (!line.span || !(line.isPerDiem || isOther)) return [];
      const { span } = line;
      const isSameProvider = sameReference(own, own.resource.provider, answered ?? result, bill.provider, resolver);
      return paidDates(result.resource, item.sequence, span, line.quantity, zone).map((date) => ({
        date,
        claim: labelOf(answered ?? result),
        isPerDiem: line.isPerDiem,
        status: 'paid' as const,
        sameProvider: isSameProvider,
        authorizationNumbers: (bill.insurance ?? []).flatMap(({ preAuthRef }) => preAuthRef ?? []),
        line: span,
      }));
    });
  }

  return {
    read(claim) {
      const replaced = replacedClaims(claim, resolver);
      return onceEach(results.flatMap((result) => unitsOf(result, claim, replaced)));
    },
    isAnswered: (claim) => results.some((result) => claimOf(result)?.resource === claim.resource),
    replacedBy: (claim) => replacedClaims(claim, resolver),
  };
}

/** A claim may be answered twice over, by ClaimResponse and ExplanationOfBenefit: a date of it counts once. */
function onceEach(units: readonly PriorUnit[]): PriorUnit[] {
  const once = new Map(units.map((unit) => [`${unit.claim} ${unit.date} ${unit.isPerDiem}`, unit]));
  return [...once.values()].sort((a, b) => a.date - b.date || (a.claim < b.claim ? -1 : 1));
}

/** The result names, as its claim that is not at hand, one that the claim or those that it replaces name as prior or replaced. */
function isOfReplaced(result: Entry<Result>, replaced: ReadonlySet<Entry>): boolean {
  const { resource } = result;
  const named = resource.resourceType === 'ClaimResponse' ? resource.request : resource.claim;
  if (!named) return false;
  return [...replaced].some((claim) =>
    ((claim.resource as Claim).related ?? []).some(
      ({ claim: related, relationship }) => related && isReplacement(relationship) && namesSame(related, claim, named, result),
    ),
  );
}

function namesSame(a: Reference, from: Entry, b: Reference, otherFrom: Entry): boolean {
  if (a.reference !== undefined && b.reference !== undefined)
    return isSameAddress(addressOf(a.reference, from), addressOf(b.reference, otherFrom));
  return a.identifier?.value !== undefined && a.identifier.value === b.identifier?.value && a.identifier.system === b.identifier?.system;
}

const isReplacement = (relationship: CodeableConcept | undefined): boolean =>
  relationship?.coding?.some(({ code }) => code !== undefined && /^(prior|replaced|replaces)$/i.test(code)) ?? false;

const isOpenForHistory = ({ resource }: Entry): boolean =>
  resource.resourceType === 'Claim' && resource.status === 'active' && resource.use === 'claim';

/** A replacement and what it replaced bill the same days. */
function replacedClaims(claim: Entry<Claim>, resolver: Resolver): Set<Entry> {
  const found = new Set<Entry>([claim]);
  for (const entry of found)
    for (const { claim: reference, relationship } of (entry.resource as Claim).related ?? []) {
      const other = isReplacement(relationship) ? resolver.resolve(reference, entry) : undefined;
      if (other?.resource.resourceType === 'Claim') found.add(other);
    }
  return found;
}

export function sameReference(
  from: Entry,
  a: Reference | undefined,
  otherFrom: Entry,
  b: Reference | undefined,
  resolver: Resolver,
): boolean {
  const entryA = resolver.resolve(a, from);
  const entryB = resolver.resolve(b, otherFrom);
  if (entryA || entryB) return entryA?.resource === entryB?.resource;
  if (a?.reference !== undefined && b?.reference !== undefined)
    return isSameAddress(addressOf(a.reference, from), addressOf(b.reference, otherFrom));
  return a?.identifier?.value !== undefined && a.identifier.value === b?.identifier?.value && a.identifier.system === b?.identifier?.system;
}

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
function paidUnits(item: ResultItem, quantity: number): number | undefined {
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
