/** What the rules found, and what to do about it. */
import type { Effect, Finding } from '../assessment.ts';
import { codeText } from './codes.ts';
import { dateRanges } from './date-words.ts';
import { type Line, type Span, span, type Tone, whole } from './style.ts';
import { padEnd } from './text-width.ts';
import { EFFECT_WORDS } from './words.ts';
import { hang } from './wrap-text.ts';

const TONES: Readonly<Record<Effect, Tone>> = { deny: 'bad', pend: 'warn', advise: 'dim' };
const LABEL_WIDTH = 10;

export function findingLines(findings: readonly Finding[], width: number): readonly Line[] {
  return findings.flatMap((finding, index) => [...(index === 0 ? [] : [[]]), ...findingBlock(finding, width)]);
}

function findingBlock(finding: Finding, width: number): readonly Line[] {
  const indent: Line = [span(' '.repeat(LABEL_WIDTH))];
  const label: Line = [span(padEnd(`  ${EFFECT_WORDS[finding.effect]}`, LABEL_WIDTH), TONES[finding.effect])];
  return [
    ...hang(label, headline(finding), width),
    ...hang(indent, [span(finding.message)], width),
    ...hang([...indent, span('Do: ', 'strong')], [span(finding.fix)], width),
  ];
}

function headline(finding: Finding): readonly Span[] {
  const codes = codeText(finding);
  const dates = dateRanges(finding.dates ?? []);
  const parts = [
    whole(finding.rule, 'strong'),
    ...(finding.verdict === 'undetermined' ? [whole('cannot be told yet')] : []),
    ...(finding.line === undefined ? [] : [whole(`line ${finding.line}`)]),
    ...(codes === '' ? [] : [whole(codes)]),
    ...dates.map((range) => whole(range)),
  ];
  return parts.map((part, index) => (index < parts.length - 1 ? { ...part, text: `${part.text},` } : part));
}
