/** Amounts of a corrected claim, by the prices of the claim as sent. */
import type { ClaimItem, Money } from '@medplum/fhirtypes';
import { type Currency, dividedBy, type Fraction, fraction, times, toCents, toMoney } from '../fhir/money.ts';

const ONE: Fraction = { over: 1n, under: 1n };

/** The net price of some of a line's units: by its unit price, else as their share of its net price. None where the line has none. */
export function netOf(item: ClaimItem, units: number, unitsBefore: number): Money | undefined {
  const net = fraction(item.net?.value);
  const count = fraction(units);
  const before = fraction(unitsBefore);
  if (!net || !count) return undefined;
  const unit = fraction(item.unitPrice?.value);
  if (unit) return moneyOf(times(unit, fraction(item.factor) ?? ONE, count), item.unitPrice?.currency);
  return before && before.over > 0n ? moneyOf(dividedBy(times(net, count), before), item.net?.currency) : undefined;
}

/** The unit price when the same amount is billed in more or fewer units. Not rounded: a tenth of a milligram may cost less than a cent. */
export function unitPriceOf({ unitPrice }: ClaimItem, unitsPerUnit: Fraction): Money | undefined {
  const price = fraction(unitPrice?.value);
  if (!price) return undefined;
  const { over, under } = dividedBy(price, unitsPerUnit);
  return { ...unitPrice, value: Number(over) / Number(under) };
}

/** The sum of all lines; undefined when one has no price, or they are not in one currency. */
export function totalOf(items: readonly ClaimItem[]): Money | undefined {
  const prices = items.map(priceOf);
  const currencies = new Set(prices.map((price) => price?.currency));
  if (currencies.size !== 1 || prices.includes(undefined)) return undefined;
  const cents = prices.reduce((sum, price) => sum + (price?.cents ?? 0n), 0n);
  return toMoney({ cents, currency: prices[0]?.currency });
}

function priceOf({ net, unitPrice, factor, quantity }: ClaimItem): { cents: bigint; currency?: Currency | undefined } | undefined {
  const stated = fraction(net?.value);
  if (stated) return { cents: toCents(stated), currency: net?.currency };
  const unit = fraction(unitPrice?.value);
  const count = fraction(quantity?.value ?? 1);
  return unit && count && { cents: toCents(times(unit, count, fraction(factor) ?? ONE)), currency: unitPrice?.currency };
}

const moneyOf = (value: Fraction, currency: Currency | undefined): Money => toMoney({ cents: toCents(value), currency });
