/** The claims whose pages are looked at: those of the examples, real infusions, and a few that strain a drawing. */
import type { Judgement } from '../../src/index.ts';
import { judgeAround } from '../real-data/judge.ts';
import { byStay, type IcuSource, icuRows } from '../real-data/sources.ts';
import { judge } from '../support/example-answer.ts';
import { allExamples } from '../support/example-format.ts';
import type { Given } from '../support/example-given.ts';

export interface PageCase {
  readonly name: string;
  readonly judgements: readonly Judgement[];
}

export function pageCases(): readonly PageCase[] {
  const whole = allExamples().filter(({ file }) => !file.startsWith('rules/'));
  return [
    ...whole.map(({ file, given }) => pageCase(file.replace('.yaml', ''), given)),
    realStay('real-eleven-rates', 'mimic-iii-demo', '2eaf8a82'),
    realStay('real-two-drugs', 'mimic-iii-demo', '386d1d61'),
    realStay('real-readings', 'eicu-demo', '5e131647'),
    pageCase('month-with-12-gaps', monthWithGaps()),
    pageCase('31-lines', linesOf31()),
    pageCase('spring-forward-chicago', springForward()),
    pageCase('fall-back-st-johns', fallBack()),
    pageCase('no-dates', { ...springForward(), claim: { ...CLAIM, lines: { 1: { code: 'S9326', units: 3, place: '12' } } } }),
    pageCase('authorization', {
      ...springForward(),
      infusions: [],
      claim: { ...week('2025-03-06', '2025-03-12', 7), use: 'preauthorization' },
    }),
  ];
}

function pageCase(name: string, given: Given): PageCase {
  const answer = judge(given);
  if ('refused' in answer) throw new Error(`${name}: ${JSON.stringify(answer.refused)}`);
  return { name, judgements: answer.judgements };
}

function realStay(name: string, source: IcuSource, id: string): PageCase {
  const [, rows = []] = [...byStay(icuRows(source))].find(([stay]) => stay.startsWith(id)) ?? [];
  return { name, judgements: judgeAround(rows) };
}

const CLAIM = { created: '2025-12-01', diagnoses: ['G89.3', 'C50.919'] } as const;
const AROUND = {
  asOf: '2025-12-15 09:00',
  patient: { born: '1967-01-20', gender: 'female', state: 'IL', timeZone: 'America/Chicago' },
  coverage: { payor: 'Acme Health Plan', type: 'sopt 5', from: '2025-01-01', to: '2025-12-31' },
  infusing: { drug: 'J1171 hydromorphone 1 mg/mL', rate: '0.5 mg/h', route: 'subcutaneous', device: 'CADD pump' },
} as const;

const week = (from: string, to: string, units: number) => ({
  ...CLAIM,
  lines: { 1: { code: 'S9326', from, to, units, place: '12', price: 150, diagnoses: [1] } },
});

const two = (n: number): string => String(n).padStart(2, '0');
const march = (day: number): string => `2025-03-${two(day)}`;
const each = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** A month in which the pump stood still twelve times, from three minutes to two days and a half. */
function monthWithGaps(): Given {
  const stops = [
    ['01 09:00', '02 11:30'],
    ['02 11:33', '04 06:00'],
    ['04 06:20', '06 14:00'],
    ['06 15:00', '08 22:15'],
    ['09 03:30', '10 10:00'],
    ['10 16:00', '12 08:00'],
    ['12 20:00', '15 09:40'],
    ['15 10:05', '17 23:50'],
    ['18 00:10', '20 12:00'],
    ['22 21:00', '24 07:00'],
    ['24 09:00', '26 18:00'],
    ['26 18:45', '28 05:00'],
    ['28 17:00', '31 16:00'],
  ];
  const rates = ['0.4', '0.4', '0.5', '0.5', '0.5', '0.75', '0.75', '1', '1', '0.6', '0.6', '0.5', '0.3'];
  return {
    ...AROUND,
    claim: week(march(1), march(31), 31),
    infusions: stops.map(([from, to], index) => ({ time: `2025-03-${from} / 2025-03-${to}`, rate: `${rates[index]} mg/h` })),
  };
}

/** A line a day, as some systems bill; every fifth day nothing ran, and two lines bill the same day. */
function linesOf31(): Given {
  const lines = Object.fromEntries(
    each(1, 31).map((day) => [day, { code: 'S9326', on: march(day === 31 ? 30 : day), units: 1, place: '12', price: 150, diagnoses: [1] }]),
  );
  const infusions = [
    ...each(0, 3).map((n) => `${march(1 + n * 7)} 08:00 / ${march(4 + n * 7)} 20:00`),
    '2025-03-29 08:00 / 2025-03-30 20:00',
  ];
  return {
    ...AROUND,
    policy: { extends: 'baseline', parameters: { dayCounting: 'infusion-days', therapyPauseHours: 24 } },
    claim: { ...CLAIM, lines },
    infusions,
  };
}

function springForward(): Given {
  return {
    ...AROUND,
    claim: week(march(6), march(11), 6),
    infusions: [`${march(6)} 14:00 / ${march(9)} 01:30`, { time: `${march(9)} 01:30 / ${march(11)} 10:00`, rate: '0.75 mg/h' }],
  };
}

/** An hour that comes twice in a zone of half hours, two drugs together, a stay, and a start that nobody ended. */
function fallBack(): Given {
  const { infusing: _, ...around } = AROUND;
  const both = { route: 'subcutaneous', device: 'CADD pump' };
  return {
    ...around,
    asOf: '2025-11-08 09:00',
    patient: { born: '1967-01-20', gender: 'female', timeZone: 'America/St_Johns' },
    claim: week('2025-10-30', '2025-11-06', 8),
    infusions: [
      { time: '2025-10-30 18:00 / 2025-11-02 09:00', drug: 'J1171 hydromorphone 1 mg/mL', rate: '0.5 mg/h', ...both },
      { time: '2025-11-02 09:00 / 2025-11-04 11:15', drug: 'J1171 hydromorphone 1 mg/mL', rate: '0.8 mg/h', ...both },
      { time: '2025-10-31 08:00 / 2025-11-03 20:00', drug: 'ketamine 10 mg/mL', rate: '5 mg/h', ...both },
      { time: '2025-11-06 08:00 /', drug: 'J1171 hydromorphone 1 mg/mL', rate: '0.5 mg/h', ...both },
    ],
    stays: ['2025-11-03 15:00 / 2025-11-05 10:00'],
  };
}
