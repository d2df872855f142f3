/** The catalogue of rules as a terminal shows it: what each asks, of what, and what a refusal is told by. */
import type { Rule } from '../rules/rule.ts';
import { codeText } from './codes.ts';
import { type Line, paintLine, span, type Tone, whole } from './style.ts';
import type { TableOptions } from './table.ts';
import { padEnd } from './text-width.ts';
import { hang } from './wrap-text.ts';

type Listed = Pick<Rule, 'id' | 'title' | 'scope' | 'effect' | 'codes'>;

const TONES: Readonly<Record<Rule['effect'], Tone>> = { deny: 'bad', pend: 'warn', advise: 'dim' };

/** Lines parted by newlines, with none at the end. */
export function rulesTable(rules: readonly Listed[], options: TableOptions): string {
  const width = Math.min(140, Math.max(60, Math.floor(options.width)));
  const ids = Math.max('Rule'.length, ...rules.map(({ id }) => id.length)) + 2;
  const header = span(`${padEnd('Rule', ids)}${padEnd('Asked of', SCOPE)}${padEnd('Effect', EFFECT)}Codes`, 'dim');
  const lines = [[header], ...rules.flatMap((rule) => ruleLines(rule, ids, width))];
  return lines.map((line) => paintLine(line, options.style)).join('\n');
}

const SCOPE = 'claim, line'.length + 2;
const EFFECT = 'advise'.length + 2;

function ruleLines({ id, title, scope, effect, codes }: Listed, ids: number, width: number): readonly Line[] {
  const label: Line = [span(padEnd(id, ids), 'strong'), span(padEnd(scope, SCOPE)), span(padEnd(effect, EFFECT), TONES[effect])];
  const texts = [...new Set(codes.map(codeText))].filter((text) => text !== '');
  const commas = texts.map((text, index) => whole(`${text}${index < texts.length - 1 ? ',' : ''}`));
  return [...hang(label, commas.length > 0 ? commas : [span('none', 'dim')], width), ...hang([span('  ')], [span(title)], width)];
}
