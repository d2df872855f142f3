/** What a sweep found, in total: by decision, rule, payer, provider and week. Money in cents inside, so that no sum drifts. */
import { formatDate, parseDate } from '../time/civil-date.ts';
import type { PayerAnswerRow } from './payer-answer.ts';
import type { WorklistRow } from './rows.ts';

export interface Count {
  readonly claims: number;
  readonly units: number;
  /** By currency, of units denied or pended. */
  readonly atStake: Readonly<Record<string, number>>;
}

export interface Summary {
  readonly asOf: string;
  readonly claims: number;
  readonly setAside: number;
  readonly unbilledDays: number;
  readonly adjacentDays: number;
  readonly byDecision: Readonly<Record<string, Count>>;
  readonly byRule: Readonly<Record<string, Count>>;
  readonly byPayer: Readonly<Record<string, Count>>;
  readonly byProvider: Readonly<Record<string, Count>>;
  /** By the Monday of the first date billed. */
  readonly byWeek: Readonly<Record<string, Count>>;
  /** Of claims that the payer has answered: days refused though supported, days paid though not, and what the former are worth. */
  readonly payerAnswers: {
    readonly claims: number;
    readonly deniedSupported: number;
    readonly paidUnsupported: number;
    readonly amountDeniedSupported: Readonly<Record<string, number>>;
  };
  /** For each other policy: how many claims it decides otherwise, and what that moves. */
  readonly whatIf: Readonly<
    Record<string, { readonly changed: number; readonly allowedMore: number; readonly atStakeLess: Readonly<Record<string, number>> }>
  >;
}

interface Running {
  claims: number;
  units: number;
  readonly cents: Map<string, number>;
}

export interface Summing {
  add(row: WorklistRow, whatIf?: readonly WorklistRow[], payerAnswers?: readonly PayerAnswerRow[]): void;
  aside(count: number): void;
  tell(asOf: string): Summary;
}

export function summarize(): Summing {
  const counts = {
    byDecision: new Map<string, Running>(),
    byRule: new Map<string, Running>(),
    byPayer: new Map<string, Running>(),
    byProvider: new Map<string, Running>(),
    byWeek: new Map<string, Running>(),
  };
  const others = new Map<string, { changed: number; allowedMore: number; readonly cents: Map<string, number> }>();
  const answered = { claims: 0, deniedSupported: 0, paidUnsupported: 0, cents: new Map<string, number>() };
  let [claims, setAside, unbilledDays, adjacentDays] = [0, 0, 0, 0];

  const count = (by: Map<string, Running>, key: string, row: WorklistRow): void => {
    const running = by.get(key) ?? { claims: 0, units: 0, cents: new Map() };
    running.claims += 1;
    running.units += row.submitted;
    addCents(running.cents, row.currency, row.amountAtStake);
    by.set(key, running);
  };

  return {
    add(row, whatIf = [], payerAnswers = []) {
      claims += 1;
      if (payerAnswers.length > 0) answered.claims += 1;
      for (const { deniedSupported, paidUnsupported, currency, amountDeniedSupported } of payerAnswers) {
        answered.deniedSupported += deniedSupported;
        answered.paidUnsupported += paidUnsupported;
        if (deniedSupported > 0) addCents(answered.cents, currency, amountDeniedSupported);
      }
      unbilledDays += row.unbilledDays;
      adjacentDays += row.adjacentDays;
      count(counts.byDecision, row.decision, row);
      for (const rule of row.rules) count(counts.byRule, rule, row);
      count(counts.byPayer, row.payer, row);
      count(counts.byProvider, row.provider, row);
      if (row.first !== undefined) count(counts.byWeek, mondayOf(row.first), row);
      for (const other of whatIf) {
        const running = others.get(other.policy) ?? { changed: 0, allowedMore: 0, cents: new Map() };
        if (other.decision !== row.decision || other.allowed !== row.allowed) running.changed += 1;
        running.allowedMore += other.allowed - row.allowed;
        if (row.amountAtStake !== undefined && other.amountAtStake !== undefined)
          addCents(running.cents, row.currency, row.amountAtStake - other.amountAtStake);
        others.set(other.policy, running);
      }
    },
    aside(more) {
      setAside += more;
    },
    tell: (asOf) => ({
      asOf,
      claims,
      setAside,
      unbilledDays,
      adjacentDays,
      byDecision: told(counts.byDecision),
      byRule: told(counts.byRule),
      byPayer: told(counts.byPayer),
      byProvider: told(counts.byProvider),
      byWeek: told(counts.byWeek),
      payerAnswers: {
        claims: answered.claims,
        deniedSupported: answered.deniedSupported,
        paidUnsupported: answered.paidUnsupported,
        amountDeniedSupported: amounts(answered.cents),
      },
      whatIf: Object.fromEntries(
        [...others].map(([policy, { changed, allowedMore, cents }]) => [policy, { changed, allowedMore, atStakeLess: amounts(cents) }]),
      ),
    }),
  };
}

function addCents(cents: Map<string, number>, currency = '', amount?: number): void {
  if (amount !== undefined) cents.set(currency, (cents.get(currency) ?? 0) + Math.round(amount * 100));
}

const amounts = (cents: Map<string, number>): Record<string, number> =>
  Object.fromEntries([...cents].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, value]) => [currency, value / 100]));

const told = (by: Map<string, Running>): Record<string, Count> =>
  Object.fromEntries(
    [...by]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, running]) => [key, { claims: running.claims, units: running.units, atStake: amounts(running.cents) }]),
  );

/** ISO weeks begin on Monday; 1970-01-01 was a Thursday. */
function mondayOf(text: string): string {
  const date = parseDate(text) ?? 0;
  return formatDate(date - ((((date + 3) % 7) + 7) % 7));
}
