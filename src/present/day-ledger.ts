/** The day-by-day part of the table. Long stretches of days that are alike fold, with their first and last day left to see. */
import type { Assessment, Day } from '../assessment.ts';
import { dayMinutes, dayRow, type Ledger, ledgerOf, likeness } from './day-row.ts';
import { type Glyphs, type Line, span } from './style.ts';
import { padEnd } from './text-width.ts';

/** A week reads well line by line; what folds is longer. */
const SHOWN_IN_FULL = 7;

export function dayLedger(assessment: Assessment, width: number, glyphs: Glyphs): readonly Line[] {
  if (assessment.days.length === 0) return [];
  const ledger = ledgerOf(assessment, width, glyphs);
  return [header(ledger), ...alikeDays(assessment.days, ledger).flatMap((days) => folded(days, ledger))];
}

function header({ cells }: Ledger): Line {
  const day = padEnd('  Day', 18);
  const infused = cells === 0 ? '' : `${padEnd('Infused', cells + 3)}h:mm  `;
  return [span(`${day}${infused}S9326 (#: claim line)`, 'dim')];
}

function alikeDays(days: readonly Day[], ledger: Ledger): readonly (readonly Day[])[] {
  const groups: Day[][] = [];
  let before: string | undefined;
  for (const day of days) {
    const like = likeness(day, ledger, dayMinutes(day.date, ledger.zone));
    if (like === before) groups.at(-1)?.push(day);
    else groups.push([day]);
    before = like;
  }
  return groups;
}

function folded(days: readonly Day[], ledger: Ledger): readonly Line[] {
  const [first, last] = [days[0], days.at(-1)];
  if (days.length <= SHOWN_IN_FULL || first === undefined || last === undefined) return days.flatMap((day) => dayRow(day, ledger));
  const between: Line = [span(`${padEnd(`    ${ledger.glyphs.fold}`, 18)}${days.length - 2} more days like these two`, 'dim')];
  return [...dayRow(first, ledger), between, ...dayRow(last, ledger)];
}
