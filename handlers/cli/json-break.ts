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

/** The first mistake; undefined when the text is JSON. */
export function findJsonBreak(text: string): JsonBreak | undefined {
  const open: ('[' | '{')[] = [];
  let expected: Expected = 'value';
  let at = skipBlanks(text, 0);
  for (; at < text.length; at = skipBlanks(text, at)) {
    const char = text[at] ?? '';
    if (expected === 'end') break;
    if (expected === 'colon') {
      if (char !== ':') break;
      expected = 'value';
      at += 1;
    } else if (expected.startsWith('comma') && char === ',') {
      expected = open.at(-1) === '{' ? 'key' : 'value';
      at += 1;
    } else if ((char === ']' || char === '}') && expected.endsWith(char)) {
      open.pop();
      expected = afterValue(open);
      at += 1;
    } else if (expected.startsWith('value') && (char === '[' || char === '{')) {
      open.push(char);
      expected = char === '[' ? 'value or ]' : 'key or }';
      at += 1;
    } else if (char === '"' && (expected.startsWith('value') || expected.startsWith('key'))) {
      const end = stringEnd(text, at);
      if (end.wrong) return placeOf(text, end.at, end.wrong);
      expected = expected.startsWith('key') ? 'colon' : afterValue(open);
      at = end.at;
    } else {
      SCALAR.lastIndex = at;
      if (!expected.startsWith('value') || !SCALAR.test(text)) break;
      expected = afterValue(open);
      at = SCALAR.lastIndex;
    }
  }
  if (at >= text.length && expected === 'end') return undefined;
  return placeOf(text, at, at >= text.length ? `it ends too early: ${WORDS[expected]}` : WORDS[expected]);
}

const afterValue = (open: readonly ('[' | '{')[]): Expected => {
  const inner = open.at(-1);
  return inner === undefined ? 'end' : inner === '{' ? 'comma or }' : 'comma or ]';
};

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}

function stringEnd(text: string, from: number): { readonly at: number; readonly wrong?: string } {
  for (let at = from + 1; at < text.length; ) {
    const char = text[at] ?? '';
    if (char === '"') return { at: at + 1 };
    if (char < ' ') return { at, wrong: 'a line break or control character inside a string' };
    if (char === '\\') {
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) return { at, wrong: 'a backslash that begins no escape' };
      at = ESCAPE.lastIndex;
    } else at += 1;
  }
  return { at: from, wrong: 'a string that is never closed' };
}

function placeOf(text: string, at: number, what: string): JsonBreak {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: [...before.slice(before.lastIndexOf('\n') + 1)].length + 1, text: what };
}
