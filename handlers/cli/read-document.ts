/** Bytes of one JSON document → what is in it, or what is wrong with it and where. Nothing of the record is ever quoted. */
import { findJsonBreak } from './json-break.ts';
import type { Place, Problem } from './problem.ts';
import { MAX_BYTES } from './read-lines.ts';

export type Document =
  | { readonly ok: true; readonly place: Place; readonly json: unknown }
  | { readonly ok: false; readonly problem: Problem };

// Takes a byte order mark off, too.
const DECODER = new TextDecoder('utf-8', { fatal: true });

export function readDocument(bytes: Uint8Array | undefined, place: Place): Document {
  const wrong = (text: string, at: Partial<Place> = {}): Document => ({ ok: false, problem: { ...place, ...at, text } });
  if (bytes === undefined || bytes.length > MAX_BYTES)
    return wrong(`is too large: at most ${MAX_BYTES / 1_000_000} MB can be read as one document`);
  const text = decode(bytes);
  if (text === undefined) return wrong(isUtf16(bytes) ? 'is UTF-16: save it as UTF-8' : 'is not UTF-8');
  if (text.trim() === '') return wrong('is empty');
  try {
    return { ok: true, place, json: JSON.parse(text) };
  } catch {
    const at = findJsonBreak(text);
    if (!at) return wrong('is not JSON');
    // In a file of one resource a line, the line is already known.
    return wrong(`is not JSON: ${at.text}`, { line: (place.line ?? 1) + at.line - 1, column: at.column });
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined;
  }
}

// What PowerShell's `>` writes.
const isUtf16 = ([first, second]: Uint8Array): boolean => (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** Whether a line holds a whole JSON object of its own. */
export function isWholeObject(bytes: Uint8Array | undefined): boolean {
  const text = bytes && decode(bytes)?.trim();
  if (!text?.startsWith('{') || !text.endsWith('}')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const isBlank = (bytes: Uint8Array | undefined): boolean =>
  bytes?.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09 || byte === 0x0a) ?? false;
