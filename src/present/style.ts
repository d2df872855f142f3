/** What the tables are made of before anyone decides on colour: lines of spans, a tone each. A style turns them into text. */
import { printable } from './text-width.ts';

export type Tone = 'strong' | 'good' | 'bad' | 'warn' | 'dim';

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  /** Not to be broken at its blanks: a range of dates reads badly on two lines. */
  readonly keep?: boolean;
}

export type Line = readonly Span[];

export interface Glyphs {
  readonly full: string;
  readonly empty: string;
  /** A cell that is filled in part, from least to most. */
  readonly partial: readonly string[];
  readonly fold: string;
  /** Draws a line from side to side. */
  readonly rule: string;
}

export interface Style {
  readonly glyphs: Glyphs;
  paint(tone: Tone, text: string): string;
}

const BLOCKS: Glyphs = { full: '█', empty: '·', partial: ['▏', '▎', '▍', '▌', '▋', '▊', '▉'], fold: '⋮', rule: '─' };
const KEYBOARD: Glyphs = { full: '#', empty: '.', partial: ['-', '='], fold: ':', rule: '-' };

/** No colour: for pipes, files and tests. */
export const PLAIN: Style = { glyphs: BLOCKS, paint: (_tone, text) => text };

/** The same style with bars that any terminal and any font can draw. */
export const inAscii = (style: Style): Style => ({ ...style, glyphs: KEYBOARD });

/** Every span is made here, so that nothing a stranger sent can steer the terminal. */
export const span = (text: string, tone?: Tone): Span => (tone ? { text: printable(text), tone } : { text: printable(text) });

/** A span that stays on one line. */
export const whole = (text: string, tone?: Tone): Span => ({ ...span(text, tone), keep: true });

/** The line as text, without the blanks at its end. */
export function paintLine(line: Line, style: Style): string {
  let last = line.length - 1;
  while (last >= 0 && line[last]?.text.trim() === '') last -= 1;
  return line
    .slice(0, last + 1)
    .map((part, index) => ({ ...part, text: index === last ? part.text.trimEnd() : part.text }))
    .map((part) => (part.tone && part.text.trim() !== '' ? style.paint(part.tone, part.text) : part.text))
    .join('');
}
