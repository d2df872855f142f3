/** 2-rules.md 17: units of S9326 that a CoverageEligibilityResponse at hand allows and says to be used. */
import type { CoverageEligibilityResponse } from '@medplum/fhirtypes';
import type { Benefit } from '../documentation.ts';
import { isPerDiemCoding } from './read-claim.ts';
import { type Entry, labelOf } from './record.ts';

/** The benefit with the fewest units left; undefined when none states both numbers. */
export function readBenefit(entries: readonly Entry<CoverageEligibilityResponse>[]): Benefit | undefined {
  const found = entries.flatMap((entry) => {
    if (entry.resource.status !== 'active') return [];
    const items = (entry.resource.insurance ?? []).flatMap((insurance) => insurance.item ?? []);
    return items
      .filter((item) => item.productOrService?.coding?.some(isPerDiemCoding))
      .flatMap((item) => item.benefit ?? [])
      .flatMap(({ allowedUnsignedInt: allowed, usedUnsignedInt: used }) =>
        allowed === undefined || used === undefined ? [] : [{ reference: labelOf(entry), allowed, used }],
      );
  });
  return found.sort((a, b) => a.allowed - a.used - (b.allowed - b.used) || (a.reference < b.reference ? -1 : 1))[0];
}
