/** The worklist of a sweep: what is at stake, by claim, to sort and filter; each row opens the claim's page. */
import type { Decision } from '../assessment.ts';
import type { PayerAnswerRow } from '../sweep/payer-answer.ts';
import type { WorklistRow } from '../sweep/rows.ts';
import type { Count, Summary } from '../sweep/summary.ts';
import { type Html, html, type Piece, sentence, verbatim } from './page-html.ts';
import { PAGE_STYLE } from './page-style.ts';
import { DECISION_WORDS } from './words.ts';
import { WORKLIST_SCRIPT } from './worklist-script.ts';

export type ListedClaim = WorklistRow & {
  /** Relative address of the claim's page. */
  readonly page?: string;
  /** Where the payer refused what the record supports. */
  readonly appeal?: { /** Relative address of the packet. */ readonly page: string; readonly rows: readonly PayerAnswerRow[] };
};

const STYLE = `
main{max-width:90rem}
form{display:flex;flex-wrap:wrap;gap:.8rem 1.2rem;margin:1.2rem 0}
label{display:grid;gap:.2rem;font-size:.8125rem;color:var(--dim)}
select,input{font:inherit;font-size:.9375rem;color:var(--ink);background:var(--ground);border:1px solid var(--dim);border-radius:4px;padding:.25rem .4rem;max-width:16rem}
.scroll{overflow-x:auto;border:1px solid var(--rule);border-radius:6px}
.scroll:focus-visible{outline-offset:-3px}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{padding:.4rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
th{background:var(--soft);white-space:nowrap}
th button{font:inherit;font-weight:650;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-decoration:underline dotted;text-underline-offset:.25em}
th[aria-sort=ascending] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
.number{text-align:right}
td.date{white-space:nowrap}
tbody tr:last-child td{border-bottom:0}
.totals{display:flex;flex-wrap:wrap;gap:.6rem 2.5rem;margin-top:1rem}
.totals dt{color:var(--dim);font-size:.8125rem}.totals dd{font-size:1.25rem;font-weight:650}
details{margin-top:1rem}
@media print{form,#told{display:none}.scroll{overflow:visible;border:0}}
`;

/** `scriptHash`: the SHA-256 of WORKLIST_SCRIPT in base64, with which the page lets this script run and no other. */
export function worklistPage(claims: readonly ListedClaim[], summary: Summary, scriptHash: string): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Worklist: ${counted(claims.length, 'claim')} to look at</title>
<link rel="icon" href="data:,">
<style>${verbatim(PAGE_STYLE + STYLE)}</style>
</head>
<body>
<main>
<header><p class="kicker">As of ${summary.asOf}</p><h1>Worklist</h1>
${totals(summary)}</header>
<section><h2>Claims to look at</h2>
${claims.length === 0 ? html`<p>Every claim stands as it was billed.</p>` : list(claims)}</section>
${appeals(claims, summary)}
${breakdown('By rule', 'Rule', summary.byRule)}
${breakdown('By payer', 'Payer', summary.byPayer)}
${breakdown('By provider', 'Provider', summary.byProvider)}
${breakdown('By week of the first date', 'Monday', summary.byWeek)}
${whatIf(summary)}
</main>
${claims.length === 0 ? undefined : html`<script>${verbatim(WORKLIST_SCRIPT)}</script>`}
</body>
</html>
`;
  return page.text;
}

/** The nearest deadline first; those that only the notice knows at the end. */
function appeals(claims: readonly ListedClaim[], { payerAnswers: { deniedSupported, amountDeniedSupported } }: Summary): Html | undefined {
  const rows = claims
    .flatMap(({ claim, appeal }) => (appeal?.rows ?? []).map((each) => ({ ...each, claim, page: appeal?.page ?? '' })))
    .sort((a, b) => ((a.appealBy ?? '9') < (b.appealBy ?? '9') ? -1 : 1));
  if (rows.length === 0) return undefined;
  const worth = stakes(amountDeniedSupported);
  const cell = (value: Piece): Html => html`<td class="number">${value}</td>`;
  return html`<section><h2>Refused by the payer though supported</h2>
<p>${counted(deniedSupported, 'day')}${worth === '' ? '' : `, ${worth}`}.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Refused by the payer though supported"><table>
<thead><tr><th scope="col">Claim</th><th scope="col">Appeal by</th><th scope="col">Payer</th><th scope="col" class="number">Billed</th><th scope="col" class="number">Paid</th><th scope="col" class="number">Supported</th><th scope="col" class="number">Refused though supported</th><th scope="col">Codes of the payer</th></tr></thead>
<tbody>${rows.map(
    ({
      claim,
      page,
      line,
      appealBy = 'see the notice',
      payer,
      submitted,
      paid,
      supported,
      deniedSupported: refused,
      amountDeniedSupported: amount,
      currency = '',
      reasons,
    }) =>
      html`<tr><th scope="row"><a href="${page}">Appeal of ${claim}, line ${line}</a></th><td class="date">${appealBy}</td><td>${payer}</td>${cell(submitted)}${cell(paid)}${cell(supported)}${cell([refused, amount === undefined ? '' : ` (${money(amount, currency)})`])}<td>${reasons}</td></tr>
`,
  )}</tbody></table></div></section>`;
}

function totals({ claims, setAside, byDecision, unbilledDays, adjacentDays }: Summary): Html {
  const decisions = (Object.keys(DECISION_WORDS) as Decision[]).filter((decision) => byDecision[decision]);
  return html`<dl class="totals">
