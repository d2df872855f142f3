/**
 * Until when a refusal can be appealed, where a published rule sets it for a kind of payer. A contract or the notice itself may say otherwise, and holds
 * then. Counted from the date of the payer's answer, which is never later than its receipt.
 */
import type { PayerKind } from './payer-kind.ts';

export interface AppealRule {
  readonly days: number;
  readonly source: { readonly title: string; readonly url: string };
  /** First date of an answer for which it holds. */
  readonly from: string;
}

/** The last whose date has come holds. */
const RULES: Readonly<Partial<Record<PayerKind, readonly AppealRule[]>>> = {
  commercial: [
    {
      days: 180,
      from: '2002-01-01',
      source: {
        title: '29 CFR 2560.503-1(h)(3)(i): group health plans give at least 180 days from the notice',
        url: 'https://www.ecfr.gov/current/title-29/section-2560.503-1',
      },
    },
  ],
  medicaid: [
    {
      days: 60,
      from: '2017-07-01',
      source: {
        title: '42 CFR 438.402(c)(2)(ii): Medicaid managed care, 60 calendar days from the date on the notice',
        url: 'https://www.ecfr.gov/current/title-42/section-438.402',
      },
    },
  ],
  'medicare-advantage': [
    {
      days: 60,
      from: '2005-01-01',
      source: { title: '42 CFR 422.582(b): Medicare Advantage, 60 days', url: 'https://www.ecfr.gov/current/title-42/section-422.582' },
    },
    {
      days: 65,
      from: '2025-01-01',
      source: {
        title: '42 CFR 422.582(b), as amended for 2025: Medicare Advantage, 65 calendar days from the date of the notice',
        url: 'https://www.ecfr.gov/current/title-42/section-422.582',
      },
    },
  ],
};

/** `answered` is a civil date. Undefined where no published rule is known: then the notice says it. */
export function appealRule(kind: PayerKind | undefined, answered: string): AppealRule | undefined {
  return kind && RULES[kind]?.findLast(({ from }) => from <= answered);
}
