/** The appeal of one claim as one document to print: what was refused and by when to answer, the page of the claim, the sources, and what to attach. */
import { isPerDiemLine } from '../assessment.ts';
import type { Judgement } from '../judgement.ts';
import { appealRule } from '../policy/appeal-deadlines.ts';
import { SOURCES } from '../policy/sources.ts';
import { RULES } from '../rules/index.ts';
import type { PayerAnswerRow } from '../sweep/payer-answer.ts';
import { counted } from './date-words.ts';
import { claimDocument } from './page.ts';
import { type Html, html } from './page-html.ts';

const APPEAL_STYLE = `
.appeal{margin-bottom:2.5rem}.appeal p{margin-top:1rem;max-width:65ch}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:.6rem 2rem;margin-top:1rem}
.facts dt{color:var(--dim);font-size:.8125rem}
.attach{list-style:none;padding:0;display:grid;gap:.5rem}.attach small{color:var(--dim);overflow-wrap:anywhere}
.box{display:inline-block;width:1em;height:1em;border:2px solid currentColor;border-radius:3px;vertical-align:-.15em;margin-right:.4em}
@media print{.appeal{break-after:page}}
`;

/** `rows` are those of this claim of which something was refused though supported. */
export function appealPacket(judgement: Judgement, rows: readonly PayerAnswerRow[]): string {
  const { assessment } = judgement;
  return claimDocument(judgement, {
    title: `Appeal, ${assessment.claim}`,
    style: APPEAL_STYLE,
    before: cover(judgement, rows),
    after: html`${citations(judgement, rows)}${attachments(judgement, rows)}`,
  });
}

function cover({ assessment, claim, payerName, payerKind }: Judgement, rows: readonly PayerAnswerRow[]): Html {
  const [first] = rows;
  const units = rows.reduce((sum, { deniedSupported }) => sum + deniedSupported, 0);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Claim', assessment.claim],
    ['Patient', assessment.patient],
    ['Payer', payerName],
    ['Provider', claim.provider?.display ?? claim.provider?.reference],
    ['Answer of the payer', first && `${first.answer}${first.answered === undefined ? '' : ` of ${first.answered}`}`],
    ['Codes that it gave', [...new Set(rows.map(({ reasons }) => reasons))].filter(Boolean).join(' ')],
    ['Asked for', `${counted(units, 'day')} of S9326${amountOf(rows)}`],
    [
      'Appeal by',
      first?.appealBy === undefined ? 'as the notice says' : `${first.appealBy}, unless the notice or the contract says otherwise`,
    ],
    ['Counted by', first?.answered === undefined ? undefined : appealRule(payerKind, first.answered)?.source.title],
  ];
  return html`<header class="appeal"><h1>Appeal: ${counted(units, 'day')} of continuous pain infusion at home</h1>
<dl class="facts">${facts.map(([name, value]) => (value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : undefined))}</dl>
${rows.map((row) => grounds(row, assessment))}</header>
`;
}

function grounds({ line, submitted, paid, supported, deniedSupported }: PayerAnswerRow, { lines }: Judgement['assessment']): Html {
  const own = lines.find((each) => each.sequence === line);
  const dates = own && isPerDiemLine(own) ? own.units.flatMap(({ date, decision }) => (decision === 'allowed' && date ? [date] : [])) : [];
  return html`<p>Line ${line} bills ${counted(submitted, 'unit')}. ${counted(paid, 'unit')} ${paid === 1 ? 'was' : 'were'} paid. The record of the infusion supports ${counted(supported, 'unit')}, one for each of these dates: ${dates.join(', ')}. ${counted(deniedSupported, 'unit')} of them ${deniedSupported === 1 ? 'was' : 'were'} refused. What the pump gave on each date is shown below.</p>
`;
}

function amountOf(rows: readonly PayerAnswerRow[]): string {
  if (rows.some(({ amountDeniedSupported }) => amountDeniedSupported === undefined)) return '';
  const total = rows.reduce((sum, { amountDeniedSupported = 0 }) => sum + Math.round(amountDeniedSupported * 100), 0);
  return `, ${(total / 100).toFixed(2)} ${rows[0]?.currency ?? ''}`.trimEnd();
}

/** Of the rules by which the days were counted and the unit defined. */
const CITED: readonly string[] = ['day-supported', 'one-per-diem-per-day', 'units-within-span'];

function citations({ payerKind }: Judgement, [first]: readonly PayerAnswerRow[]): Html {
  const ids = [...new Set(RULES.filter(({ id }) => CITED.includes(id)).flatMap(({ sources }) => sources))];
  const known = ids.flatMap((id) => (Object.hasOwn(SOURCES, id) ? [SOURCES[id as keyof typeof SOURCES]] : []));
  const deadline = first?.answered === undefined ? undefined : appealRule(payerKind, first.answered)?.source;
  const all: readonly { readonly title: string; readonly url?: string; readonly published?: string }[] = [
    ...known,
    ...(deadline ? [deadline] : []),
  ];
  return html`<section><h2>Sources</h2><ol>${all.map(
    ({ title, url, published }) =>
      html`<li>${title}${published === undefined ? '' : `, ${published}`}${url === undefined ? '' : `. ${url}`}</li>`,
  )}</ol></section>
`;
}

function attachments({ assessment, coverage }: Judgement, [first]: readonly PayerAnswerRow[]): Html {
  const evidence = assessment.administrations.filter((each) => each.evidence).map(({ reference }) => reference);
  const named = [...new Set(assessment.findings.flatMap((finding) => finding.evidence ?? []))].filter((each) => !evidence.includes(each));
  const list: readonly (readonly [string, readonly string[]])[] = [
    ['This document', []],
    ['The notice of the payer', first ? [first.answer] : []],
    ['The claim as it was sent', [assessment.claim]],
    ['The coverage, and the authorization where there is one', coverage?.id === undefined ? [] : [`Coverage/${coverage.id}`]],
    ['The signed order with drug, dose and rate', []],
    ['The record of the pump: administrations that show the days', evidence],
    ['What else is named above', named],
  ];
  return html`<section><h2>To attach</h2><ul class="attach">${list.map(([what, references], i) =>
    i === list.length - 1 && references.length === 0
      ? undefined
      : html`<li><span class="box" aria-hidden="true"></span> ${what}${references.length > 0 ? html`: <small>${references.join(', ')}</small>` : undefined}</li>`,
  )}</ul></section>
`;
}
