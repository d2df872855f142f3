/** Bytes → JSON, or the reason why not. The reason never quotes the bytes, as the parser's own messages do. */
import type { Issue } from '../../src/issue.ts';

export type ReadJson = { readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly issue: Issue };

/** FHIR nests some twenty deep. Far deeper ones are made to exhaust the stack of whoever walks them. */
const MAX_DEPTH = 100;

const DECODER = new TextDecoder('utf-8', { fatal: true });

export function readJson(bytes: Uint8Array): ReadJson {
  if (isDeeperThan(MAX_DEPTH, bytes)) return unreadable('too-costly', `The body nests more than ${MAX_DEPTH} deep.`);
  let text: string;
  try {
    text = DECODER.decode(bytes);
  } catch {
    return unreadable('structure', 'The body is not UTF-8.');
  }
  try {
    return { ok: true, json: JSON.parse(text) };
  } catch (error) {
    return unreadable('structure', `The body is not JSON${placeOf(error)}.`);
  }
}

/** There is no element to point at, so the issue stands at the root. */
function unreadable(code: Issue['code'], text: string): ReadJson {
  return { ok: false, issue: { severity: 'error', code, expression: 'Resource', text } };
}

/** Only the numbers that V8 puts last; what is before them may be the input. */
function placeOf(error: unknown): string {
  const place = error instanceof Error ? / at position \d+ \(line (\d+) column (\d+)\)$/.exec(error.message) : null;
  return place ? `: line ${place[1]}, column ${place[2]}` : '';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Counts open brackets outside strings, before anything is built from them. */
function isDeeperThan(limit: number, bytes: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (inString) {
      if (byte === BACKSLASH) i += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return false;
}
