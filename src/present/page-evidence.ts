/** What the days were derived from: runs, stays, the infusions one by one; and what was sent but is not evidence, and why. */
import type { Assessment } from '../assessment.ts';
import { MINUTE_MS } from '../time/civil-date.ts';
import { parseInstant } from '../time/fhir-time.ts';
import { hoursAndMinutes } from './date-words.ts';
import { rateText, type Timeline } from './page-chart.ts';
import type { Clock } from './page-clock.ts';
import { references } from './page-findings.ts';
import { type Html, html, type Piece } from './page-html.ts';
import { ADMINISTRATION_WORDS } from './words.ts';

export function runsTable({ runs, stays }: Assessment, clock: Clock): Piece {
  const rows = runs.map(({ start, end, spanMinutes, infusedMinutes, continuous, therapy }, index) => [
    `Run ${index + 1}`,
    when(start, clock),
    when(end, clock),
    hoursAndMinutes(spanMinutes),
    `${hoursAndMinutes(infusedMinutes)}${spanMinutes > 0 ? ` (${Math.floor((infusedMinutes / spanMinutes) * 100)}%)` : ''}`,
    continuous ? 'yes' : 'no',
    `${therapy}`,
  ]);
  const hospital = stays.map(({ start, end, references: own }) => ['In hospital', when(start, clock), when(end, clock), own.join(', ')]);
  return [
    rows.length > 0
      ? listTable('Runs of infusion', ['Run', 'From', 'To', 'Length h:mm', 'Infused h:mm', 'Continuous', 'Therapy'], rows)
      : undefined,
    hospital.length > 0 ? listTable('Stays in hospital', ['Stay', 'From', 'To', 'Record'], hospital) : undefined,
  ];
}

/** A page is to be read; more than this is work for a program, which the assessment is for. */
const MOST_INFUSIONS = 1000;

export function infusionsList({ infusions }: Timeline, clock: Clock): Html | undefined {
  if (infusions.length === 0) return undefined;
  const rows = infusions
    .slice(0, MOST_INFUSIONS)
    .map((one) => [
      clock.dateTime(one.start),
      clock.dateTime(one.end),
      hoursAndMinutes(Math.floor((one.end - one.start) / MINUTE_MS)),
      rateText(one) ?? 'not stated',
      one.medication ?? 'not named',
      one.reference,
    ]);
  const rest = infusions.length - rows.length;
  return html`<details><summary>Infusions as they ran (${infusions.length})</summary>
${listTable('Infusions as they ran', ['From', 'To', 'Length h:mm', 'Rate', 'Medication', 'Record'], rows)}
${rest > 0 ? html`<p>${rest} more are not listed here.</p>` : undefined}</details>`;
}

/** By reason, the most frequent first. */
export function leftAside({ administrations }: Assessment): Html | undefined {
  const aside = administrations.filter(({ evidence }) => !evidence);
  if (aside.length === 0) return undefined;
  const byReason = Map.groupBy(aside, ({ reason }) => (reason ? ADMINISTRATION_WORDS[reason] : 'no reason given'));
  const reasons = [...byReason].sort(([a, ones], [b, others]) => others.length - ones.length || (a < b ? -1 : 1));
  return html`<ul class="aside">${reasons.map(
    ([words, ones]) =>
      html`<li><details><summary><span class="count">${ones.length}</span> ${words}</summary>${references(ones.map(({ reference }) => reference))}</details></li>`,
  )}</ul>`;
}

const when = (iso: string, clock: Clock): string => {
  const instant = parseInstant(iso);
  return instant === undefined ? iso : clock.dateTime(instant);
};

/** A table whose rows become blocks on a phone, each value with its column's name. */
function listTable(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<table role="table" class="list"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    (row) => html`
<tr role="row">${row.map((value, index) => html`<td role="cell" data-name="${heads[index]}">${value}</td>`)}</tr>`,
  )}</tbody></table>`;
}
