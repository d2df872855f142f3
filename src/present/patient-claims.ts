/** A patient's claims for S9326 inside the EHR: a list to go through, each opening its page. Fragments of HTML; the document is the page's. */
import type { Judgement } from '../judgement.ts';
import { counted } from './date-words.ts';
import { decisionTitle } from './page-decision.ts';
import { type Html, html } from './page-html.ts';

export interface ListedClaim {
  readonly id: string;
  /** First date billed, where the claim has one. */
  readonly first: string | undefined;
  /** Absent for a claim that was not judged; then `problem` says why. */
  readonly judgement: Pick<Judgement, 'assessment' | 'timeline'> | undefined;
  readonly problem: string | undefined;
}

export interface PatientClaims {
  /** Of the server, as people know it. */
  readonly server: string;
  readonly claims: readonly ListedClaim[];
  /** How many there are in all. */
  readonly expected: number;
  /** Claims of other services, which are not judged. */
  readonly others: number;
  readonly notes: readonly string[];
}

/** What needs hands first; then as they came, the latest first. */
const URGENCY: Readonly<Record<string, number>> = { denied: 0, reduced: 1, pended: 2, approved: 3 };

export function patientClaims({ server, claims, expected, others, notes }: PatientClaims): string {
  const isDone = claims.length === expected;
  const told = isDone ? `${counted(expected, 'claim')} for S9326` : `Judging ${claims.length + 1} of ${counted(expected, 'claim')}`;
  const besides =
    others > 0 ? html` ${counted(others, 'claim')} of other services ${others === 1 ? 'is' : 'are'} not judged here.` : undefined;
  return html`<header><p class="kicker">${server}</p><h1>Pain infusion at home</h1>
<p role="status">${told}.${besides}</p></header>
${expected === 0 ? html`<p>This patient has no open claim for S9326 on this server.</p>` : list(isDone ? inOrder(claims) : claims)}
${notes.length > 0 ? html`<section><h2>Notes</h2><ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul></section>` : undefined}
`.text;
}

const inOrder = (claims: readonly ListedClaim[]): readonly ListedClaim[] => claims.toSorted((a, b) => urgency(a) - urgency(b));
const urgency = ({ judgement }: ListedClaim): number => (judgement ? (URGENCY[judgement.assessment.decision] ?? 4) : -1);

const list = (claims: readonly ListedClaim[]): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="Claims"><table>
<thead><tr><th scope="col">Claim</th><th scope="col">First date</th><th scope="col">Answer</th><th scope="col">Why</th></tr></thead>
<tbody>
${claims.map(row)}</tbody>
</table></div>`;

function row({ id, first = '', judgement, problem }: ListedClaim): Html {
  const why = judgement ? [...new Set(judgement.assessment.findings.map(({ rule }) => rule))].join(', ') : problem;
  const name = judgement ? html`<a href="?claim=${encodeURIComponent(id)}" data-claim="${id}">${id}</a>` : id;
  return html`<tr><th scope="row">${name}</th><td class="date">${first}</td><td>${judgement ? decisionTitle(judgement.assessment) : 'Not judged'}</td><td>${why}</td></tr>
`;
}

/** Beside those of the claim's page. */
export const PATIENT_CLAIMS_STYLE = `
.back{margin-bottom:1rem}
.scroll{overflow-x:auto;border:1px solid var(--rule);border-radius:6px;margin-top:1.2rem}
.scroll:focus-visible{outline-offset:-3px}
.scroll table{border-collapse:collapse;width:100%;font-size:.9375rem}
.scroll th,.scroll td{padding:.4rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
.scroll thead th{background:var(--soft);white-space:nowrap}
.scroll td.date{white-space:nowrap}
.servers{list-style:none;padding:0;display:grid;gap:.6rem;margin-top:1.2rem}
@media print{.back{display:none}}
`;
