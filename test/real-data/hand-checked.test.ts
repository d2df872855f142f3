import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Assessment, DayCounting, DayReason } from '../../src/assessment.ts';
import type { Parameters } from '../../src/policy/parameters.ts';
import { assessStay, baselineWith } from './judge.ts';
import { byStay, handCheckedFiles, ICU_SOURCES, type IcuSource, icuRows } from './sources.ts';

/** A stay worked out on paper from its raw rows (`node test/real-data/print-stay.ts <stay>`) and 1-days.md; `worked` shows the arithmetic. */
interface HandChecked extends Readonly<Record<DayCounting, string>> {
  readonly stay: string;
  readonly title: string;
  readonly worked: string;
  /** The first billed date; a letter and a number of infused minutes follow for each billed date. */
  readonly first: string;
  readonly minutes: readonly number[];
  readonly runs: readonly {
    readonly start: string;
    readonly end: string;
    readonly span: number;
    readonly infused: number;
    readonly continuous: boolean;
    readonly therapy: number;
  }[];
  /** How many are evidence, and how many are not for each reason. */
  readonly administrations: Readonly<Record<string, number>>;
}

const WAYS: readonly DayCounting[] = ['access-days', 'infusion-days', 'elapsed-24h'];
/** As in the project's worked examples; S is supported. */
const LETTERS: Readonly<Record<DayReason, string>> = {
  inpatient: 'H',
  unclear: '?',
  'under-24-hours': 'u',
  'not-counted': 'n',
  paused: 'p',
  'no-infusion': '-',
};

const lettersOf = ({ days }: Assessment): string => days.map(({ reason }) => (reason ? LETTERS[reason] : 'S')).join('');

function answersOf({ administrations }: Assessment): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason = 'evidence' } of administrations) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

const casesOf = (source: IcuSource): HandChecked[] => handCheckedFiles(source).map(({ text }) => parse(text) as HandChecked);

describe.each(ICU_SOURCES)('a stay of %s worked out by hand has the runs and the dates that the paper gives', (source) => {
  const stays = byStay(icuRows(source));

  test.each(casesOf(source))('$stay: $title', (expected) => {
    const rows = stays.get(expected.stay) ?? [];
    const assessment = assessStay(rows);
    expect(assessment.days[0]?.date).toBe(expected.first);
    expect(assessment.days.map((day) => day.infusedMinutes)).toEqual(expected.minutes);
    const wholeMinute = (time: string) => time.replace(/Z$/, ':00Z');
    expect(assessment.runs).toEqual(
      expected.runs.map(({ start, end, span, infused, ...rest }) => ({
        start: wholeMinute(start),
        end: wholeMinute(end),
        spanMinutes: span,
        infusedMinutes: infused,
        ...rest,
      })),
    );
    expect(answersOf(assessment)).toEqual(expected.administrations);
    for (const way of WAYS)
      expect(`${way} ${lettersOf(assessStay(rows, baselineWith({ dayCounting: way })))}`).toBe(`${way} ${expected[way]}`);
  });

  test.each(casesOf(source))('$stay: the paper agrees with itself', ({ minutes, runs, ...ways }) => {
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
    expect(sum(minutes)).toBe(sum(runs.map(({ infused }) => infused)));
    expect(sum(Object.values(ways.administrations))).toBe(stays.get(ways.stay)?.length);
    for (const way of WAYS) expect(ways[way]).toHaveLength(minutes.length);
    for (const { start, end, span } of runs) expect((Date.parse(end) - Date.parse(start)) / 60_000).toBe(span);
  });
});

describe('the cases are sharp: a parameter beside its default changes the answer of one at least', () => {
  const NEAR_MISSES: readonly Partial<Parameters>[] = [
    { readingGapMinutes: 119 },
    { readingGapMinutes: 140 },
    { mergeGapMinutes: 59 },
    { mergeGapMinutes: 180 },
    { continuousHours: 22 },
    { continuousHours: 28 },
    { minimumInfusedFraction: 0.97 },
    { therapyPauseHours: 52 },
    { therapyPauseHours: 240 },
  ];

  test.each(NEAR_MISSES)('%j', (parameters) => {
    const changed = ICU_SOURCES.flatMap((source) => {
      const stays = byStay(icuRows(source));
      return casesOf(source).filter((each) => {
        const assessment = assessStay(stays.get(each.stay) ?? [], baselineWith(parameters));
        return lettersOf(assessment) !== each['access-days'];
      });
    });
    expect(changed.length).toBeGreaterThan(0);
  });
});
