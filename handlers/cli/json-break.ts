/** Where a text stops being JSON. The parser's own messages have no place for half of the mistakes, and quote the record for most. */

export interface JsonBreak {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or ]' | 'comma or }' | 'end';

const WORDS: Readonly<Record<Expected, string>> = {
  value: 'expected a value',
  'value or ]': 'expected a value or ]',
  key: 'expected a property name in double quotes',
  'key or }': 'expected a property name in double quotes, or }',
  colon: 'expected :',
  'comma or ]': 'expected , or ]',
  'comma or }': 'expected , or }',
  end: 'expected nothing more after the end of the JSON',
};

const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

type Kind = '[' | ']' | '{' | '}' | ':' | ',' | 'string' | 'scalar' | 'other';

interface Token {
  readonly kind: Kind;
  readonly end: number;
  /** What is wrong inside of it, at its end. */
  readonly wrong?: string;
}

/** The first mistake; undefined when the text is JSON. */
export function findJsonBreak(text: string): JsonBreak | undefined {
  const open: ('[' | '{')[] = [];
  let expected: Expected = 'value';
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    const next = expectedAfter(token.kind, expected, open);
    if (next === undefined) return placeOf(text, at, WORDS[expected]);
    if (token.wrong !== undefined) return placeOf(text, token.end, token.wrong);
    expected = next;
    at = skipBlanks(text, token.end);
  }
  return expected === 'end' ? undefined : placeOf(text, at, `it ends too early: ${WORDS[expected]}`);
}

/** What may follow the token; undefined when it may not stand there itself. Keeps account of what is open. */
function expectedAfter(kind: Kind, expected: Expected, open: ('[' | '{')[]): Expected | undefined {
  if (kind === 'string' && expected.startsWith('key')) return 'colon';
  if (kind === ':') return expected === 'colon' ? 'value' : undefined;
  if (kind === ',') return expected.startsWith('comma') ? (open.at(-1) === '{' ? 'key' : 'value') : undefined;
  if (kind === ']' || kind === '}') {
    if (!expected.endsWith(kind)) return undefined;
    open.pop();
    return afterValue(open);
  }
  if (!expected.startsWith('value') || kind === 'other') return undefined;
  if (kind !== '[' && kind !== '{') return afterValue(open);
  open.push(kind);
  return kind === '[' ? 'value or ]' : 'key or }';
}

function afterValue(open: readonly ('[' | '{')[]): Expected {
  const inner = open.at(-1);
  return inner === undefined ? 'end' : inner === '{' ? 'comma or }' : 'comma or ]';
}

function tokenAt(text: string, at: number): Token {
  const char = text[at] ?? '';
  if (char === '"') return stringAt(text, at);
  if (char === '[' || char === ']' || char === '{' || char === '}' || char === ':' || char === ',') return { kind: char, end: at + 1 };
  SCALAR.lastIndex = at;
  return SCALAR.test(text) ? { kind: 'scalar', end: SCALAR.lastIndex } : { kind: 'other', end: at };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}

function stringAt(text: string, from: number): Token {
  const kind = 'string';
  for (let at = from + 1; at < text.length; ) {
    const char = text[at] ?? '';
    if (char === '"') return { kind, end: at + 1 };
    if (char < ' ') return { kind, end: at, wrong: 'a line break or control character inside a string' };
    ESCAPE.lastIndex = at;
    if (char === '\\' && !ESCAPE.test(text)) return { kind, end: at, wrong: 'a backslash that begins no escape' };
    at = char === '\\' ? ESCAPE.lastIndex : at + 1;
  }
  return { kind, end: from, wrong: 'a string that is never closed' };
}

function placeOf(text: string, at: number, what: string): JsonBreak {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: [...before.slice(before.lastIndexOf('\n') + 1)].length + 1, text: what };
}
