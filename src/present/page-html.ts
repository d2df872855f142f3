/** HTML in which whatever was put in is text: a template escapes each value that is not itself HTML made here. */
import { printable } from './text-width.ts';

/** A class, so that nothing read from JSON can pass for it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Piece = Html | string | number | undefined | readonly Piece[];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that is safe between tags and in a quoted attribute, without the characters that would reorder or hide what is read. */
export const escapeHtml = (text: string): string => printable(text).replace(/[&<>"']/g, (char) => ESCAPES[char] ?? '');

/** `html\`<p>${text}</p>\``. Lists are written one after another, undefined as nothing. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(parts.map((part, index) => part + textOf(pieces[index])).join(''));
}

/** For text of ours alone, such as the style sheet. */
export const verbatim = (text: string): Html => new Html(text);

function textOf(piece: Piece): string {
  if (piece === undefined) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'string' || typeof piece === 'number') return escapeHtml(String(piece));
  return piece.map(textOf).join('');
}

/** The pieces with `between` them. */
export const joined = (pieces: readonly Piece[], between: Piece): Piece =>
  pieces.flatMap((piece, index) => (index === 0 ? [piece] : [between, piece]));

/** `APPROVED`, `in hospital` → `Approved`, `In hospital`. */
export function sentence(words: string): string {
  const lower = words === words.toUpperCase() ? words.toLowerCase() : words;
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
