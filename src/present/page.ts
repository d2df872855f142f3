/** One claim, or several, as one self-contained page of HTML: no script, nothing fetched, everything that was sent escaped. */
import type { Assessment } from '../assessment.ts';
import type { Judgement } from '../judgement.ts';
import { counted } from './date-words.ts';
import { clockOf } from './page-clock.ts';
import { daysTable } from './page-days.ts';
import { decisionHeader, decisionTitle, heading, type Level } from './page-decision.ts';
import { infusionsList, leftAside, runsTable } from './page-evidence.ts';
import { findingGroups } from './page-findings.ts';
import { type Html, html, type Piece, verbatim } from './page-html.ts';
import { otherLinesTable, perDiemTable } from './page-lines.ts';
import { rulesAsked } from './page-rules.ts';
import { PAGE_STYLE } from './page-style.ts';
import { anchorsOf, SIGN_SYMBOLS } from './page-units.ts';

type Shown = Pick<Judgement, 'assessment' | 'timeline'>;

/** The whole document for one claim. */
export function claimPage(judgement: Shown): string {
  const { assessment } = judgement;
  return documentOf(`${decisionTitle(assessment)}, ${assessment.claim}`, claimArticle(judgement, 1, ''));
}

export interface ClaimDocument {
  readonly title: string;
  readonly before: Piece;
  /** Beside that of the page. */
  readonly style: string;
  readonly after: Piece;
}

/** The page of a claim between what stands before and after it. */
export function claimDocument(judgement: Shown, { title, style, before, after }: ClaimDocument): string {
  return documentOf(title, [before, claimArticle(judgement, 2, ''), after], style);
}

/** One document for several claims: a list of them, then each as on a page of its own. */
export function claimsPage(judgements: readonly Shown[]): string {
  const [only, ...more] = judgements;
  if (only && more.length === 0) return claimPage(only);
  const prefix = (index: number): string => `claim-${index + 1}-`;
  const title = `${counted(judgements.length, 'claim')} judged`;
  const entry = ({ assessment }: Shown, index: number): Html =>
    html`<li><a href="#${prefix(index)}decision">${assessment.claim}</a> <span>${decisionTitle(assessment)}</span></li>`;
  return documentOf(title, [
    html`<header class="index"><h1>${title}</h1><ol>${judgements.map(entry)}</ol></header>`,
    judgements.map((judgement, index) => claimArticle(judgement, 2, prefix(index))),
  ]);
}

interface Section {
  readonly title: string;
  readonly content: Piece;
}

function claimArticle(judgement: Shown, level: Level, prefix: string): Html {
  const { assessment } = judgement;
  const { careZone, ruleSet } = assessment;
  const sections = assessment.decision === 'not-applicable' ? otherSections(assessment, prefix) : judgedSections(judgement, level, prefix);
  return html`<article class="claim" aria-labelledby="${prefix}decision">
${decisionHeader(assessment, clockOf(careZone.zone), level, anchorsOf(assessment, prefix))}
${sections
  .filter(({ content }) => content !== undefined)
  .map(({ title, content }) => html`<section>${heading(level + 1, undefined, title)}\n${content}</section>\n`)}
<footer><p>Judged by s9326, rules ${ruleSet}, from the records sent with the claim. Times are those of the clock in ${careZone.zone}.</p></footer>
</article>`;
}

const otherSections = (assessment: Assessment, prefix: string): readonly Section[] => [
  { title: 'Lines', content: otherLinesTable(assessment, anchorsOf(assessment, prefix)) },
];

function judgedSections({ assessment, timeline }: Shown, level: Level, prefix: string): readonly Section[] {
  const { findings, administrations, notes } = assessment;
  const anchors = anchorsOf(assessment, prefix);
  const clock = clockOf(assessment.careZone.zone);
  const drawn = timeline();
  const aside = administrations.filter(({ evidence }) => !evidence).length;
  const record = [runsTable(assessment, clock), infusionsList(drawn, clock)];
  return [
    { title: 'Day by day', content: daysTable(assessment, drawn, clock, anchors) },
    { title: 'Billed against supported', content: perDiemTable(assessment, anchors) },
    { title: 'Lines of other codes', content: otherLinesTable(assessment, anchors) },
    { title: 'What to do', content: findings.length > 0 ? findingGroups(findings, level + 2, anchors) : undefined },
    { title: 'The infusion record', content: record.some((part) => part !== undefined) ? record : undefined },
    { title: `Administrations that are not evidence (${aside} of ${administrations.length})`, content: leftAside(assessment) },
    { title: 'Rules asked', content: rulesAsked(assessment) },
    { title: 'Notes', content: notes.length > 0 ? html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>` : undefined },
  ];
}

/** Nothing may be fetched, sent or run, whatever a browser adds: styles of the page itself are all that it has. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** Patterns and signs, drawn once. Not `display: none`, which would take them from those who use them. */
const DRAWN_ONCE: Html = html`<svg class="unseen" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<pattern id="stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="stripe" x1="0" x2="0" y1="0" y2="7"/></pattern>
<pattern id="stripes-denied" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><line class="stripe-denied" x1="0" x2="0" y1="0" y2="5"/></pattern>
<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><circle class="dotted" cx="3" cy="3" r="1.1"/></pattern>
<pattern id="dots-pended" width="5" height="5" patternUnits="userSpaceOnUse"><circle class="dotted-pended" cx="2.5" cy="2.5" r="1.2"/></pattern>
${SIGN_SYMBOLS}</defs></svg>`;

function documentOf(title: string, content: Piece, style = ''): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${verbatim(PAGE_STYLE + style)}</style>
</head>
<body>
${DRAWN_ONCE}
<main>${content}</main>
</body>
</html>
`;
  return page.text;
}
