/** Fitting words into columns: how wide a text stands in a terminal, and where it may be broken. */
import type { Line, Span } from './style.ts';

// East Asian wide forms and emoji stand two columns wide; marks and format characters none.
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /[\p{M}\p{Cf}]/u;
// Control characters would move the cursor or change its colour, and bidirectional ones would reorder what is read.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;
const BREAK_AFTER = /[-/:.,;|_=&?#]/;

/** The text with each blank as a space and whatever cannot be shown as `?`. */
export const printable = (text: string): string => text.replace(/[\t\n\r\u2028\u2029]/g, ' ').replace(UNPRINTABLE, '?');

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) width += columnsOf(char);
  return width;
}

function columnsOf(char: string): number {
  if (char < '\u0300') return 1;
  return NO_WIDTH.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
}

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - displayWidth(text)));
export const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - displayWidth(text))) + text;

/**
 * Breaks spans into lines of at most `width` columns. Spans are parted by a space, as words are; a word wider than a line is cut,
 * after a hyphen or the like where it has one. Always at least one line.
 */
export function wrap(spans: readonly Span[], width: number): readonly Line[] {
  const lines: Line[] = [];
  let line: Span[] = [];
  let used = 0;
  for (const word of spans.flatMap((part) => wordsOf(part, width))) {
    const columns = displayWidth(word.text);
    if (used > 0 && used + 1 + columns > width) {
      lines.push(line);
      line = [];
      used = 0;
    }
    const previous = line.at(-1);
    if (previous && previous.tone === word.tone) line[line.length - 1] = { ...previous, text: `${previous.text} ${word.text}` };
    else line.push(...(previous ? [{ text: ' ' }] : []), word);
    used += (used > 0 ? 1 : 0) + columns;
  }
  lines.push(line);
  return lines;
}

/** `label` once, and `body` wrapped to its right; every further line starts below the body. */
export function hang(label: Line, body: readonly Span[], width: number): readonly Line[] {
  const indent = label.reduce((sum, part) => sum + displayWidth(part.text), 0);
  return wrap(body, width - indent).map((line, index) => [...(index === 0 ? label : [{ text: ' '.repeat(indent) }]), ...line]);
}

function wordsOf(part: Span, width: number): readonly Span[] {
  const fits = part.keep === true && displayWidth(part.text) <= width;
  const words = fits ? [part.text] : part.text.split(/ +/).filter((word) => word !== '');
  return words.flatMap((word) => pieces(word, width)).map((text) => (part.tone ? { text, tone: part.tone } : { text }));
}

function pieces(word: string, width: number): readonly string[] {
  if (displayWidth(word) <= width) return [word];
  const result: string[] = [];
  let rest = [...word];
  while (displayWidth(rest.join('')) > width) {
    let end = 0;
    for (let used = 0; end < rest.length; end += 1) {
      used += columnsOf(rest[end] ?? '');
      if (used > width) break;
    }
    const good = rest.slice(0, end).findLastIndex((char) => BREAK_AFTER.test(char));
    // A break near the front would leave a ragged stub: better to cut where the line ends.
    const cut = Math.max(1, good >= end / 3 ? good + 1 : end);
    result.push(rest.slice(0, cut).join(''));
    rest = rest.slice(cut);
  }
  return rest.length > 0 ? [...result, rest.join('')] : result;
}
