/** Which rules were asked, by what they said: the reader of an approved claim sees what stands behind it. */
import type { Assessment, Verdict } from '../assessment.ts';
import { RULES } from '../rules/index.ts';
import { type Html, html } from './page-html.ts';

const VERDICTS: readonly (readonly [Verdict, string])[] = [
  ['not-met', 'Not met'],
  ['undetermined', 'Cannot be told yet'],
  ['met', 'Met'],
  ['not-applicable', 'Do not apply'],
];

export function rulesAsked({ verdicts }: Assessment): Html | undefined {
  const groups = VERDICTS.map(([verdict, words]) => ({ words, rules: RULES.filter(({ id }) => verdicts[id] === verdict) }));
  const shown = groups.filter(({ rules }) => rules.length > 0);
  if (shown.length === 0) return undefined;
  return html`<ul class="rules">${shown.map(
    ({ words, rules }) =>
      html`<li><details><summary><span class="count">${rules.length}</span> ${words}</summary><ul>${rules.map(({ id, title }) => html`<li>${title} <code>${id}</code></li>`)}</ul></details></li>`,
  )}</ul>`;
}
