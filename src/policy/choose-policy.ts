/** Which policy a claim is judged by. */
import { BASELINE, type Policy } from './policy.ts';
import { SHIPPED } from './shipped.ts';

/** The payors of the focal Coverage, as it names them. */
export interface Payors {
  readonly identifiers: readonly { readonly system?: string; readonly value: string }[];
  readonly names: readonly string[];
}

/**
 * The policy named by the caller, else the first by id that is meant for a payor, else baseline. Undefined when a policy is named
 * that is neither among `policies` nor shipped: an issue for the caller to report.
 */
export function choosePolicy(policies: readonly Policy[], named: string | undefined, payors: Payors): Policy | undefined {
  if (named !== undefined) return [...policies, BASELINE, ...SHIPPED].find((policy) => policy.id === named);
  const fitting = policies.filter((policy) => fits(policy, payors));
  return fitting.sort((a, b) => (a.id < b.id ? -1 : 1))[0] ?? BASELINE;
}

function fits({ appliesTo }: Policy, payors: Payors): boolean {
  if (!appliesTo) return false;
  const names = appliesTo.payorNames.map(plainName);
  return (
    payors.names.some((name) => names.includes(plainName(name))) ||
    payors.identifiers.some(({ system, value }) =>
      appliesTo.payorIdentifiers.some((id) => id === value || id === `${system ?? ''}|${value}`),
    )
  );
}

const plainName = (name: string): string => name.trim().toLowerCase();
