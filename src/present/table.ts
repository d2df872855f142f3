/**
 * An assessment as a biller reads it in a terminal: the decision, the days with what was infused and what was billed, then what
 * to do. Pure text: colour comes in through the style, and every line fits the width.
 */
import { type Assessment, type Decision, isPerDiemLine } from '../assessment.ts';
import { dayLedger } from './day-ledger.ts';
import { findingLines } from './findings.ts';
import { daysToBill, leftAside, noteLines, otherLines, undatedUnits } from './sections.ts';
import { type Line, paintLine, type Span, type Style, span, type Tone } from './style.ts';
import { DAY_COUNTING_WORDS, DECISION_WORDS, ZONE_SOURCE_WORDS } from './words.ts';
import { hang } from './wrap-text.ts';

export interface TableOptions {
  /** Columns, taken as 60 to 140: below, a day no longer fits a line; above, lines get too long to read. */
  readonly width: number;
  readonly style: Style;
}

const TONES: Readonly<Record<Decision, Tone>> = {
  approved: 'good',
  reduced: 'warn',
  denied: 'bad',
  pended: 'warn',
  'not-applicable': 'dim',
};

/** Lines parted by newlines, with none at the end. */
export function assessmentTable(assessment: Assessment, options: TableOptions): string {
  const width = Math.min(140, Math.max(60, Math.floor(options.width)));
  const lines = assessment.decision === 'not-applicable' ? notApplicable(assessment, width) : judged(assessment, width, options.style);
  return lines.map((line) => paintLine(line, options.style)).join('\n');
}

function judged(assessment: Assessment, width: number, style: Style): readonly Line[] {
  const { administrations, findings, notes } = assessment;
  const aside = leftAside(administrations, width);
  return [
    ...headline(assessment, [span(unitsInWords(assessment), 'strong')], width),
    ...identity(assessment, width),
    ...section(undefined, dayLedger(assessment, width, style.glyphs)),
    ...section('Units without a date', undatedUnits(assessment, width)),
    ...section('Other lines', otherLines(assessment, width)),
    ...section('Findings', findingLines(findings, width)),
    ...section('You may be missing these days', daysToBill(assessment, width)),
    ...section(
      `Administrations that are not evidence (${administrations.filter((one) => !one.evidence).length} of ${administrations.length})`,
      aside,
    ),
    ...section('Notes', noteLines(notes, width)),
  ];
}

function notApplicable(assessment: Assessment, width: number): readonly Line[] {
  const why = assessment.lines.some(isPerDiemLine) ? 'The claim was not judged.' : 'No line of the claim bills S9326.';
  const { claim, patient, asOf, ruleSet } = assessment;
  return [
    ...headline(assessment, [span(assessment.notes.length > 0 ? assessment.notes.join(' ') : why)], width),
    ...hang([span('  ')], [span(`${claim}, ${patient}, as of ${asOf}, rules ${ruleSet}`, 'dim')], width),
  ];
}

function headline({ decision }: Assessment, rest: readonly Span[], width: number): readonly Line[] {
  const word = span(DECISION_WORDS[decision], TONES[decision]);
  return hang([word, span('  ')], rest, width);
}

/** `6 of 9 units of S9326 allowed, 3 denied`. */
export function unitsInWords({ units: { submitted, allowed, denied, pended } }: Assessment): string {
  const counts = [
    `${allowed} of ${submitted} unit${submitted === 1 ? '' : 's'} of S9326 allowed`,
    denied > 0 ? `${denied} denied` : '',
    pended > 0 ? `${pended} pended` : '',
  ];
  return counts.filter((text) => text !== '').join(', ');
}

function identity(assessment: Assessment, width: number): readonly Line[] {
  const { claim, patient, policy, careZone, asOf, ruleSet } = assessment;
  const rows: readonly (readonly [string, string])[] = [
    ['Claim', `${claim} for ${patient}`],
    ['Policy', `${policy.id}: ${DAY_COUNTING_WORDS[policy.dayCounting]}`],
    ['Care zone', `${careZone.zone}, ${ZONE_SOURCE_WORDS[careZone.source]}`],
    ['As of', `${asOf}, rules ${ruleSet}`],
  ];
  return rows.flatMap(([name, value]) => hang([span(`  ${name.padEnd(11)}`, 'dim')], [span(value)], width));
}

/** A blank line, a title and the lines; nothing at all where there are no lines. */
const section = (title: string | undefined, lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [] : [[], ...(title === undefined ? [] : [[span(title, 'strong')]]), ...lines];
