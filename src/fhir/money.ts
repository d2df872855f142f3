/**
 * Money without floating error: JSON numbers are taken at their decimal digits, multiplied and divided as whole fractions, and
 * rounded once, to cents, halves away from zero.
 */
import type { Money } from '@medplum/fhirtypes';

export interface Fraction {
  readonly over: bigint;
  /** Above 0. */
  readonly under: bigint;
}

export type Currency = NonNullable<Money['currency']>;

export interface Amount {
  readonly cents: bigint;
  readonly currency?: Currency | undefined;
}

/** The number at its shortest decimal digits; undefined for what is no finite number. */
export function fraction(value: unknown): Fraction | undefined {
  const match = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(typeof value === 'number' ? String(value) : '');
  if (!match) return undefined;
  const decimals = match[2] ?? '';
  const digits = BigInt(`${match[1]}${decimals}`);
  const exponent = Number(match[3] ?? 0) - decimals.length;
  return exponent < 0 ? { over: digits, under: 10n ** BigInt(-exponent) } : { over: digits * 10n ** BigInt(exponent), under: 1n };
}

/** The product. */
export function times(...factors: readonly Fraction[]): Fraction {
  return factors.reduce((a, b) => ({ over: a.over * b.over, under: a.under * b.under }), { over: 1n, under: 1n });
}

/** The quotient by a number above 0. */
export function dividedBy(value: Fraction, by: Fraction): Fraction {
  return { over: value.over * by.under, under: value.under * by.over };
}

/** Whole cents, halves away from zero. */
export function toCents(value: Fraction): bigint {
  const size = value.over < 0n ? -value.over : value.over;
  const cents = (size * 200n + value.under) / (value.under * 2n);
  return value.over < 0n ? -cents : cents;
}

/** FHIR Money of an amount. A whole number over 100 is the nearest double, so that it prints with its two decimals. */
export function toMoney({ cents, currency }: Amount): Money {
  const value = nearest(cents);
  return currency ? { value, currency } : { value };
}

/** JSON has no infinity: a sum beyond what a double holds is the longest one that it does. */
function nearest(cents: bigint): number {
  const value = Number(cents) / 100;
  if (Number.isFinite(value)) return value;
  const whole = Number(cents / 100n);
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, whole));
}

/** One sum a currency, in the order of the currency codes. */
export function sums(amounts: readonly Amount[]): readonly Amount[] {
  const byCurrency = new Map<Currency | undefined, bigint>();
  for (const { cents, currency } of amounts) byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + cents);
  return [...byCurrency]
    .map(([currency, cents]) => ({ cents, currency }))
    .sort((a, b) => ((a.currency ?? '') < (b.currency ?? '') ? -1 : 1));
}
