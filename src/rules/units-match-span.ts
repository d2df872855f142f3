import { formatDate, yearMonthDay } from '../time/civil-date.ts';
import { plural } from '../time/dates-in-words.ts';
import type { PerDiemLineCase } from './case.ts';
import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const SPAN = reason('CO', '16', 'N345');

/** 2-rules.md 27. Payers match the span with the units; BCBSND wants one calendar month on a line. */
export const unitsMatchSpan: Rule = {
  id: 'units-match-span',
  title: 'As many units as dates, and no line over two months where the payer wants it so',
  scope: 'line',
  effect: 'advise',
  codes: [SPAN],
  sources: ['bcbsnd', 'x12-rarc'],
  line({ parametersOn }, line) {
    if (line.dates.length === 0 || line.units === undefined) return NOT_APPLICABLE;
    const crosses = line.span !== undefined && parametersOn(line.span.first).lineSpan === 'calendar-month' && crossesMonths(line);
    return line.units < line.dates.length || crosses ? notMet(SPAN) : MET;
  },
  explain({ line }, { perDiemLines }) {
    const own = perDiemLines.find(({ sequence }) => sequence === line?.sequence);
    const dates = own?.dates.length ?? 0;
    const units = own?.units ?? 0;
    return units < dates
      ? {
          message: `Line ${line?.sequence} spans ${plural(dates, 'date')} but bills ${plural(units, 'unit')}.`,
          fix: 'Split the line so that each span has one unit for each of its dates.',
        }
      : {
          message: `Line ${line?.sequence} runs over the end of a month: ${line?.span ? `${formatDate(line.span.first)} to ${formatDate(line.span.last)}` : ''}.`,
          fix: 'Bill one calendar month on a line.',
        };
  },
};

function crossesMonths({ span }: PerDiemLineCase): boolean {
  if (!span) return false;
  const first = yearMonthDay(span.first);
  const last = yearMonthDay(span.last);
  return first.year !== last.year || first.month !== last.month;
}