<div><dt>Claims judged</dt><dd>${claims}</dd></div>
${decisions.map((decision) => html`<div><dt>${sentence(DECISION_WORDS[decision])}</dt><dd>${byDecision[decision]?.claims}</dd></div>`)}
<div><dt>Days supported, not billed</dt><dd>${unbilledDays}</dd></div>
<div><dt>Days beside the dates billed</dt><dd>${adjacentDays}</dd></div>
${setAside > 0 ? html`<div><dt>Set aside (set-aside.ndjson)</dt><dd>${setAside}</dd></div>` : undefined}
</dl>`;
}

function list(claims: readonly ListedClaim[]): Html {
  const of = (values: readonly string[]): readonly string[] => [...new Set(values)].filter((value) => value !== '').sort();
  const choose = (name: string, label: string, values: readonly string[]): Html =>
    html`<label>${label}<select data-filter="${name}"><option value="">all</option>${values.map((value) => html`<option>${value}</option>`)}</select></label>`;
  return html`<form hidden>
${choose('decision', 'Decision', of(claims.map(({ decision }) => decision)))}
${choose('rules', 'Rule', of(claims.flatMap(({ rules }) => rules)))}
${choose('payer', 'Payer', of(claims.map(({ payer }) => payer)))}
${choose('provider', 'Provider', of(claims.map(({ provider }) => provider)))}
${choose('first', 'First date', of(claims.map(({ first = '' }) => first)))}
<label>Any text<input type="search" data-filter="text"></label>
</form>
<p id="told" role="status">${counted(claims.length, 'claim')}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Claims to look at">
<table class="worklist">
<thead><tr>${[
    head('Claim'),
    head('Decision'),
    head('First date'),
    head('Payer'),
    head('Provider'),
    head('Billed', 'number'),
    head('Allowed', 'number'),
    head('Refused', 'number'),
    head('Pending', 'number'),
    head('At stake', 'number'),
    head('Unbilled days', 'number'),
    html`<th scope="col">Why</th>`,
  ]}</tr></thead>
<tbody>
${claims.map(row)}</tbody>
</table>
</div>`;
}

const head = (title: string, kind?: 'number'): Html =>
  html`<th scope="col" class="${kind ?? ''}"><button type="button">${title}</button></th>`;

function row(claim: ListedClaim): Html {
  const { decision, first = '', payer, provider, submitted, allowed, denied, pended, amountAtStake, currency = '', rules, page } = claim;
  const name = page === undefined ? claim.claim : html`<a href="${page}">${claim.claim}</a>`;
  const cell = (value: Piece, key?: string | number): Html => html`<td class="number" data-key="${key ?? ''}">${value}</td>`;
  return html`<tr data-decision="${decision}" data-rules="${rules.join(' ')}" data-payer="${payer}" data-provider="${provider}" data-first="${first}" data-stake="${amountAtStake ?? ''}">
<th scope="row">${name}</th><td>${sentence(DECISION_WORDS[decision as Decision])}</td><td class="date">${first}</td><td>${payer}</td><td>${provider}</td>
${cell(submitted, submitted)}${cell(allowed, allowed)}${cell(denied, denied)}${cell(pended, pended)}${cell(money(amountAtStake, currency), amountAtStake)}${cell(claim.unbilledDays, claim.unbilledDays)}<td>${rules.join(', ')}</td></tr>
`;
}

const money = (value: number | undefined, currency: string): string =>
  value === undefined ? '' : `${value.toFixed(2)} ${currency}`.trim();

function breakdown(title: string, of: string, counts: Readonly<Record<string, Count>>): Html | undefined {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b.claims - a.claims);
  if (entries.length === 0) return undefined;
  return html`<details><summary>${title}</summary><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table>
<thead><tr><th scope="col">${of}</th><th scope="col" class="number">Claims</th><th scope="col" class="number">Units billed</th><th scope="col" class="number">At stake</th></tr></thead>
<tbody>${entries.map(
    ([key, { claims, units, atStake }]) =>
      html`<tr><th scope="row">${key || 'not named'}</th><td class="number">${claims}</td><td class="number">${units}</td><td class="number">${stakes(atStake)}</td></tr>`,
  )}</tbody></table></div></details>
`;
}

const stakes = (atStake: Readonly<Record<string, number>>): string =>
  Object.entries(atStake)
    .map(([currency, value]) => money(value, currency))
    .join(', ');

function whatIf({ whatIf: others, claims }: Summary): readonly Html[] {
  return Object.entries(others).map(
    ([policy, { changed, allowedMore, atStakeLess }]) => html`<section><h2>Under ${policy}</h2>
<p>${changed} of ${counted(claims, 'claim')} would be decided otherwise; ${Math.abs(allowedMore)} ${allowedMore < 0 ? 'fewer' : 'more'} units would be allowed${
      Object.keys(atStakeLess).length === 0 ? '' : `, ${stakes(atStakeLess)} less at stake`
    }. Each is in what-if.csv.</p></section>`,
  );
}

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
