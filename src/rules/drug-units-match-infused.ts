import type { ClaimLine } from '../claim.ts';
import { type PainDrug, painDrug } from '../policy/code-sets.ts';
import { HOUR_MS } from '../time/civil-date.ts';
import { datesInWords } from '../time/dates-in-words.ts';
import type { Case } from './case.ts';
import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const UNITS_DIFFER = reason('CO', '16', 'M53');
const MG: Readonly<Record<string, number>> = { mg: 1, ug: 0.001, g: 1000 };

/** 2-rules.md 44. Rate × time of the evidence in the line's dates, wastage lines (JW, SV) added, in the billing unit of the code. */
export const drugUnitsMatchInfused: Rule = {
  id: 'drug-units-match-infused',
  title: "A drug line's units match what was infused",
  scope: 'other line',
  effect: 'advise',
  codes: [UNITS_DIFFER],
  sources: ['hcpcs-2026', 'bcbsnc-2011', 'x12-rarc'],
  needs: 'administrations',
  looksBack: true,
  wholeLine(claim, line) {
    const expected = expectedUnits(claim, line);
    if (expected === undefined) return NOT_APPLICABLE;
    const { drugUnitTolerance } = claim.parametersOn(line.span?.first ?? claim.today);
    return Math.abs(line.quantity - expected) > drugUnitTolerance * expected ? notMet(UNITS_DIFFER) : MET;
  },
  explain({ line }, claim) {
    const expected = line && expectedUnits(claim, line);
    return {
      message: `Line ${line?.sequence} bills ${line?.quantity} units of ${line?.code}; rate and time of the infusions on ${datesInWords(line ? claim.datesOf(line) : [])} come to ${expected?.toFixed(1)}.`,
      fix: 'Check the billing unit of the code, and bill what was given; what was discarded goes on a line with JW, what was delivered and not used with SV.',
    };
  },
};

/** Undefined where it cannot be known: no unit of mass, or no infusion of the drug with a rate in mass. */
function expectedUnits(claim: Case, line: ClaimLine): number | undefined {
  const drug = line.isProcedureCode && line.code !== undefined && !isWastage(line) ? painDrug(line.code) : undefined;
  const unitMg = (drug?.unitQuantity ?? 0) * (MG[drug?.unit ?? ''] ?? 0);
  const infusedMg = drug && unitMg > 0 ? infusedMass(claim, line, drug) : undefined;
  return infusedMg === undefined ? undefined : infusedMg / unitMg + wasted(claim, line);
}

const isWastage = ({ modifiers }: ClaimLine): boolean => modifiers.has('JW') || modifiers.has('SV');

function wasted({ claim }: Case, { code, span }: ClaimLine): number {
  return claim.lines
    .filter(
      (line) => isWastage(line) && line.code === code && line.span && span && line.span.first <= span.last && line.span.last >= span.first,
    )
    .reduce((sum, line) => sum + line.quantity, 0);
}

function infusedMass(claim: Case, line: ClaimLine, drug: PainDrug): number | undefined {
  const dates = claim.datesOf(line);
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const from = claim.boundsOf(first).start;
  const to = claim.boundsOf(last).end;
  // Readings at one instant share a segment, and the highest rate of them holds.
  const bySegment = new Map<string, { hours: number; rate: number }>();
  for (const { start, end, administration } of claim.derivationOn(first).infusedDuring(from, to)) {
    if (administration.ingredient !== drug.ingredient) continue;
    if (administration.mgPerHour === undefined) return undefined;
    const key = administration.effective === 'reading' ? `${administration.medicationKey} ${start}` : administration.reference;
    const hours = (Math.min(end, to) - Math.max(start, from)) / HOUR_MS;
    bySegment.set(key, { hours, rate: Math.max(administration.mgPerHour, bySegment.get(key)?.rate ?? 0) });
  }
  return bySegment.size === 0 ? undefined : [...bySegment.values()].reduce((sum, { hours, rate }) => sum + hours * rate, 0);
}
