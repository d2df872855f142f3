/** 2-rules.md 17: units of S9326 that a CoverageEligibilityResponse at hand allows and says to be used. */
import type { Coverage, CoverageEligibilityResponse } from '@medplum/fhirtypes';
import type { Benefit } from '../documentation.ts';
import { isPerDiemCoding } from './read-claim.ts';
import { type Entry, labelOf, type Resolver } from './record.ts';

/** The benefit with the fewest units left; undefined when none states both numbers. */
export function readBenefit(
  entries: readonly Entry<CoverageEligibilityResponse>[],
  coverage: Entry<Coverage> | undefined,
  resolver: Resolver,
): Benefit | undefined {
  const found = entries.flatMap((entry) => {
    if (entry.resource.status !== 'active') return [];
    const items = (entry.resource.insurance ?? [])
      .filter((insurance) => isOf(coverage, resolver.resolve(insurance.coverage, entry)))
      .flatMap((insurance) => insurance.item ?? []);
    return items
      .filter((item) => item.productOrService?.coding?.some(isPerDiemCoding))
      .flatMap((item) => item.benefit ?? [])
      .flatMap(({ allowedUnsignedInt: allowed, usedUnsignedInt: used }) =>
        allowed === undefined || used === undefined ? [] : [{ reference: labelOf(entry), allowed, used }],
      );
  });
  return found.sort((a, b) => a.allowed - a.used - (b.allowed - b.used) || (a.reference < b.reference ? -1 : 1))[0];
}

/** A benefit of another coverage at hand says nothing of this one; one that leads nowhere is taken to be of the focal one. */
const isOf = (focal: Entry | undefined, named: Entry | undefined): boolean => !focal || !named || named.resource === focal.resource;
