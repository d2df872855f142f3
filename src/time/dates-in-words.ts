import { type CivilDate, formatDate } from './civil-date.ts';

/** `2025-03-03 to 2025-03-08, 2025-03-10`: sorted, neighbours folded; a long list ends in `and N more dates`. */
export function datesInWords(dates: readonly CivilDate[], mostRanges = 6): string {
  const sorted = [...new Set(dates)].sort((a, b) => a - b);
  const ranges: [CivilDate, CivilDate][] = [];
  for (const date of sorted) {
    const last = ranges.at(-1);
    if (last && date === last[1] + 1) last[1] = date;
    else ranges.push([date, date]);
  }
  const words = ranges
    .slice(0, mostRanges)
    .map(([first, last]) => (first === last ? formatDate(first) : `${formatDate(first)} to ${formatDate(last)}`));
  const rest = ranges.slice(mostRanges).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return words.join(', ') + (rest > 0 ? ` and ${plural(rest, 'more date')}` : '');
}

/** `1 unit`, `6 units`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
