/** What of a preauthorization is granted, line by line. */
import { type Assessment, isPerDiemLine, type Line, type PerDiemLine } from '../assessment.ts';
import { parseDate } from '../time/civil-date.ts';
import type { ReviewCode } from './pas.ts';

/** Dates in a row, each with a unit that is granted. */
export interface GrantedSpan {
  readonly first: string;
  readonly last: string;
  readonly units: number;
}

/** 3-interfaces.md: pended when any unit is, else all, none or some. Of a line that nobody reviewed there is no action. */
export function reviewOf(line: Line, { decision }: Assessment): ReviewCode | undefined {
  if (decision === 'not-applicable') return undefined;
  if (!isPerDiemLine(line)) return line.decision === 'denied' ? 'A3' : line.decision === 'pended' ? 'A4' : undefined;
  if (line.pended > 0) return 'A4';
  if (line.allowed === 0) return 'A3';
  return line.allowed === line.submitted ? 'A1' : 'A6';
}

/** The granted dates of a line. While a unit of it pends nothing is granted yet. */
export function grantedSpans(line: PerDiemLine): readonly GrantedSpan[] {
  const spans: { first: string; last: string; units: number }[] = [];
  for (const { date, decision } of line.pended > 0 ? [] : line.units) {
    if (date === undefined || decision !== 'allowed') continue;
    const current = spans.at(-1);
    if (current && (parseDate(date) ?? 0) - (parseDate(current.last) ?? 0) === 1) {
      current.last = date;
      current.units += 1;
    } else spans.push({ first: date, last: date, units: 1 });
  }
  return spans;
}
