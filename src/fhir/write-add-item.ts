import type { ClaimItem, ClaimResponseAddItem, Quantity } from '@medplum/fhirtypes';
import { isPerDiemLine, type PerDiemLine } from '../assessment.ts';
import type { Judgement } from '../judgement.ts';
import { CARIN_DISCRIMINATOR } from './canonical.ts';
import { copyConcept } from './copy.ts';
import { type GrantedSpan, grantedSpans, reviewOf } from './granted.ts';
import { stated } from './stated.ts';

type Answered = Pick<ClaimResponseAddItem, 'adjudication' | 'extension'>;

/**
 * What would be granted, where a preauthorization asks for more: one item for each row of granted dates, linked to the item that asked.
 * Nothing for a line that waits, is refused or is granted as asked; nothing on a claim, where a payer's system might pay it.
 */
export function writeAddItems(judgement: Judgement, answerOf: (span: GrantedSpan, item: ClaimItem | undefined) => Answered = asUnits) {
  const { assessment, claim } = judgement;
  if (claim.use !== 'preauthorization') return [];
  return assessment.lines.flatMap((line) => {
    if (!isPerDiemLine(line) || reviewOf(line, assessment) !== 'A6') return [];
    const item = claim.item?.find(({ sequence }) => sequence === line.sequence);
    return grantedSpans(line).map((span) => writeAddItem(line, span, item, answerOf(span, item)));
  });
}

function writeAddItem(line: PerDiemLine, span: GrantedSpan, item: ClaimItem | undefined, answered: Answered): ClaimResponseAddItem {
  const { first, last, units } = span;
  return stated({
    ...answered,
    itemSequence: [line.sequence],
    productOrService: copyConcept(item?.productOrService),
    modifier: item?.modifier?.map(copyConcept),
    ...(first === last ? { servicedDate: first } : { servicedPeriod: { start: first, end: last } }),
    locationCodeableConcept: item?.locationCodeableConcept && copyConcept(item.locationCodeableConcept),
    quantity: daysOf(units),
  });
}

/** Units of a per diem, as PAS counts them. */
export const daysOf = (value: number): Quantity => ({ value, unit: 'days' });

function asUnits({ units }: GrantedSpan): Answered {
  return { adjudication: [{ category: { coding: [{ system: CARIN_DISCRIMINATOR, code: 'allowedunits' }] }, value: units }] };
}
