import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { civilDate, formatDate, formatInstant, parseDate } from '../../src/time/civil-date.ts';
import { dateAfter, datesBetween, fixedZone, UTC, type Zone, zoneNamed } from '../../src/time/zone.ts';

const HOUR = 3_600_000;
const zone = (name: string): Zone => {
  const found = zoneNamed(name);
  if (!found) throw new Error(`${name} is missing`);
  return found;
};
const day = (text: string) => parseDate(text) ?? Number.NaN;
const ms = (text: string) => Temporal.Instant.from(text).epochMilliseconds;

/** First instant of a date by Temporal; of a date that the zone left out, that of the next one. */
const startByTemporal = (name: string, date: number) => {
  const begin = Temporal.PlainDate.from(formatDate(date)).toZonedDateTime({ timeZone: name });
  return { start: begin.epochMilliseconds, exists: begin.toPlainDate().toString() === formatDate(date) };
};

/** Clocks that change at midnight, one minute after it, by half an hour, in winter, over the date line, and not at all. */
const ZONES = [
  'America/New_York',
  'America/Chicago',
  'America/Phoenix',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Havana',
  'America/Asuncion',
  'America/Caracas',
  'America/Nuuk',
  'Asia/Beirut',
  'Asia/Amman',
  'Asia/Tehran',
  'Asia/Kathmandu',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
];
const SPANS: readonly (readonly [number, number])[] = [
  [day('2010-01-01'), day('2029-12-31')],
  [day('0001-01-02'), day('0001-02-10')],
  [day('9999-11-20'), day('9999-12-30')],
];

describe.each(ZONES)('%s', (name) => {
  const here = zone(name);
  const starts = SPANS.map(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => ({ date: first + i, ...startByTemporal(name, first + i) })),
  );

  test('every date of 2010 to 2029, and some of years 1 and 9999, begins when Temporal says', () => {
    const wrong = starts.flat().filter(({ date, start, exists }) => here.startOf(date) !== start || here.exists(date) !== exists);

    expect(wrong.map(({ date }) => formatDate(date))).toEqual([]);
  });

  test('an instant is of the date that began last', () => {
    const wrong: string[] = [];
    for (const span of starts)
      span.forEach(({ date, start, exists }, i) => {
        const next = span[i + 1];
        if (!exists || !next) return;
        for (const instant of [start, start + 1, start + 61_000, start + 12 * HOUR, next.start - HOUR, next.start - 1])
          if (here.dateOf(instant) !== date) wrong.push(`${formatDate(date)}: ${formatInstant(instant)}`);
      });

    expect(wrong).toEqual([]);
  });

  test('six hours into a date, far from any clock change at midnight, Temporal has the same date', () => {
    const wrong = starts
      .flat()
      .filter(({ exists }) => exists)
      .map(({ start }) => start + 6 * HOUR)
      .filter(
        (instant) =>
          Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name).toPlainDate().toString() !==
          formatDate(here.dateOf(instant)),
      );

    expect(wrong.map(formatInstant)).toEqual([]);
  });
});

describe('dates that are unlike others', () => {
  test('Samoa left out 30 December 2011: it does not exist, and begins with the 31st', () => {
    const apia = zone('Pacific/Apia');

    expect(apia.exists(day('2011-12-30'))).toBe(false);
    expect(apia.startOf(day('2011-12-30'))).toBe(ms('2011-12-30T10:00:00Z'));
    expect(apia.startOf(day('2011-12-31'))).toBe(ms('2011-12-30T10:00:00Z'));
    expect(formatDate(apia.dateOf(ms('2011-12-30T09:59:59Z')))).toBe('2011-12-29');
    expect(formatDate(apia.dateOf(ms('2011-12-30T10:00:00Z')))).toBe('2011-12-31');
  });

  test('in St John’s the clocks went back at 00:01 on 7 November 2010: the date had begun, and stays', () => {
    const stJohns = zone('America/St_Johns');

    expect(stJohns.startOf(day('2010-11-07'))).toBe(ms('2010-11-07T02:30:00Z'));
    expect(formatDate(stJohns.dateOf(ms('2010-11-07T02:29:59Z')))).toBe('2010-11-06');
    expect(formatDate(stJohns.dateOf(ms('2010-11-07T02:30:59Z')))).toBe('2010-11-07');
    // By the clock it is 23:01 of the 6th again.
    expect(formatDate(stJohns.dateOf(ms('2010-11-07T02:31:00Z')))).toBe('2010-11-07');
    expect(stJohns.startOf(day('2010-11-08')) - stJohns.startOf(day('2010-11-07'))).toBe(25 * HOUR);
  });

  test('in São Paulo midnight did not exist on 4 November 2018: the date begins at 01:00', () => {
    expect(zone('America/Sao_Paulo').startOf(day('2018-11-04'))).toBe(ms('2018-11-04T01:00:00-02:00'));
  });

  test('in Havana 00:00 to 01:00 came twice on 3 November 2024: the date begins with the first', () => {
    expect(zone('America/Havana').startOf(day('2024-11-03'))).toBe(ms('2024-11-03T00:00:00-04:00'));
    expect(zone('America/Havana').startOf(day('2024-11-04'))).toBe(ms('2024-11-04T00:00:00-05:00'));
  });

  test('in Chicago days have 23, 24 and 25 hours', () => {
    const { startOf } = zone('America/Chicago');
    const hours = (text: string) => (startOf(day(text) + 1) - startOf(day(text))) / HOUR;

    expect(['2025-03-09', '2025-03-10', '2025-11-02'].map(hours)).toEqual([23, 24, 25]);
  });
});

