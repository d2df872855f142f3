/** Billed against supported, line by line; then the lines of other codes. */
import { type Assessment, isPerDiemLine, type OtherLine, type PerDiemLine, type UnitDecision } from '../assessment.ts';
import { counted, dateRanges } from './date-words.ts';
import { numberText } from './page-chart.ts';
import { type Html, html, joined, type Piece } from './page-html.ts';
import { type Anchors, chip, refusedUnits, ruleLink, type Sign } from './page-units.ts';
import { LINE_WORDS } from './words.ts';

export function perDiemTable({ lines, days }: Assessment, anchors: Anchors): Html | undefined {
  const own = lines.filter(isPerDiemLine);
  if (own.length === 0) return undefined;
  const supported = new Set(days.filter((day) => day.supported).map(({ date }) => date));
  const most = Math.max(...own.map(({ submitted }) => submitted));
  const columns = ['Billed', 'Supported', 'Allowed', 'Denied', 'Pended'];
  return html`${most > 1 ? barLegend(own) : undefined}
<table role="table" class="lines">
<caption class="unseen">Lines that bill S9326: units billed, on supported days, allowed, denied and pended</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Line</th>${columns.map(
    (name) => html`<th role="columnheader" scope="col" class="number">${name}</th>`,
  )}<th role="columnheader" scope="col" class="whys">Units and why</th></tr></thead>
<tbody role="rowgroup">${own.map((line) => perDiemRow(line, supported, most, anchors))}</tbody></table>`;
}

function perDiemRow(line: PerDiemLine, supported: ReadonlySet<string>, most: number, anchors: Anchors): Html {
  const { sequence, submitted, allowed, denied, pended, units } = line;
  const onSupported = units.filter(({ date }) => date !== undefined && supported.has(date)).length;
  const cells: readonly (readonly [number, string])[] = [
    [submitted, 'billed'],
    [onSupported, 'supported'],
    [allowed, 'allowed'],
    [denied, 'denied'],
    [pended, 'pended'],
  ];
  return html`
<tr role="row"><th role="rowheader" scope="row">Line ${sequence}</th>${cells.map(
    ([count, name]) =>
      html`<td role="cell" class="number${count === 0 ? ' zero' : ''}">${numberText(count)}<span class="label"> ${name}</span></td>`,
  )}<td role="cell" class="whys">${most > 1 ? unitsBar(line, onSupported, most) : undefined}${whys(line, anchors)}</td></tr>`;
}

function whys(line: PerDiemLine, anchors: Anchors): Piece {
  const refused = refusedUnits([line]);
  if (refused.length === 0) return html`<span class="why">${dateText(line.units.flatMap(({ date }) => date ?? []))}</span>`;
  return refused.map(
    ({ decision, rule, count, dates }) =>
      html`<span class="laid-unit">${chip(decision, `${counted(count, 'unit')} ${decision}`)} <span class="why">${ruleLink(rule, decision, anchors)}${
        dates.length > 0 ? [', ', dateText(dates)] : undefined
      }</span></span> `,
  );
}

/** Above, what was billed, cut by what became of it; below, how many of those units stand on supported days. */
function unitsBar(line: PerDiemLine, supported: number, most: number): Html {
  const share = (count: number): string => `${Number(((count / most) * 100).toFixed(3))}%`;
  const parts = ORDER.map((name, index) => {
    const before = ORDER.slice(0, index).reduce((sum, each) => sum + line[each], 0);
    return line[name] > 0
      ? html`<rect class="unit-${name}" x="${share(before)}" y="1" width="${share(line[name])}" height="9"/>`
      : undefined;
  });
  return html`<svg class="units" width="100%" height="18" aria-hidden="true" focusable="false">${parts}<rect class="unit-supported" x="0" y="12" width="${share(supported)}" height="4"/></svg>`;
}

const ORDER: readonly UnitDecision[] = ['allowed', 'pended', 'denied'];

function barLegend(lines: readonly PerDiemLine[]): Html {
  const entry = (name: string, height: number): Html =>
    html`<li><svg width="28" height="12" aria-hidden="true" focusable="false"><rect class="unit-${name}" x="1" y="${6 - height / 2}" width="26" height="${height}"/></svg>${name === 'supported' ? 'on supported days' : name}</li>`;
  return html`<ul class="legend">${ORDER.filter((name) => lines.some((line) => line[name] > 0)).map((name) => entry(name, 9))}${entry('supported', 4)}</ul>`;
}

const SIGNS: Readonly<Record<OtherLine['decision'], Sign>> = {
  denied: 'denied',
  pended: 'pended',
  'separately-payable': 'allowed',
  'not-judged': 'none',
};

export function otherLinesTable({ lines }: Assessment, anchors: Anchors): Html | undefined {
  const others = lines.filter((line): line is OtherLine => !isPerDiemLine(line));
  if (others.length === 0) return undefined;
  const heads = ['Line', 'Code', 'Quantity', 'Answer'];
  return html`<table role="table" class="others">
<caption class="unseen">Lines of other codes</caption>
<thead role="rowgroup"><tr role="row">${heads.map((name) => html`<th role="columnheader" scope="col" class="${name === 'Quantity' ? 'number' : name === 'Answer' ? 'whys' : 'plain'}">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${others.map(
    ({ sequence, code, submitted, decision, rule, dates = [] }) => html`
<tr role="row"><th role="rowheader" scope="row">Line ${sequence}</th><td role="cell" class="code">${code ?? 'none'}</td><td role="cell" class="number"><span class="label">quantity </span>${numberText(submitted)}</td><td role="cell" class="whys">${chip(SIGNS[decision], LINE_WORDS[decision])}${
      rule === undefined
        ? undefined
        : html` <span class="why">${ruleLink(rule, decision, anchors)}${dates.length > 0 ? [', ', dateText(dates)] : undefined}</span>`
    }</td></tr>`,
  )}</tbody></table>`;
}

export const dateText = (dates: readonly string[]): Piece =>
  joined(
    dateRanges(dates).map((range) => html`<span class="whole">${range}</span>`),
    ', ',
  );
