/** The findings by what to do about them; those of one rule together, with the sources that the rule rests on. */
import type { Effect, Finding } from '../assessment.ts';
import type { Source } from '../policy/policy.ts';
import { SOURCES } from '../policy/sources.ts';
import { RULES } from '../rules/index.ts';
import { codeText } from './codes.ts';
import { counted } from './date-words.ts';
import { heading } from './page-decision.ts';
import { type Html, html, joined, type Piece, sentence } from './page-html.ts';
import { dateText } from './page-lines.ts';
import { type Anchors, findingAnchor, type Sign, sign } from './page-units.ts';
import { RULE_WORDS } from './words.ts';

const GROUPS: readonly { readonly effect: Effect; readonly mark: Sign; readonly title: string }[] = [
  { effect: 'deny', mark: 'denied', title: 'Denied: correct the claim, or send the record that shows it' },
  { effect: 'pend', mark: 'pended', title: 'On hold: send what is missing' },
  { effect: 'advise', mark: 'none', title: 'Advice: payable as it is' },
];

/** Of the findings of one rule these are shown; the rest unfold. */
const SHOWN = 3;

export function findingGroups(findings: readonly Finding[], level: number, anchors: Anchors): Piece {
  return GROUPS.map(({ effect, mark, title }) => {
    const own = findings.filter((finding) => finding.effect === effect);
    if (own.length === 0) return undefined;
    const byRule = Map.groupBy(own, ({ rule }) => rule);
    return html`<div class="group ${mark}">${heading(level, undefined, [html`<span class="badge">${sign(mark)}</span>`, title])}
${[...byRule].map(([rule, same]) => ruleBlock(rule, effect, same, level + 1, anchors))}</div>`;
  });
}

function ruleBlock(rule: string, effect: Effect, findings: readonly Finding[], level: number, { prefix }: Anchors): Html {
  const [shown, rest] = findings.length > SHOWN + 1 ? [findings.slice(0, SHOWN), findings.slice(SHOWN)] : [findings, []];
  return html`<article class="finding">
${heading(level, findingAnchor(prefix, rule, effect), [sentence(RULE_WORDS[rule] ?? rule), html` <code>${rule}</code>`])}
${shown.map(findingText)}
${rest.length > 0 ? html`<details><summary>${counted(rest.length, 'more finding')} like these</summary>${rest.map(findingText)}</details>` : undefined}
${sourcesOf(rule)}
</article>`;
}

function findingText(finding: Finding): Html {
  const { line, dates = [], message, fix, evidence, verdict } = finding;
  const codes = codeText(finding);
  const facts: readonly Piece[] = [
    ...(line === undefined ? [] : [`Line ${line}`]),
    ...(dates.length > 0 ? [dateText(dates)] : []),
    ...(codes === '' ? [] : [html`<code class="codes">${codes}</code>`]),
    ...(verdict === 'undetermined' ? ['cannot be told yet'] : []),
  ];
  return html`<div class="case">${facts.length > 0 ? html`<p class="facts">${joined(facts, html`<span class="dot"> · </span>`)}</p>` : undefined}
<p>${message}</p>
<p class="fix"><strong>Do:</strong> ${fix}</p>
${evidence.length > 0 ? html`<details><summary>${counted(evidence.length, 'record')} that show${evidence.length === 1 ? 's' : ''} it</summary>${references(evidence)}</details>` : undefined}</div>`;
}

export const references = (all: readonly string[]): Html => html`<ul class="references">${all.map((each) => html`<li>${each}</li>`)}</ul>`;

function sourcesOf(rule: string): Html | undefined {
  const ids = RULES.find(({ id }) => id === rule)?.sources ?? [];
  const sources: readonly Source[] = ids.map((id) => SOURCES[id]);
  if (sources.length === 0) return undefined;
  return html`<p class="sources">${sources.length === 1 ? 'Source' : 'Sources'}: ${joined(sources.map(sourceLink), '; ')}</p>`;
}

function sourceLink({ title, url, locator }: Source): Html {
  const text = locator === undefined ? title : `${title}, ${locator}`;
  return url?.startsWith('http') ? html`<a href="${url}" rel="noopener noreferrer">${text}</a>` : html`${text}`;
}
