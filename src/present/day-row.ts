/** One civil day on one line: what was infused, what was billed and what became of it. */
import { type Assessment, type Day, isPerDiemLine, type UnitAnswer } from '../assessment.ts';
import { parseDate } from '../time/civil-date.ts';
import { type Zone, zoneNamed } from '../time/zone.ts';
import { bar } from './bar.ts';
import { hoursAndMinutes, weekdayAndDate } from './date-words.ts';
import { type Glyphs, type Line, type Span, span, type Tone } from './style.ts';
import { displayWidth, padStart } from './text-width.ts';
import { DAY_WORDS, RULE_WORDS } from './words.ts';
import { hang } from './wrap-text.ts';

/** What the rows of one claim look up. */
export interface Ledger {
  readonly zone: Zone | undefined;
  readonly units: ReadonlyMap<string, readonly { readonly line: number; readonly unit: UnitAnswer }[]>;
  /** Between these dates of a unit a day is the claim's own, with a unit on it or not. */
  readonly first: string;
  readonly last: string;
  readonly missing: ReadonlySet<string>;
  /** Cells of the bar; 0 where nothing was infused yet (a preauthorization). */
  readonly cells: number;
  readonly width: number;
  readonly glyphs: Glyphs;
}

const MARKS = { allowed: ' ', denied: 'x', pended: '?' } as const;
const TONES: Readonly<Record<UnitAnswer['decision'], Tone>> = { allowed: 'good', denied: 'bad', pended: 'warn' };

/** The units that are laid on each date, with the line that bills them. */
export function unitsByDate(lines: Assessment['lines']): Ledger['units'] {
  const units = new Map<string, { line: number; unit: UnitAnswer }[]>();
  for (const line of lines.filter(isPerDiemLine)) {
    for (const unit of line.units) {
      if (unit.date !== undefined) units.set(unit.date, [...(units.get(unit.date) ?? []), { line: line.sequence, unit }]);
    }
  }
  return units;
}

export function ledgerOf(assessment: Assessment, width: number, glyphs: Glyphs): Ledger {
  const units = unitsByDate(assessment.lines);
  const dates = [...units.keys()].sort();
  const toCome = assessment.days.every((day) => day.supported && day.infusedMinutes === 0);
  return {
    zone: zoneNamed(assessment.careZone.zone),
    units,
    first: dates[0] ?? '',
    last: dates.at(-1) ?? '',
    missing: new Set([...assessment.unbilledDays, ...assessment.adjacentDays]),
    // Twelve cells of two hours, in eighths, still show the hour; they leave a terminal of 80 columns room for the rule.
    cells: toCome ? 0 : width >= 96 ? 24 : width >= 72 ? 12 : 8,
    width,
    glyphs,
  };
}

export function dayRow(day: Day, ledger: Ledger): readonly Line[] {
  const mark = markOf(day.date, ledger);
  const label: Line = [
    span(mark === ' ' ? '  ' : `${mark} `, toneOf(mark)),
    span(`${weekdayAndDate(day.date)}  `),
    ...infused(day, ledger),
  ];
  const room = ledger.width - label.reduce((sum, part) => sum + displayWidth(part.text), 0);
  return hang(label, answer(day, ledger, room), ledger.width);
}

/** Equal for days that a reader would call alike. */
export const likeness = (day: Day, { units, missing, first, last }: Ledger, minutes: number): string =>
  JSON.stringify([
    day.supported,
    day.reason,
    day.infusedMinutes,
    minutes,
    units.get(day.date)?.map(({ line, unit }) => [line, unit.decision, unit.rule]),
    missing.has(day.date),
    day.date >= first && day.date <= last,
  ]);

/** Length of the civil day: 1440 but where the clocks change. */
export function dayMinutes(date: string, zone: Zone | undefined): number {
  const day = parseDate(date);
  return zone && day !== undefined ? Math.max(1, Math.round((zone.startOf(day + 1) - zone.startOf(day)) / 60_000)) : 1440;
}

function markOf(date: string, { units, missing }: Ledger): string {
  const marks = (units.get(date) ?? []).map(({ unit }) => MARKS[unit.decision]);
  return marks.includes('x') ? 'x' : marks.includes('?') ? '?' : missing.has(date) ? '+' : ' ';
}

const toneOf = (mark: string): Tone => (mark === 'x' ? 'bad' : 'warn');

function infused(day: Day, { cells, glyphs, zone }: Ledger): Line {
  if (cells === 0) return [];
  const { filled, rest } = bar(day.infusedMinutes, dayMinutes(day.date, zone), cells, glyphs);
  const tone: Tone = day.supported ? 'good' : 'warn';
  return [span(filled, tone), span(rest, 'dim'), span(`  ${padStart(hoursAndMinutes(day.infusedMinutes), 5)}  `)];
}

function answer(day: Day, ledger: Ledger, room: number): readonly Span[] {
  const units = ledger.units.get(day.date) ?? [];
  const why = day.reason === undefined ? undefined : DAY_WORDS[day.reason];
  const parts = units.map(({ line, unit }) => span(`#${line} ${unit.decision}${unit.rule ? ` ${unit.rule}` : ''}`, TONES[unit.decision]));
  const said = parts.length > 0 ? parts : withoutUnit(day, ledger);
  const explained = [...said, ...explanation(why, units, said, room)];
  // A full bar beside 23:00 needs a word; an empty one does not.
  const minutes = dayMinutes(day.date, ledger.zone);
  const clock =
    minutes === 1440 || ledger.cells === 0 || day.infusedMinutes === 0
      ? []
      : [span(`${Number((minutes / 60).toFixed(2))}-hour day`, 'dim')];
  return [...explained, ...clock].map((part, index, all) => (index < all.length - 1 ? { ...part, text: `${part.text},` } : part));
}

function withoutUnit(day: Day, ledger: Ledger): readonly Span[] {
  if (ledger.missing.has(day.date)) return [span('supported, not billed', 'warn')];
  const within = day.date >= ledger.first && day.date <= ledger.last;
  return day.supported ? [span('supported, no unit', 'dim')] : within ? [span('no unit', 'dim')] : [span('not billed', 'dim')];
}

/** The day's own reason always; the words of a refusing rule where the line has room for them. */
function explanation(
  why: string | undefined,
  units: readonly { unit: UnitAnswer }[],
  said: readonly Span[],
  room: number,
): readonly Span[] {
  if (why !== undefined) return [span(why)];
  const words = RULE_WORDS[units.find(({ unit }) => unit.rule !== undefined)?.unit.rule ?? ''];
  if (words === undefined) return [];
  const used = said.reduce((sum, part) => sum + displayWidth(part.text) + 2, 0);
  return used + displayWidth(words) <= room ? [span(words)] : [];
}
