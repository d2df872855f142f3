/** The payer's answer to a claim beside ours: units that it refused though the record supports them, and units paid that the record does not support. */
import type { ClaimResponse, ExplanationOfBenefit } from '@medplum/fhirtypes';
import { isPerDiemLine } from '../assessment.ts';
import { isOwnAnswer } from '../fhir/answer-identity.ts';
import { paidUnits, type Result } from '../fhir/read-paid-claims.ts';
import { type Entry, labelOf, type PatientRecord, type Resolver, resolverOf } from '../fhir/record.ts';
import type { Judgement } from '../judgement.ts';
import { appealRule } from '../policy/appeal-deadlines.ts';
import { DAY_MS, formatDate, parseDate } from '../time/civil-date.ts';
import { parseInstant } from '../time/fhir-time.ts';
import { lineRows } from './rows.ts';

/** A line that bills S9326, as the payer's latest answer to its claim has it. Amounts as in LineRow. */
export interface PayerAnswerRow {
  readonly claim: string;
  readonly patient: string;
  readonly payer: string;
  readonly line: number;
  /** The ClaimResponse or ExplanationOfBenefit. */
  readonly answer: string;
  /** Its date. */
  readonly answered?: string;
  readonly submitted: number;
  readonly paid: number;
  /** Units that we allow. */
  readonly supported: number;
  /** Supported and not paid. */
  readonly deniedSupported: number;
  /** Paid, and neither allowed nor waiting under our rules. */
  readonly paidUnsupported: number;
  readonly amountDeniedSupported?: number;
  readonly currency?: string;
  /** Codes that the payer gave for the line. */
  readonly reasons: string;
  /** Last day for an appeal; absent where only the notice says it. */
  readonly appealBy?: string;
  readonly appealSource?: string;
}

/** None where the record has no answer of the payer that says what was paid for a line. */
export function payerAnswerRows(record: PatientRecord, judgement: Judgement, canonicalBase?: string): readonly PayerAnswerRow[] {
  const found = latestAnswer(resolverOf(record), judgement, canonicalBase);
  if (!found) return [];
  const { assessment, claim, payerKind, payerName } = judgement;
  const prices = new Map(lineRows(judgement).map((row) => [row.line, row]));
  const answered = dayOf(found.resource);
  const rule = answered === undefined ? undefined : appealRule(payerKind, answered);
  return assessment.lines.filter(isPerDiemLine).flatMap(({ sequence, submitted, allowed, pended }) => {
    const billed = claim.item?.find((item) => item.sequence === sequence);
    const paid = paidOf(found.resource, sequence, billed?.quantity?.value ?? submitted);
    if (paid === undefined) return [];
    const deniedSupported = Math.max(0, allowed - paid);
    const { amountEligible, currency } = prices.get(sequence) ?? {};
    const isPriced = amountEligible !== undefined && allowed > 0;
    return {
      claim: assessment.claim,
      patient: assessment.patient,
      payer: payerName ?? '',
      line: sequence,
      answer: labelOf(found),
      ...(answered === undefined ? {} : { answered }),
      submitted,
      paid,
      supported: allowed,
      deniedSupported,
      paidUnsupported: Math.max(0, paid - allowed - pended),
      ...(isPriced ? { amountDeniedSupported: Math.round((amountEligible / allowed) * deniedSupported * 100) / 100 } : {}),
      ...(currency === undefined ? {} : { currency }),
      reasons: reasonsOf(found.resource, sequence).join(' '),
      ...(rule && answered !== undefined && deniedSupported > 0
        ? { appealBy: formatDate((parseDate(answered) ?? 0) + rule.days), appealSource: rule.source.title }
        : {}),
    };
  });
}

/** The newest that answers this very claim as a claim, not as a request for authorization, is final, and was not written by us. */
function latestAnswer(resolver: Resolver, { claim }: Judgement, canonicalBase: string | undefined): Entry<Result> | undefined {
  const responses = resolver
    .ofType('ClaimResponse')
    .filter((entry) => !isOwnAnswer(entry.resource, canonicalBase) && resolver.resolve(entry.resource.request, entry)?.resource === claim);
  const explanations = resolver
    .ofType('ExplanationOfBenefit')
    .filter((entry) => resolver.resolve(entry.resource.claim, entry)?.resource === claim);
  const all: Entry<Result>[] = [...responses, ...explanations];
  return all
    .filter(({ resource: { status, use = 'claim' } }) => status === 'active' && use === 'claim')
    .filter(({ resource: { outcome } }) => outcome === 'complete' || outcome === 'partial')
    .sort((a, b) => createdAt(b) - createdAt(a) || compare(labelOf(a), labelOf(b)))[0];
}

/** A date without a time counts from its beginning, wherever that was. */
const createdAt = ({ resource: { created = '' } }: Entry<Result>): number =>
  parseInstant(created) ?? (parseDate(created.slice(0, 10)) ?? 0) * DAY_MS;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Item = NonNullable<ClaimResponse['item']>[number] | NonNullable<ExplanationOfBenefit['item']>[number];

function itemOf({ item = [] }: Result, sequence: number): Item | undefined {
  const items: readonly Item[] = item;
  return items.find((each) => ('itemSequence' in each ? each.itemSequence : (each as { sequence?: number }).sequence) === sequence);
}

/** By what the line says; where no line says anything, a payment of nothing at the head is a refusal of all. */
function paidOf(result: Result, sequence: number, quantity: number): number | undefined {
  const item = itemOf(result, sequence);
  const stated = item && paidUnits(item, quantity);
  if (stated !== undefined) return stated;
  const isRefusedAsAWhole =
    result.payment?.amount?.value === 0 && [result.item ?? []].flat().every((each) => paidUnits(each as Item, 1) === undefined);
  return isRefusedAsAWhole ? 0 : undefined;
}

function reasonsOf(result: Result, sequence: number): readonly string[] {
  const adjudication = [...(itemOf(result, sequence)?.adjudication ?? []), ...(result.adjudication ?? [])];
  return [...new Set(adjudication.flatMap(({ reason }) => (reason?.coding ?? []).flatMap(({ code }) => code ?? [])))];
}

const dayOf = ({ created }: Result): string | undefined => /^\d{4}-\d{2}-\d{2}/.exec(created ?? '')?.[0];
