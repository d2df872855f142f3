/** Fitting words into columns: where a text may be broken, and what stands below what. */
import type { Line, Span } from './style.ts';
import { columnsOf, displayWidth } from './text-width.ts';

export { printable } from './text-width.ts';

const BREAK_AFTER = /[-/:.,;|_=&?#]/;

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
  const chars = [...word];
  const result: string[] = [];
  for (let from = 0; from < chars.length; ) {
    const end = endOfPiece(chars, from, width);
    // A break near the front would leave a ragged stub: better to cut where the line ends.
    const good = end < chars.length ? chars.slice(from, end).findLastIndex((char) => BREAK_AFTER.test(char)) + 1 : 0;
    const to = good > (end - from) / 3 ? from + good : end;
    result.push(chars.slice(from, to).join(''));
    from = to;
  }
  return result;
}

function endOfPiece(chars: readonly string[], from: number, width: number): number {
  let end = from;
  for (let used = 0; end < chars.length; end += 1) {
    used += columnsOf(chars[end] ?? '');
    if (used > width) break;
  }
  return Math.max(from + 1, end);
}
