/** The top of the page: the decision in words, why, and which claim it is about. */
import { type Assessment, type Decision, isPerDiemLine, type OtherLine } from '../assessment.ts';
import { parseInstant } from '../time/fhir-time.ts';
import { counted, dateRanges } from './date-words.ts';
import type { Clock } from './page-clock.ts';
import { type Html, html, joined, type Piece, sentence } from './page-html.ts';
import { type Anchors, chip, refusedUnits, ruleLink, type Sign, sign } from './page-units.ts';
import { unitsInWords } from './table.ts';
import { DAY_COUNTING_WORDS, DECISION_WORDS, ZONE_SOURCE_WORDS } from './words.ts';

/** The levels of headings below which a claim stands: a page of one claim begins at 1, one of many at 2. */
export type Level = 1 | 2;

export const heading = (level: number, id: string | undefined, content: Piece): Html =>
  html`<h${level}${id === undefined ? undefined : html` id="${id}"`}>${content}</h${level}>`;

const SIGNS: Readonly<Record<Decision, Sign>> = {
  approved: 'allowed',
  reduced: 'reduced',
  denied: 'denied',
  pended: 'pended',
  'not-applicable': 'none',
};

export function decisionHeader(assessment: Assessment, clock: Clock, level: Level, anchors: Anchors): Html {
  const { decision, claim, patient } = assessment;
  return html`<header class="decision ${decision}">
<p class="kicker">${claim} for ${patient}</p>
${heading(level, `${anchors.prefix}decision`, [html`<span class="badge">${sign(SIGNS[decision])}</span>`, decisionTitle(assessment)])}
${decision === 'not-applicable' ? html`<p class="lead">${whyNot(assessment)}</p>` : reasons(assessment, anchors)}
${identity(assessment, clock)}
</header>`;
}

/** `Reduced: 6 of 9 units of S9326 allowed, 3 denied`. */
export function decisionTitle(assessment: Assessment): string {
  const { decision } = assessment;
  return decision === 'not-applicable'
    ? sentence(DECISION_WORDS[decision])
    : `${sentence(DECISION_WORDS[decision])}: ${unitsInWords(assessment)}`;
}

export function whyNot({ notes, lines }: Assessment): string {
  if (notes.length > 0) return notes.join(' ');
  return lines.some(isPerDiemLine) ? 'The claim was not judged.' : 'No line of the claim bills S9326.';
}

/** What became of the units and lines that were not allowed, and of the days that were not billed. */
function reasons(assessment: Assessment, anchors: Anchors): Piece {
  const { lines, findings, units, unbilledDays, adjacentDays } = assessment;
  const refused = refusedUnits(lines).map(
    ({ decision, rule, count, dates }) =>
      html`<li>${chip(decision, `${counted(count, 'unit')} ${decision}`)} ${ruleLink(rule, decision, anchors)}${whenText(dates)}</li>`,
  );
  const missing = [...unbilledDays, ...adjacentDays];
  const days = html`<li>${chip('missing', `${counted(missing.length, 'day')} not billed`)} though the record supports ${missing.length === 1 ? 'it' : 'them'}${whenText(missing)}</li>`;
  const all = [...refused, ...otherLines(lines), ...(missing.length > 0 ? [days] : [])];
  const end = findings.length === 0 ? ' There is nothing to do.' : '';
  return [
    units.allowed === units.submitted ? html`<p class="lead">Every unit billed is supported by the record.${end}</p>` : undefined,
    all.length > 0 ? html`<ul class="reasons">${all}</ul>` : undefined,
  ];
}

/** `1 line denied: line 2, A4222`. */
function otherLines(lines: Assessment['lines']): readonly Html[] {
  return (['denied', 'pended'] as const).flatMap((decision) => {
    const own = lines.filter((line): line is OtherLine => !isPerDiemLine(line) && line.decision === decision);
    if (own.length === 0) return [];
    const named = own
      .slice(0, MOST_NAMED)
      .map(({ sequence, code }) => (code === undefined ? `line ${sequence}` : `line ${sequence} (${code})`));
    const rest = own.length - named.length;
    return [
      html`<li>${chip(decision, `${counted(own.length, 'line')} ${decision}`)} beside S9326: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}</li>`,
    ];
  });
}

/** More stretches or lines than this are left to what stands below. */
const MOST_NAMED = 6;

function whenText(dates: readonly string[]): Piece {
  const ranges = dateRanges(dates);
  if (ranges.length === 0) return undefined;
  const rest = ranges.length - MOST_NAMED;
  const shown = ranges.slice(0, MOST_NAMED).map((range) => html`<span class="whole">${range}</span>`);
  return [': ', joined(shown, ', '), rest > 0 ? ` and ${rest} more` : undefined];
}

function identity(assessment: Assessment, clock: Clock): Html {
  const { policy, careZone, asOf, ruleSet } = assessment;
  const instant = parseInstant(asOf);
  const rows: readonly (readonly [string, Piece])[] = [
    ['Policy', `${policy.id}: ${DAY_COUNTING_WORDS[policy.dayCounting]}`],
    ['Care zone', `${careZone.zone}, ${ZONE_SOURCE_WORDS[careZone.source]}`],
    ['As of', instant === undefined ? asOf : html`<time datetime="${asOf}">${clock.dateTime(instant)}</time>`],
    ['Rules', ruleSet],
  ];
  return html`<dl class="identity">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
