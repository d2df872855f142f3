import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findJsonBreak } from '../../handlers/cli/json-break.ts';

describe('where a text stops being JSON', () => {
  test.each([
    ['', 1, 1, 'it ends too early: expected a value'],
    ['{x', 1, 2, 'expected a property name in double quotes, or }'],
    ['{"a":1,}', 1, 8, 'expected a property name in double quotes'],
    ['[1,}', 1, 4, 'expected a value'],
    ['{"a":\n  tru}', 2, 3, 'expected a value'],
    ['{"a" 1}', 1, 6, 'expected :'],
    ['[1 2]', 1, 4, 'expected , or ]'],
    ['{"é":1,\n "b": 2', 2, 8, 'it ends too early: expected , or }'],
    ['{}\n{}', 2, 1, 'expected nothing more after the end of the JSON'],
    ['["abc', 1, 2, 'a string that is never closed'],
    ['["a\nb"]', 1, 4, 'a line break or control character inside a string'],
    ['["\\q"]', 1, 3, 'a backslash that begins no escape'],
  ])('%j', (text, line, column, words) => {
    expect(findJsonBreak(text)).toEqual({ line, column, text: words });
  });

  test('agrees with the parser on what is JSON', () => {
    const texts = fc.oneof(fc.json(), fc.string({ unit: fc.constantFrom(...'{}[]:,"a1 \\\nt-.e0'), maxLength: 10 }));
    fc.assert(
      fc.property(texts, (text) => {
        expect(findJsonBreak(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
