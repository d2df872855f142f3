import { describe, expect, test } from 'vitest';
import { parseDate } from '../../src/time/civil-date.ts';
import { datesInWords, plural } from '../../src/time/dates-in-words.ts';

const dates = (...texts: readonly string[]) => texts.map((text) => parseDate(text) ?? Number.NaN);
/** Every other day of March and April 2025, n of them. */
const apart = (n: number) => Array.from({ length: n }, (_, i) => (parseDate('2025-03-01') ?? 0) + 2 * i);

describe('dates in words', () => {
  test.each([
    ['one date', dates('2025-03-03'), '2025-03-03'],
    ['two neighbours are folded', dates('2025-03-03', '2025-03-04'), '2025-03-03 to 2025-03-04'],
    ['a date between makes two', dates('2025-03-03', '2025-03-05'), '2025-03-03, 2025-03-05'],
    ['any order, any date once', dates('2025-03-05', '2025-03-03', '2025-03-04', '2025-03-03'), '2025-03-03 to 2025-03-05'],
    ['across a month', dates('2025-02-28', '2025-03-01'), '2025-02-28 to 2025-03-01'],
    ['a range and a date', dates('2025-03-03', '2025-03-04', '2025-03-08'), '2025-03-03 to 2025-03-04, 2025-03-08'],
    ['none', [], ''],
  ])('%s', (_, list, words) => {
    expect(datesInWords(list)).toBe(words);
  });

  test('six ranges are all named', () => {
    expect(datesInWords(apart(6))).toBe('2025-03-01, 2025-03-03, 2025-03-05, 2025-03-07, 2025-03-09, 2025-03-11');
  });

  test('of seven the last is counted, by its dates', () => {
    expect(datesInWords(apart(7))).toBe('2025-03-01, 2025-03-03, 2025-03-05, 2025-03-07, 2025-03-09, 2025-03-11 and 1 more date');
    expect(datesInWords([...apart(7), ...dates('2025-03-14')])).toMatch(/2025-03-11 and 2 more dates$/);
  });

  test('the caller says how many ranges are named', () => {
    expect(datesInWords(dates('2025-03-03', '2025-03-05'), 1)).toBe('2025-03-03 and 1 more date');
  });

  test('the list that was given is left as it was', () => {
    const list = Object.freeze(dates('2025-03-05', '2025-03-03'));

    expect(datesInWords(list)).toBe('2025-03-03, 2025-03-05');
  });
});

test.each([
  [0, '0 units'],
  [1, '1 unit'],
  [2, '2 units'],
])('plural of %i', (count, words) => {
  expect(plural(count, 'unit')).toBe(words);
});
