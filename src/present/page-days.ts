/** The timeline: a row a civil day, with what ran, the day's answer and the unit laid on it. A table first, a drawing second. */
import type { Assessment, Day } from '../assessment.ts';
import { HOUR_MS } from '../time/civil-date.ts';
import { parseInstant } from '../time/fhir-time.ts';
import { hoursAndMinutes, weekdayAndDate } from './date-words.ts';
import { unitsByDate } from './day-row.ts';
import { chartOf, type DayBounds, type Timeline } from './page-chart.ts';
import type { Clock } from './page-clock.ts';
import { dayInWords } from './page-day-words.ts';
import { type Html, html, type Piece } from './page-html.ts';
import { type Drawing, dayDrawing } from './page-lane.ts';
import { legend } from './page-legend.ts';
import { type Anchors, chip, ruleLink } from './page-units.ts';
import { DAY_WORDS } from './words.ts';

interface Rows {
  readonly drawing: Drawing;
  readonly bounds: ReadonlyMap<string, DayBounds>;
  readonly units: ReturnType<typeof unitsByDate>;
  readonly missing: ReadonlySet<string>;
  /** Dates of the first and the last unit. */
  readonly first: string;
  readonly last: string;
  readonly hasLineNumbers: boolean;
  readonly isDrawn: boolean;
  readonly anchors: Anchors;
}

export function daysTable(assessment: Assessment, timeline: Timeline, clock: Clock, anchors: Anchors): Html {
  const { days, lines } = assessment;
  if (days.length === 0) return html`<p>There are no days to show: the claim states no date of S9326 that can be used.</p>`;
  const units = unitsByDate(lines);
  const billed = [...units.keys()].sort();
  const rows: Rows = {
    drawing: { chart: chartOf(timeline), timeline, runs: runsOf(assessment), clock },
    bounds: new Map(timeline.days.map((day) => [day.date, day])),
    units,
    missing: new Set([...assessment.unbilledDays, ...assessment.adjacentDays]),
    first: billed[0] ?? '',
    last: billed.at(-1) ?? '',
    hasLineNumbers: new Set([...units.values()].flat().map(({ line }) => line)).size > 1,
    isDrawn: timeline.infusions.length + timeline.doubtful.length + timeline.stays.length > 0,
    anchors,
  };
  return html`
${rows.isDrawn ? legend(rows.drawing) : html`<p>Nothing is infused yet.</p>`}
<table role="table" class="days${rows.isDrawn ? '' : ' plain'}${rows.hasLineNumbers ? ' numbered' : ''}">
<caption class="unseen">Each day in ${assessment.careZone.zone}, what was infused, and the unit of S9326</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Day</th>${
    rows.isDrawn ? html`<th role="columnheader" scope="col" class="axis"><span class="unseen">Infusions</span>${axis}</th>` : undefined
  }<th role="columnheader" scope="col" class="number">Infused <span class="unit">h:mm</span></th><th role="columnheader" scope="col" class="answer">Record says</th><th role="columnheader" scope="col">Unit of S9326</th></tr></thead>
<tbody role="rowgroup">${days.map((day) => dayRow(day, rows))}</tbody>
</table>`;
}

const runsOf = ({ runs }: Assessment): Drawing['runs'] =>
  runs.map(({ start, end, continuous }) => ({ start: parseInstant(start) ?? 0, end: parseInstant(end) ?? 0, continuous }));

/** Hours of a day of 24; one with a change of clocks has its own. */
const axis: Html = html`<span class="hours" aria-hidden="true">${[0, 6, 12, 18, 24].map((hour) => html`<span>${String(hour).padStart(2, '0')}</span>`)}</span>`;

function dayRow(day: Day, rows: Rows): Html {
  const bounds = rows.bounds.get(day.date);
  const units = rows.units.get(day.date) ?? [];
  const decisions = units.map(({ unit }) => unit.decision);
  const kind = decisions.includes('denied')
    ? 'denied'
    : decisions.includes('pended')
      ? 'pended'
      : rows.missing.has(day.date)
        ? 'missing'
        : '';
  const change = bounds && rows.drawing.clock.changeWithin(bounds.start, bounds.end);
  const hours = bounds ? (bounds.end - bounds.start) / HOUR_MS : 24;
  const isOdd = hours !== 24;
  return html`
<tr role="row" class="${kind}"><th role="rowheader" scope="row">${weekdayAndDate(day.date).trim()}${
    isOdd ? html` <span class="note">${Number(hours.toFixed(2))}-hour day</span>` : undefined
  }</th>${
    rows.isDrawn
      ? html`<td role="cell" class="lane">${bounds && [dayDrawing(bounds, rows.drawing, change), html`<span class="unseen">${dayInWords(bounds, rows.drawing, change)}</span>`]}</td>`
      : undefined
  }<td role="cell" class="number infused">${hoursAndMinutes(day.infusedMinutes)}</td><td role="cell" class="answer">${
    day.reason === undefined ? 'supported' : DAY_WORDS[day.reason]
  }</td><td role="cell" class="laid">${units.length > 0 ? unitChips(units, rows) : withoutUnit(day, rows)}</td></tr>`;
}

function unitChips(units: Rows['units'] extends ReadonlyMap<string, infer U> ? U : never, { hasLineNumbers, anchors }: Rows): Piece {
  return units.map(
    ({ line, unit: { decision, rule } }) =>
      html`<span class="laid-unit">${chip(decision)}${hasLineNumbers ? html` <span class="line">line ${line}</span>` : undefined}${
        rule === undefined ? undefined : html` <span class="why">${ruleLink(rule, decision, anchors)}</span>`
      }</span> `,
  );
}

function withoutUnit(day: Day, { missing, first, last }: Rows): Html {
  if (missing.has(day.date)) return chip('missing');
  if (day.supported) return chip('none', 'supported, no unit');
  return chip('none', day.date >= first && day.date <= last ? 'no unit' : 'not billed');
}
