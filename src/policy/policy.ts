/** What one payer asks: dated parameters, effects of rules, changes of code lists. Read from a policy file by `read-policy.ts`. */
import type { Effect } from '../assessment.ts';
import type { CivilDate } from '../time/civil-date.ts';
import { DEFAULT_PARAMETERS, type Parameters } from './parameters.ts';

/** Parameters that hold from a date of service on. The first period of a policy starts at `-Infinity`. */
export interface ParameterPeriod {
  readonly from: CivilDate;
  readonly parameters: Parameters;
}

export interface Source {
  readonly title: string;
  readonly url?: string;
  readonly locator?: string;
  readonly published?: string;
  readonly checked?: string;
}

export interface Policy {
  readonly id: string;
  readonly title: string;
  readonly appliesTo?: { readonly payorIdentifiers: readonly string[]; readonly payorNames: readonly string[] };
  /** Not dated. */
  readonly timeZone?: string;
  /** Ascending by `from`; at least one; equal neighbours are the same object. */
  readonly periods: readonly ParameterPeriod[];
  /** Only what differs from the rule's own effect. */
  readonly effects: Readonly<Record<string, Effect | 'off'>>;
  readonly codes: { readonly included: { readonly add: readonly string[]; readonly carveOut: readonly string[] } };
  readonly sources: Readonly<Record<string, Source>>;
}

/** The parameters in force on a date of service. The same object for every date of a period, so that callers can compare by identity. */
export function parametersOn(policy: Policy, date: CivilDate): Parameters {
  let inForce = policy.periods[0]?.parameters ?? DEFAULT_PARAMETERS;
  for (const period of policy.periods) {
    if (period.from > date) break;
    inForce = period.parameters;
  }
  return inForce;
}

export const BASELINE: Policy = {
  id: 'baseline',
  title: 'Baseline: access days, the per-diem definition of the field',
  periods: [{ from: Number.NEGATIVE_INFINITY, parameters: DEFAULT_PARAMETERS }],
  effects: {},
  codes: { included: { add: [], carveOut: [] } },
  sources: {},
};
