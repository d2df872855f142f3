/** What a sweep tells of each claim, its lines and its findings: flat rows, for sheets and for the worklist. */
import { type Assessment, type Finding, isPerDiemLine } from '../assessment.ts';
import { type Amount, toMoney } from '../fhir/money.ts';
import { writePrices } from '../fhir/write-prices.ts';
import type { Judgement } from '../judgement.ts';

/** Amounts are in the currency of the claim, to cents; absent where the claim has no prices. */
export interface WorklistRow {
  readonly claim: string;
  readonly patient: string;
  readonly policy: string;
  readonly payer: string;
  readonly provider: string;
  /** First and last date billed. */
  readonly first?: string;
  readonly last?: string;
  readonly decision: string;
  readonly submitted: number;
  readonly allowed: number;
  readonly denied: number;
  readonly pended: number;
  readonly amountSubmitted?: number;
  /** Of units that are denied or pended. */
  readonly amountAtStake?: number;
  readonly currency?: string;
  /** Dates that are supported and not billed. */
  readonly unbilledDays: number;
  readonly adjacentDays: number;
  /** Rules that found something, in the order of the findings. */
  readonly rules: readonly string[];
}

export interface LineRow {
  readonly claim: string;
  readonly patient: string;
  readonly policy: string;
  readonly line: number;
  readonly code: string;
  readonly submitted: number;
  readonly allowed?: number;
  readonly denied?: number;
  readonly pended?: number;
  readonly decision?: string;
  readonly rule?: string;
  readonly amountSubmitted?: number;
  readonly amountEligible?: number;
  readonly currency?: string;
}

export interface FindingRow {
  readonly claim: string;
  readonly patient: string;
  readonly policy: string;
  readonly line?: number;
  readonly rule: string;
  readonly effect: string;
  readonly verdict: string;
  readonly group?: string;
  readonly carc?: string;
  readonly rarc?: string;
  readonly dates: string;
  readonly message: string;
  readonly fix: string;
}

export function lineRows(judgement: Judgement): readonly LineRow[] {
  const { assessment } = judgement;
  return assessment.lines.map((line) => {
    const { submitted, eligible } = pricesOf(judgement, line.sequence);
    const own = isPerDiemLine(line)
      ? { allowed: line.allowed, denied: line.denied, pended: line.pended }
      : { decision: line.decision, ...(line.rule === undefined ? {} : { rule: line.rule }) };
    return {
      ...keys(assessment),
      line: line.sequence,
      code: line.code ?? '',
      submitted: line.submitted,
      ...own,
      ...amount('amountSubmitted', submitted),
      ...amount('amountEligible', eligible),
      ...currency(submitted ?? eligible),
    };
  });
}

export function findingRows({ assessment }: Judgement): readonly FindingRow[] {
  return assessment.findings.map((finding) => ({ ...keys(assessment), ...findingOf(finding) }));
}

export function worklistRow(judgement: Judgement): WorklistRow {
  const { assessment, claim, coverage, payerName } = judgement;
  const perDiem = assessment.lines.filter(isPerDiemLine);
  const dates = perDiem.flatMap(({ units }) => units.flatMap(({ date }) => date ?? [])).sort();
  const prices = perDiem.map(({ sequence }) => pricesOf(judgement, sequence));
  const asked = total(prices.map(({ submitted }) => submitted));
  const eligible = total(prices.map((each) => each.eligible));
  const atStake = asked && eligible && { ...asked, cents: asked.cents - eligible.cents };
  const [first] = dates;
  const last = dates.at(-1);
  return {
    ...keys(assessment),
    payer: payerName ?? claim.insurer?.display ?? claim.insurer?.reference ?? coverage?.payor?.[0]?.reference ?? '',
    provider: claim.provider?.display ?? claim.provider?.reference ?? '',
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    decision: assessment.decision,
    ...assessment.units,
    ...amount('amountSubmitted', asked),
    ...amount('amountAtStake', atStake),
    ...currency(asked),
    unbilledDays: assessment.unbilledDays.length,
    adjacentDays: assessment.adjacentDays.length,
    rules: [...new Set(assessment.findings.map(({ rule }) => rule))],
  };
}

const keys = ({ claim, patient, policy }: Assessment) => ({ claim, patient, policy: policy.id });

function findingOf({ line, rule, effect, verdict, group, carc, rarc = [], dates = [], message, fix }: Finding) {
  return {
    ...(line === undefined ? {} : { line }),
    rule,
    effect,
    verdict,
    ...(group === undefined ? {} : { group }),
    ...(carc === undefined ? {} : { carc }),
    ...(rarc.length === 0 ? {} : { rarc: rarc.join(' ') }),
    dates: dates.join(' '),
    message,
    fix,
  };
}

function pricesOf({ claim, assessment, concurrentPercent }: Judgement, sequence: number) {
  const item = claim.item?.find((each) => each.sequence === sequence);
  const line = assessment.lines.find((each) => each.sequence === sequence);
  return item && line ? writePrices(item, line, assessment.decision !== 'not-applicable', concurrentPercent) : {};
}

/** Undefined when one of them is not known, or when they are of several currencies. */
function total(amounts: readonly (Amount | undefined)[]): Amount | undefined {
  const known = amounts.flatMap((each) => each ?? []);
  const isOne = new Set(known.map((each) => each.currency)).size === 1;
  if (known.length < amounts.length || !isOne) return undefined;
  return { ...known[0], cents: known.reduce((sum, { cents }) => sum + cents, 0n) };
}

const amount = <Name extends string>(name: Name, value: Amount | undefined): { readonly [N in Name]?: number } =>
  (value === undefined ? {} : { [name]: toMoney(value).value }) as { readonly [N in Name]?: number };

const currency = (value: Amount | undefined): { readonly currency?: string } => (value?.currency ? { currency: value.currency } : {});
