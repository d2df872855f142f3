import { describe, expect, test } from 'vitest';
import { civilDate } from '../../src/time/civil-date.ts';
import { parseFhirTime, parseInstant } from '../../src/time/fhir-time.ts';

const utc = (...parts: readonly [number, number, number, number?, number?, number?, number?]) => {
  const [year, month, day, ...time] = parts;
  return Date.UTC(year, month - 1, day, ...time);
};

describe('a date or dateTime of FHIR has one of four precisions', () => {
  test('a year spans its days', () => {
    expect(parseFhirTime('2024')).toEqual({ precision: 'year', first: civilDate(2024, 1, 1), last: civilDate(2024, 12, 31) });
  });
  test('a month spans its days, 29 of them in February of a leap year', () => {
    expect(parseFhirTime('2024-02')).toEqual({ precision: 'month', first: civilDate(2024, 2, 1), last: civilDate(2024, 2, 29) });
  });
  test('a day is one date', () => {
    expect(parseFhirTime('2024-02-29')).toEqual({ precision: 'day', date: civilDate(2024, 2, 29) });
  });
  test('a time is an instant', () => {
    expect(parseFhirTime('2024-02-29T23:59:59-06:00')).toEqual({ precision: 'instant', instant: utc(2024, 3, 1, 5, 59, 59) });
  });
  test.each(['0001', '9999', '0001-01', '9999-12', '0001-01-01', '9999-12-31', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    '%s, at an end of the calendar, is read',
    (text) => {
      expect(parseFhirTime(text)).toBeDefined();
    },
  );
  test.each([
    '0000',
    '0000-01',
    '0000-12-31',
    '10000',
    '202',
    '20255',
    '2025-',
    '2025-0',
    '2025-00',
    '2025-13',
    '2025-1',
    '202503',
    '20250309',
    '2025-03-',
    '2025-03-9',
    '2025-03-00',
    '2025-03-32',
    '2025-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025/03',
    '2025/03/09',
    '2025/03-09',
    '2025-03/09',
    '2025-03-0/',
    '-2025-03-09',
    '+2025',
    '2025-03-09T',
    ' 2025',
    '',
    'March 9',
    'tomorrow',
    '２０２５',
  ])('%j is none', (text) => {
    expect(parseFhirTime(text)).toBeUndefined();
  });
});

describe('an instant needs a date that exists, seconds and an offset', () => {
  test.each([
    ['UTC', '2025-03-09T08:00:00Z', utc(2025, 3, 9, 8)],
    ['west of it', '2025-03-09T03:00:00-05:00', utc(2025, 3, 9, 8)],
    ['east of it', '2025-03-09T13:45:00+05:45', utc(2025, 3, 9, 8)],
    ['offset +00:00', '2025-03-09T08:00:00+00:00', utc(2025, 3, 9, 8)],
    ['offset -00:00', '2025-03-09T08:00:00-00:00', utc(2025, 3, 9, 8)],
    ['offset +14:00, the furthest', '2025-03-09T22:00:00+14:00', utc(2025, 3, 9, 8)],
    ['offset -14:00, the furthest', '2025-03-08T18:00:00-14:00', utc(2025, 3, 9, 8)],
    ['offset -13:59', '2025-03-08T18:01:00-13:59', utc(2025, 3, 9, 8)],
    ['across the year', '2024-12-31T23:00:00-02:00', utc(2025, 1, 1, 1)],
    ['29 February', '2024-02-29T12:00:00Z', utc(2024, 2, 29, 12)],
    ['the last second', '2025-03-09T23:59:59Z', utc(2025, 3, 9, 23, 59, 59)],
    ['a leap second, the next minute', '2016-12-31T23:59:60Z', utc(2017, 1, 1)],
    ['tenths', '2025-03-09T08:00:00.1Z', utc(2025, 3, 9, 8, 0, 0, 100)],
    ['hundredths', '2025-03-09T08:00:00.12Z', utc(2025, 3, 9, 8, 0, 0, 120)],
    ['milliseconds', '2025-03-09T08:00:00.123Z', utc(2025, 3, 9, 8, 0, 0, 123)],
    ['more digits, dropped', '2025-03-09T08:00:00.123999999Z', utc(2025, 3, 9, 8, 0, 0, 123)],
    ['a fraction with an offset', '2025-03-09T03:00:00.5-05:00', utc(2025, 3, 9, 8, 0, 0, 500)],
    ['zeros', '2025-03-09T08:00:00.000Z', utc(2025, 3, 9, 8)],
    ['the year 9999', '9999-12-31T23:59:59Z', utc(9999, 12, 31, 23, 59, 59)],
    ['the year 1', '0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['the year 1, a day before it in UTC', '0001-01-01T00:00:00+14:00', -62_135_596_800_000 - 14 * 3_600_000],
  ])('%s: %s', (_, text, instant) => {
    expect(parseInstant(text)).toBe(instant);
    expect(parseFhirTime(text)).toEqual({ precision: 'instant', instant });
  });

  test.each([
    ['no offset', '2025-03-09T08:00:00'],
    ['no offset after a fraction', '2025-03-09T08:00:00.5'],
    ['no seconds', '2025-03-09T08:00Z'],
    ['no minutes', '2025-03-09T08Z'],
    ['offset +14:01', '2025-03-09T08:00:00+14:01'],
    ['offset -14:01', '2025-03-09T08:00:00-14:01'],
    ['offset +15:00', '2025-03-09T08:00:00+15:00'],
    ['offset with minute 60', '2025-03-09T08:00:00+05:60'],
    ['offset without a colon', '2025-03-09T08:00:00-0500'],
    ['offset of hours alone', '2025-03-09T08:00:00-05'],
    ['offset with seconds', '2025-03-09T08:00:00-05:00:00'],
    ['a small z', '2025-03-09T08:00:00z'],
    ['a small t', '2025-03-09t08:00:00Z'],
    ['a blank for T', '2025-03-09 08:00:00Z'],
    ['text after Z', '2025-03-09T08:00:00Z '],
    ['two offsets', '2025-03-09T08:00:00Z+01:00'],
    ['hour 24', '2025-03-09T24:00:00Z'],
    ['minute 60', '2025-03-09T08:60:00Z'],
    ['second 61', '2025-03-09T08:00:61Z'],
    ['month 13', '2025-13-09T08:00:00Z'],
    ['29 February of a common year', '2025-02-29T08:00:00Z'],
    ['31 April', '2025-04-31T08:00:00Z'],
    ['year 0', '0000-03-09T08:00:00Z'],
    ['a fraction without digits', '2025-03-09T08:00:00.Z'],
    ['a comma', '2025-03-09T08:00:00,5Z'],
    ['a slash after the year', '2025/03-09T08:00:00Z'],
    ['a slash after the month', '2025-03/09T08:00:00Z'],
    ['a dot after the hour', '2025-03-09T08.00:00Z'],
    ['a dot after the minute', '2025-03-09T08:00.00Z'],
    ['a dot in the offset', '2025-03-09T08:00:00-05.00'],
    ['an offset without a sign', '2025-03-09T08:00:00*05:00'],
    ['a letter in the minute', '2025-03-09T08:x0:00Z'],
    ['a letter in the second', '2025-03-09T08:00:x0Z'],
    ["a letter in the offset's hour", '2025-03-09T08:00:00-x5:00'],
    ["a letter in the offset's minute", '2025-03-09T08:00:00-05:x0'],
    ['a slash, the character before 0', '2025-03-09T1/:00:00Z'],
    ['a colon, the character after 9', '2025-03-09T0::00:00Z'],
    ['a letter among digits', '2025-03-09T0x:00:00Z'],
    ['a minus in the hour', '2025-03-09T-8:00:00Z'],
    ['a day alone', '2025-03-09'],
    ['nothing', ''],
  ])('%s is none: %s', (_, text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  test.each(['2025-03-09T08:00:00', '2025-02-29T08:00:00Z', '2025-03-09T08:00:00+14:01'])('%s is no date either', (text) => {
    expect(parseFhirTime(text)).toBeUndefined();
  });

  test('whatever Date writes is read as what it was written from', () => {
    const wrong: number[] = [];
    for (let instant = -62_135_596_800_000; instant < 253_402_300_800_000; instant += 123_456_789_012)
      if (parseInstant(new Date(instant).toISOString()) !== instant) wrong.push(instant);

    expect(wrong).toEqual([]);
  });
});
