import { type Policy, parseInstant, SHIPPED } from '../../../src/index.ts';
import type { SweepOptions } from '../judge-work.ts';
import type { RunInput } from './sweep-event.ts';

/** How a run judges. Throws a TypeError for an instant or a policy that is not known. */
export function optionsOf({ asOf, policies, timeZone }: RunInput, canonicalBase: string | null): SweepOptions {
  const instant = parseInstant(asOf);
  const chosen = policies.flatMap((id): readonly Policy[] => SHIPPED.filter((policy) => policy.id === id));
  if (instant === undefined || chosen.length < policies.length)
    throw new TypeError('The run names an instant or a policy that is not known.');
  return {
    asOf: instant,
    policies: chosen,
    ...(timeZone === null ? {} : { timeZone }),
    ...(canonicalBase === null ? {} : { canonicalBase }),
  };
}
