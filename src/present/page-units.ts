/** Units as chips: a sign, a word and a colour, and the way to the finding that explains it. */
import { type Assessment, type Effect, isPerDiemLine, type UnitDecision } from '../assessment.ts';
import { type Html, html } from './page-html.ts';
import { RULE_WORDS } from './words.ts';

export type Sign = UnitDecision | 'reduced' | 'missing' | 'none';

const SIGN_WORDS: Readonly<Record<Sign, string>> = {
  allowed: 'allowed',
  denied: 'denied',
  pended: 'pended',
  reduced: 'reduced',
  missing: 'supported, not billed',
  none: 'no unit',
};

/** Drawn once in the page, so that no font has to have them. */
export const SIGN_SYMBOLS: Html = html`
<symbol id="sign-allowed" viewBox="0 0 16 16"><path d="M3 8.5 6.5 12 13 4.5"/></symbol>
<symbol id="sign-denied" viewBox="0 0 16 16"><path d="M4 4l8 8M12 4l-8 8"/></symbol>
<symbol id="sign-reduced" viewBox="0 0 16 16"><path d="M8 3v10M3.8 9 8 13l4.2-4"/></symbol>
<symbol id="sign-pended" viewBox="0 0 16 16"><path d="M5 5.5a3 3 0 1 1 4.6 2.6C8.5 8.8 8 9.2 8 10.4M8 13v.4"/></symbol>
<symbol id="sign-missing" viewBox="0 0 16 16"><path d="M8 3v10M3 8h10"/></symbol>
<symbol id="sign-none" viewBox="0 0 16 16"><path d="M4 8h8"/></symbol>`;

export const sign = (name: Sign): Html => html`<svg class="sign" aria-hidden="true" focusable="false"><use href="#sign-${name}"/></svg>`;

export const chip = (name: Sign, text: string = SIGN_WORDS[name]): Html => html`<span class="chip ${name}">${sign(name)}${text}</span>`;

/** Where on the page things are; another claim of the same page has another prefix. */
export interface Anchors {
  readonly prefix: string;
  readonly findings: ReadonlySet<string>;
}

export const anchorsOf = ({ findings }: Assessment, prefix: string): Anchors => ({
  prefix,
  findings: new Set(findings.map(({ rule, effect }) => findingAnchor(prefix, rule, effect))),
});

export const findingAnchor = (prefix: string, rule: string, effect: Effect): string => `${prefix}${effect}-${rule}`;

/** The rule in words, linked to its finding where the page has it. */
export function ruleLink(rule: string, decision: string, { prefix, findings }: Anchors): Html {
  const words = RULE_WORDS[rule] ?? rule;
  const anchor = findingAnchor(prefix, rule, decision === 'pended' ? 'pend' : 'deny');
  return findings.has(anchor) ? html`<a href="#${anchor}">${words}</a>` : html`${words}`;
}

/** Units that were not allowed, counted by decision and rule, with their dates; in order of the first. */
export interface Refused {
  readonly decision: 'denied' | 'pended';
  readonly rule: string;
  count: number;
  readonly dates: string[];
}

export function refusedUnits(lines: Assessment['lines']): readonly Refused[] {
  const found = new Map<string, Refused>();
  for (const { date, decision, rule = '', count = 1 } of lines.filter(isPerDiemLine).flatMap(({ units }) => units)) {
    if (decision === 'allowed') continue;
    const key = `${decision} ${rule}`;
    const one = found.get(key) ?? { decision, rule, count: 0, dates: [] };
    one.count += count;
    if (date !== undefined) one.dates.push(date);
    found.set(key, one);
  }
  return [...found.values()].sort((a, b) => (a.decision < b.decision ? -1 : a.decision > b.decision ? 1 : b.count - a.count));
}