describe('the ends of the calendar', () => {
  test.each(['UTC', 'America/Chicago', 'Pacific/Apia'])(
    'in %s an instant before the first date or after the last counts with it',
    (name) => {
      const [first, last] = [ms('0001-01-01T00:00:00+14:00'), ms('9999-12-31T23:59:59-14:00')];

      expect([first, last].map((instant) => formatDate(zone(name).dateOf(instant)))).toEqual(['0001-01-01', '9999-12-31']);
      expect(zone(name).exists(day('0001-01-01')) && zone(name).exists(day('9999-12-31'))).toBe(true);
    },
  );
});

describe('counting dates that exist', () => {
  const apia = zone('Pacific/Apia');

  test.each([
    ['over the date left out', '2011-12-29', 1, '2011-12-31'],
    ['over it and on', '2011-12-28', 4, '2012-01-02'],
    ['before it', '2011-12-27', 2, '2011-12-29'],
    ['none', '2011-12-29', 0, '2011-12-29'],
  ])('%s: %s and %i is %s', (_, from, count, to) => {
    expect(formatDate(dateAfter(apia, day(from), count))).toBe(to);
    expect(datesBetween(apia, day(from), day(to))).toBe(count);
  });

  test('a clock change is no date', () => {
    expect(datesBetween(zone('America/Chicago'), day('2025-03-01'), day('2025-11-30'))).toBe(274);
    expect(formatDate(dateAfter(zone('America/Chicago'), day('2025-03-01'), 274))).toBe('2025-11-30');
  });
});

describe('names of zones', () => {
  test.each(['America/Chicago', 'UTC', 'Etc/GMT+6', 'America/Argentina/Buenos_Aires', 'US/Central', 'GMT'])('%s is one', (name) => {
    expect(zoneNamed(name)?.name).toBe(name);
  });
  test.each([
    '',
    ' ',
    'Mars/Olympus',
    '+05:00',
    '-0600',
    'America/Chicago\n',
    'America/Chicago ',
    '__proto__',
    'constructor',
    'a'.repeat(10_000),
  ])('%j is none', (name) => {
    expect(zoneNamed(name)).toBeUndefined();
  });
  test('fixed offsets have their midnight', () => {
    expect(fixedZone(-10).startOf(0)).toBe(10 * HOUR);
    expect(fixedZone(3).startOf(0)).toBe(-3 * HOUR);
    expect(UTC.startOf(civilDate(2025, 3, 9) ?? 0)).toBe(ms('2025-03-09T00:00:00Z'));
  });
  test('fixed offsets are named by their hours', () => {
    expect([-10, 0, 3].map((hours) => fixedZone(hours).name)).toEqual(['UTC-10', 'UTC+0', 'UTC+3']);
  });
  test('a zone is read once while few are asked, and forgotten after many', () => {
    const first = zone('Asia/Tokyo');
    zone('Asia/Seoul');
    expect(zone('Asia/Tokyo')).toBe(first);

    for (const name of Intl.supportedValuesOf('timeZone').slice(0, 200)) zoneNamed(name);
    expect(zone('Asia/Tokyo')).not.toBe(first);
  });
  test('a thousand zones and years asked in turn are answered as at first', () => {
    const names = Intl.supportedValuesOf('timeZone');
    const first = names.map((name) => zoneNamed(name)?.startOf(day('2025-07-01')));
    for (const name of names) for (let year = 1; year < 9999; year += 900) zoneNamed(name)?.startOf(civilDate(year, 7, 1) ?? 0);

    expect(names.map((name) => zoneNamed(name)?.startOf(day('2025-07-01')))).toEqual(first);
    expect(names.length).toBeGreaterThan(400);
  });
});
