/** The parts of the table below the days: units and lines without a place among them, days to bill, what was not used, notes. */
import { type AdministrationAnswer, type Assessment, isPerDiemLine, type OtherLine, type UnitAnswer } from '../assessment.ts';
import { counted, dateRanges } from './date-words.ts';
import { type Line, type Span, span, type Tone, whole } from './style.ts';
import { displayWidth, padEnd, padStart } from './text-width.ts';
import { ADMINISTRATION_WORDS, LINE_WORDS, RULE_WORDS } from './words.ts';
import { hang } from './wrap-text.ts';

const TONES: Readonly<Record<string, Tone>> = { allowed: 'good', denied: 'bad', pended: 'warn' };

/** Units that no date is left for. */
export function undatedUnits({ lines }: Assessment, width: number): readonly Line[] {
  return lines
    .filter(isPerDiemLine)
    .flatMap((line) =>
      line.units.filter((unit) => unit.date === undefined).flatMap((unit) => hang([span(`  #${line.sequence}  `)], undated(unit), width)),
    );
}

const undated = ({ decision, rule, count }: UnitAnswer): readonly Span[] => [
  span(`${counted(count ?? 1, 'unit')} ${decision}${rule ? ` ${rule}${inWords(rule)}` : ''}`, TONES[decision]),
];

export function otherLines({ lines }: Assessment, width: number): readonly Line[] {
  const others = lines.filter((line): line is OtherLine => !isPerDiemLine(line));
  const numbers = Math.max(...others.map((line) => String(line.sequence).length));
  // A code is five characters; whatever else was sent in its place must not push the answers off the screen.
  const codes = Math.min(12, Math.max(...others.map((line) => displayWidth(line.code ?? ''))));
  return others.flatMap((line) => {
    const code = span(line.code ?? '');
    const fits = displayWidth(code.text) <= codes;
    const label: Line = [span(`  #${padEnd(String(line.sequence), numbers)}  ${fits ? `${padEnd(code.text, codes)}  ` : ''}`)];
    return hang(label, [...(fits ? [] : [code]), ...otherAnswer(line)], width);
  });
}

function otherAnswer({ decision, rule, dates }: OtherLine): readonly Span[] {
  const ranges = dateRanges(dates ?? []);
  const verdict = span(
    `${LINE_WORDS[decision]}${rule ? ` ${rule}${inWords(rule)}` : ''}${ranges.length > 0 ? ',' : ''}`,
    TONES[decision] ?? 'dim',
  );
  return [verdict, ...commas(ranges)];
}

/** Days that the record supports and the claim does not bill. */
export function daysToBill(assessment: Assessment, width: number): readonly Line[] {
  const billed = assessment.lines
    .filter(isPerDiemLine)
    .flatMap((line) => line.units.flatMap((unit) => unit.date ?? []))
    .sort();
  const first = billed[0];
  const before = assessment.adjacentDays.filter((date) => first !== undefined && date < first);
  const after = assessment.adjacentDays.filter((date) => first === undefined || date >= first);
  const row = (dates: readonly string[], where: string) =>
    dates.length === 0 ? [] : hang([span('+ ', 'warn')], [...commas(dateRanges(dates), ':'), span(where)], width);
  return [
    ...row(before, 'therapy before the first day billed'),
    ...row(assessment.unbilledDays, 'between the days billed, without a unit'),
    ...row(after, first === undefined ? 'in the therapy, not billed' : 'therapy after the last day billed'),
  ];
}

/** How many administrations were left aside, by reason, the most frequent first. */
export function leftAside(administrations: readonly AdministrationAnswer[], width: number): readonly Line[] {
  const counts = new Map<string, number>();
  for (const { evidence, reason } of administrations) {
    const words = reason ? ADMINISTRATION_WORDS[reason] : 'no reason given';
    if (!evidence) counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const rows = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const digits = Math.max(...rows.map(([, count]) => String(count).length));
  return rows.flatMap(([words, count]) => hang([span(`  ${padStart(String(count), digits)}  `)], [span(words)], width));
}

export const noteLines = (notes: readonly string[], width: number): readonly Line[] =>
  notes.flatMap((note) => hang([span('  - ')], [span(note)], width));

const inWords = (rule: string): string => (RULE_WORDS[rule] === undefined ? '' : `: ${RULE_WORDS[rule]}`);

const commas = (ranges: readonly string[], end = ''): readonly Span[] =>
  ranges.map((range, index) => whole(`${range}${index < ranges.length - 1 ? ',' : end}`));
