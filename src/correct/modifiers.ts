/** SH, SJ and SS on the lines of a corrected claim. */
import type { ClaimItem } from '@medplum/fhirtypes';
import type { Finding } from '../assessment.ts';
import { HCPCS } from '../fhir/canonical.ts';
import { stated } from '../fhir/stated.ts';
import { isOtherTherapy } from '../policy/line-codes.ts';
import { type CivilDate, formatDate } from '../time/civil-date.ts';
import type { Billed } from './draft.ts';

const BOTH_SH_AND_SJ = 'N519';

/** The line without some modifiers. */
export function without(item: ClaimItem, modifiers: readonly string[]): ClaimItem {
  const isOff = (code: string | undefined) => modifiers.includes(code?.trim().toUpperCase() ?? '');
  const modifier = item.modifier?.flatMap((concept) => {
    const coding = concept.coding?.filter(({ code }) => !isOff(code));
    return concept.coding && coding?.length === 0 ? [] : [stated({ ...concept, coding })];
  });
  return stated({ ...item, modifier });
}

export const withModifier = (item: ClaimItem, code: string): ClaimItem => ({
  ...item,
  modifier: [...(item.modifier ?? []), { coding: [{ system: HCPCS, code }] }],
});

export const isPerDiemOfOther = ({ code, isProcedureCode, modifiers }: Billed): boolean =>
  code !== undefined && isProcedureCode && isOtherTherapy(code, modifiers);

/**
 * What comes off an S9326 line on a date: SH and SJ where no other therapy stands; of both, one; SS where the place contradicts it.
 * `others` are the other therapies' per diems of the date on this claim.
 */
export function takenOff(
  findings: readonly Finding[],
  modifiers: ReadonlySet<string>,
  date: CivilDate,
  others: readonly Billed[],
): string[] {
  const ofLine = findings.filter(({ dates }) => !dates);
  const isAlone = findings.some(({ dates }) => dates?.includes(formatDate(date)));
  const hasBoth = ofLine.some(({ rarc }) => rarc?.includes(BOTH_SH_AND_SJ));
  const contradictsPlace = ofLine.some(({ rarc }) => !rarc?.includes(BOTH_SH_AND_SJ));
  const concurrent = isAlone ? ['SH', 'SJ'] : hasBoth ? oneOfBoth(others) : [];
  return [...concurrent, ...(contradictsPlace ? ['SS'] : [])].filter((code) => modifiers.has(code));
}

/** Of both SH and SJ what comes off: each place is held once, and the first therapy of a day has neither. */
function oneOfBoth(others: readonly Billed[]): string[] {
  const isMarked = ({ modifiers }: Billed) => modifiers.has('SH') || modifiers.has('SJ');
  if (others.length === 1 && others.every(isMarked)) return ['SH', 'SJ'];
  return others.some(({ modifiers }) => modifiers.has('SH')) ? ['SH'] : ['SJ'];
}

/** Beside S9326, which stays the first therapy: SH for the second, SJ where SH is taken on the date. */
export const nextConcurrent = (others: readonly Billed[]): 'SH' | 'SJ' =>
  others.some(({ modifiers }) => modifiers.has('SH')) ? 'SJ' : 'SH';
