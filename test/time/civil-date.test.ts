import { describe, expect, test } from 'vitest';
import { civilDate, daysInMonth, formatDate, formatInstant, parseDate, yearMonthDay } from '../../src/time/civil-date.ts';

const FIRST = civilDate(1, 1, 1) ?? Number.NaN;
const LAST = civilDate(9999, 12, 31) ?? Number.NaN;

describe('a date is a number of days', () => {
  test('the day of the epoch is 0, the days beside it are -1 and 1', () => {
    expect([civilDate(1969, 12, 31), civilDate(1970, 1, 1), civilDate(1970, 1, 2)]).toEqual([-1, 0, 1]);
  });

  test('the first and the last date that FHIR can write are where the Gregorian calendar puts them', () => {
    expect(FIRST).toBe(-719_162);
    expect(LAST).toBe(2_932_896);
  });

  test('every date of the years 1 to 9999 goes to year, month and day and back', () => {
    const wrong: number[] = [];
    for (let date = FIRST; date <= LAST; date += 1) {
      const { year, month, day } = yearMonthDay(date);
      if (civilDate(year, month, day) !== date) wrong.push(date);
    }

    expect(wrong).toEqual([]);
  });

  test('every date of the years 1 to 9999 is the one that Date gives', () => {
    const wrong: number[] = [];
    const host = new Date(0);
    for (let date = FIRST; date <= LAST; date += 1) {
      host.setTime(date * 86_400_000);
      const { year, month, day } = yearMonthDay(date);
      if (host.getUTCFullYear() !== year || host.getUTCMonth() + 1 !== month || host.getUTCDate() !== day) wrong.push(date);
    }

    expect(wrong).toEqual([]);
  });

  test.each([
    ['a common year', 2025, 28],
    ['a leap year', 2024, 29],
    ['a century that is none', 1900, 28],
    ['a century that is one', 2000, 29],
    ['year 4', 4, 29],
    ['year 9999', 9999, 28],
  ])('February of %s (%i) has %i days', (_, year, days) => {
    expect(daysInMonth(year, 2)).toBe(days);
    expect(civilDate(year, 2, days)).toBeDefined();
    expect(civilDate(year, 2, days + 1)).toBeUndefined();
  });

  test('the other months have their days', () => {
    expect([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => daysInMonth(2025, month))).toEqual([
      31, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]);
  });

  test.each([
    ['year 0', 0, 1, 1],
    ['month 0', 2025, 0, 1],
    ['month 13', 2025, 13, 1],
    ['day 0', 2025, 1, 0],
    ['day 32', 2025, 1, 32],
    ['31 April', 2025, 4, 31],
  ])('%s is no date', (_, year, month, day) => {
    expect(civilDate(year, month, day)).toBeUndefined();
  });
});

describe('dates as text', () => {
  test.each(['0001-01-01', '1969-12-31', '1970-01-01', '2024-02-29', '2025-03-09', '9999-12-31'])(
    '%s is read and written alike',
    (text) => {
      const date = parseDate(text);

      expect(date).toBeDefined();
      expect(formatDate(date ?? Number.NaN)).toBe(text);
    },
  );

  test.each([
    '',
    '2025',
    '2025-03',
    '2025-3-9',
    '2025-03-09 ',
    ' 2025-03-09',
    '2025-03-09T00:00:00Z',
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '0000-01-01',
    '12025-03-09',
    '+2025-03-09',
    '2025/03/09',
    '٢٠٢٥-٠٣-٠٩',
    '2025-03-09\n',
  ])('%j is no date', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });
});

describe('instants as text', () => {
  test.each([
    ['the epoch', 0, '1970-01-01T00:00:00Z'],
    ['a second before it', -1000, '1969-12-31T23:59:59Z'],
    ['a millisecond before it', -1, '1969-12-31T23:59:59.999Z'],
    ['a millisecond after it', 1, '1970-01-01T00:00:00.001Z'],
    ['tens of milliseconds', 20, '1970-01-01T00:00:00.020Z'],
    ['the end of the last day', LAST * 86_400_000 + 86_399_999, '9999-12-31T23:59:59.999Z'],
    ['the start of the first', FIRST * 86_400_000, '0001-01-01T00:00:00Z'],
    ['a time of the last day that an offset takes beyond it', (LAST + 1) * 86_400_000, '9999-12-31T23:59:59.999Z'],
    ['a time of the first day that an offset takes before it', FIRST * 86_400_000 - 14 * 3_600_000, '0001-01-01T00:00:00Z'],
  ])('%s', (_, instant, text) => {
    expect(formatInstant(instant)).toBe(text);
  });

  test('instants of all centuries are written as Date writes them, but for empty milliseconds', () => {
    const texts: [string, string][] = [];
    for (let instant = -62_135_596_800_000; instant < 253_402_300_800_000; instant += 987_654_321_123)
      texts.push([formatInstant(instant), new Date(instant).toISOString().replace('.000Z', 'Z')]);

    expect(texts.length).toBeGreaterThan(300);
    expect(texts.filter(([ours, theirs]) => ours !== theirs)).toEqual([]);
  });
});
