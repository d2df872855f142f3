import type { ClaimItem, Money } from '@medplum/fhirtypes';
import { isPerDiemLine, type Line } from '../assessment.ts';
import { type Amount, type Currency, dividedBy, type Fraction, fraction, times, toCents } from './money.ts';

/** What a line asks for and what of it is payable; absent where the claim has no price or nothing was judged. */
export interface Prices {
  readonly submitted?: Amount | undefined;
  readonly eligible?: Amount | undefined;
}

/** What of a claim item makes its price. */
export type PricedItem = Pick<ClaimItem, 'net' | 'unitPrice' | 'factor' | 'quantity' | 'modifier'>;

interface Price {
  readonly value: Fraction;
  readonly currency?: Currency | undefined;
}

const ONE: Fraction = { over: 1n, under: 1n };
const HUNDRED: Fraction = { over: 100n, under: 1n };

/** The amounts of a claim item (3-interfaces.md, The ClaimResponse). `judged` is false for a claim that was not judged. */
export function writePrices(item: PricedItem, line: Line, judged: boolean, concurrentPercent: readonly number[]): Prices {
  const asked = submittedPrice(item);
  const submitted = asked && amountOf(asked);
  if (!judged) return { submitted };
  if (!isPerDiemLine(line)) return { submitted, eligible: otherEligible(line.decision, submitted) };
  const unit = unitPrice(item, line.submitted);
  const allowed = fraction(line.allowed);
  const percent = fraction(percentOf(item, concurrentPercent));
  if (!unit || !allowed || !percent) return { submitted };
  return { submitted, eligible: amountOf({ ...unit, value: dividedBy(times(unit.value, allowed, percent), HUNDRED) }) };
}

/** A line of another code is eligible whole or, refused or not yet decided, for nothing; one that is not judged says nothing. */
function otherEligible(decision: string, submitted: Amount | undefined): Amount | undefined {
  if (decision === 'not-judged' || !submitted) return undefined;
  return decision === 'separately-payable' ? submitted : { ...submitted, cents: 0n };
}

/** `net`, else unit price × quantity (absent: 1) × factor. */
function submittedPrice(item: PricedItem): Price | undefined {
  const net = priceOf(item.net);
  if (net) return net;
  const unit = unitPrice(item, 0);
  const quantity = fraction(item.quantity?.value ?? 1);
  return unit && quantity && { ...unit, value: times(unit.value, quantity) };
}

/** Price of one unit, `factor` in it so that all units allowed give what was submitted; without a unit price, the net price's share. */
function unitPrice(item: PricedItem, units: number): Price | undefined {
  const unit = priceOf(item.unitPrice);
  if (unit) return { ...unit, value: times(unit.value, fraction(item.factor) ?? ONE) };
  const net = priceOf(item.net);
  const count = fraction(units);
  return net && count && count.over > 0n ? { ...net, value: dividedBy(net.value, count) } : undefined;
}

/** SH marks the second concurrent therapy, SJ the third and later; the last percent is repeated (2-rules.md). */
function percentOf(item: PricedItem, percents: readonly number[]): number {
  const modifiers = (item.modifier ?? []).flatMap((concept) => (concept.coding ?? []).map(({ code }) => code?.trim().toUpperCase()));
  const place = modifiers.includes('SJ') ? 2 : modifiers.includes('SH') ? 1 : 0;
  return percents[place] ?? percents.at(-1) ?? 100;
}

/** The price of a Money; none without a value, or with a currency that cannot be one: it is not repeated. */
function priceOf(money: Money | undefined): Price | undefined {
  const value = fraction(money?.value);
  const currency = money?.currency;
  return value && (!currency || /^[A-Z]{3}$/.test(currency)) ? { value, currency } : undefined;
}

function amountOf({ value, currency }: Price): Amount {
  return { cents: toCents(value), currency };
}
