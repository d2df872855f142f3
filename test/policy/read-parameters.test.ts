import { describe, expect, test } from 'vitest';
import { PARAMETER_TABLE } from '../../src/policy/parameter-table.ts';
import { DEFAULT_PARAMETERS, type ParameterName } from '../../src/policy/parameters.ts';
import { parseDate } from '../../src/time/civil-date.ts';
import { CONTRACT, faultsOf, faultsOfValue, on, policyOf } from './policy-files.ts';

describe('dated values', () => {
  const gap = (...values: [from: string, value: number][]) => ({
    parameters: { mergeGapMinutes: values.map(([from, value]) => ({ from, value })) },
  });
  test('a value holds from its date on, and the inherited one until the day before', () => {
    const policy = policyOf(gap(['2025-07-01', 30]));
    expect([on(policy, '2025-06-30').mergeGapMinutes, on(policy, '2025-07-01').mergeGapMinutes]).toEqual([60, 30]);
  });
  test('before the first of several the inherited one holds, after the last the last', () => {
    const policy = policyOf(gap(['2024-01-01', 45], ['2025-07-01', 30]));
    const dates = ['0001-01-01', '2023-12-31', '2024-01-01', '2025-06-30', '2025-07-01', '9999-12-31'];
    expect(dates.map((date) => on(policy, date).mergeGapMinutes)).toEqual([60, 60, 45, 45, 30, 30]);
  });
  test('the dates of one period share one object, and a change that changes nothing begins no period', () => {
    const policy = policyOf(gap(['2024-01-01', 60], ['2025-07-01', 30]));
    expect(on(policy, '2023-12-31')).toBe(on(policy, '2025-06-30'));
    expect(policy.periods.map((period) => period.from)).toEqual([Number.NEGATIVE_INFINITY, parseDate('2025-07-01')]);
  });
  test('two parameters that change on different dates make three periods', () => {
    const lineSpan = [{ from: '2024-06-01', value: 'calendar-month' }];
    const policy = policyOf({ parameters: { ...gap(['2025-07-01', 30]).parameters, lineSpan } });
    const inForce = ['2024-05-31', '2024-06-01', '2025-07-01'].map((date) => on(policy, date));
    expect(inForce.map((each) => [each.lineSpan, each.mergeGapMinutes])).toEqual([
      ['any', 60],
      ['calendar-month', 60],
      ['calendar-month', 30],
    ]);
  });
  test('a list may be dated as well', () => {
    const policy = policyOf({ parameters: { concurrentPercent: [{ from: '2015-11-01', value: [100, 50, 0] }] } });
    expect([on(policy, '2015-10-31').concurrentPercent, on(policy, '2015-11-01').concurrentPercent]).toEqual([[100], [100, 50, 0]]);
  });
  test('an empty list is a value of a list', () => {
    expect(on(policyOf({ parameters: { payersNotAccepting: [] } }), '2025-01-01').payersNotAccepting).toEqual([]);
  });
  test('one that is stated over a dated base holds from its date, and the base before', () => {
    const base = policyOf({ id: 'base', ...gap(['2024-01-01', 45], ['2026-01-01', 15]) });
    const policy = policyOf({ extends: 'base', ...gap(['2025-01-01', 30]) }, [base]);
    const dates = ['2023-12-31', '2024-12-31', '2025-01-01', '2026-01-01'];
    expect(dates.map((date) => on(policy, date).mergeGapMinutes)).toEqual([60, 45, 30, 30]);
  });
  test('one without a date replaces every date of the base', () => {
    const base = policyOf({ id: 'base', ...gap(['2024-01-01', 45]) });
    const policy = policyOf({ extends: 'base', parameters: { mergeGapMinutes: 10 } }, [base]);
    expect(policy.periods).toHaveLength(1);
    expect(on(policy, '2024-01-01').mergeGapMinutes).toBe(10);
  });

  test.each<[string, unknown, string[]]>([
    ['no value at all', [], ['parameters.mergeGapMinutes required']],
    ['an unknown key', [{ from: '2024-01-01', value: 1, until: '2025-01-01' }], ['parameters.mergeGapMinutes[0].until structure']],
    ['no date', [{ value: 1 }], ['parameters.mergeGapMinutes[0].from required']],
    ['a date that does not exist', [{ from: '2025-02-29', value: 1 }], ['parameters.mergeGapMinutes[0].from value']],
    ['a date without a day', [{ from: '2025-02', value: 1 }], ['parameters.mergeGapMinutes[0].from value']],
    ['a date as a number', [{ from: 20240101, value: 1 }], ['parameters.mergeGapMinutes[0].from structure']],
    ['no value on a date', [{ from: '2024-01-01' }], ['parameters.mergeGapMinutes[0].value required']],
    [
      'a source that the file lacks',
      [{ from: '2024-01-01', value: 1, source: 'letter' }],
      ['parameters.mergeGapMinutes[0].source not-found'],
    ],
    ['a source of no form', [{ from: '2024-01-01', value: 1, source: 7 }], ['parameters.mergeGapMinutes[0].source structure']],
    [
      'one date twice',
      [
        { from: '2024-01-01', value: 1 },
        { from: '2024-01-01', value: 2 },
      ],
      ['parameters.mergeGapMinutes[1].from duplicate'],
    ],
    [
      'dates out of order',
      [
        { from: '2024-01-02', value: 1 },
        { from: '2024-01-01', value: 2 },
      ],
      ['parameters.mergeGapMinutes[1].from invalid'],
    ],
    [
      'a value out of range, and a number among them',
      [{ from: '2024-01-01', value: 1 }, { from: '2025-01-01', value: 1441 }, 30],
      ['parameters.mergeGapMinutes[1].value value', 'parameters.mergeGapMinutes[2] structure'],
    ],
    ['one value without the list', { from: '2024-01-01', value: 1 }, ['parameters.mergeGapMinutes structure']],
  ])('%s is refused', (_, value, faults) => {
    expect(faultsOf({ parameters: { mergeGapMinutes: value }, sources: CONTRACT })).toEqual(faults);
  });
  test('a source may be one of the policy that is extended', () => {
    const base = policyOf({ id: 'base', sources: CONTRACT });
    const parameters = { lineSpan: [{ from: '2024-01-01', value: 'any', source: 'contract' }] };
    expect(faultsOf({ extends: 'base', parameters }, [base])).toEqual([]);
    expect(faultsOf({ parameters })).toEqual(['parameters.lineSpan[0].source not-found']);
  });
  test('a name of every object is no source', () => {
    const parameters = { lineSpan: [{ from: '2024-01-01', value: 'any', source: 'constructor' }] };
    expect(faultsOf({ parameters })).toEqual(['parameters.lineSpan[0].source not-found']);
  });
});

describe('ranges, both sides of each end', () => {
  const RANGES: readonly [ParameterName, accepted: readonly unknown[], refused: readonly unknown[]][] = [
    ['dayCounting', ['access-days', 'infusion-days', 'elapsed-24h'], ['', 'Access-Days', 'calendar-days']],
    ['continuousHours', [1, 23.5, 168], [0.999, 0, 168.001, 169]],
    ['minimumInfusedFraction', [0, 0.5, 1], [-0.001, 1.001, 90]],
    ['mergeGapMinutes', [0, 1440], [-1, 1441, 1.5]],
    ['readingGapMinutes', [0, 1440], [-1, 1441, 1.5]],
    ['therapyPauseHours', [0, 0.5, 720], [-0.001, 720.001]],
    ['openInfusionDays', [1, 366], [0, 367, 1.5]],
    ['admissionDay', ['billable', 'not-billable'], ['', 'not billable']],
    ['dischargeDay', ['billable', 'not-billable'], ['', 'not billable']],
    ['maxSpanDays', [1, 3660], [0, 3661, 31.5]],
    ['timelyFilingDays', [1, 3660], [0, 3661, 90.5]],
    ['medicareAdvantage', ['accept', 'deny'], ['advise', 'pend']],
    ['lineSpan', ['any', 'calendar-month'], ['week', 'month']],
    ['idleShare', [0, 1], [-0.001, 1.001]],
    ['drugUnitTolerance', [0, 1], [-0.001, 1.001]],
  ];
  const FLAGS: readonly ParameterName[] = ['durationFromDose', 'authorizationRequired', 'medicareDenialRequired'];
  const LISTS: readonly ParameterName[] = ['placesOfService', 'suitePlaces', 'payersNotAccepting', 'concurrentPercent'];

  test('every parameter has a case', () => {
    expect([...RANGES.map(([name]) => name), ...FLAGS, ...LISTS].sort()).toEqual(Object.keys(DEFAULT_PARAMETERS).sort());
    expect(Object.keys(PARAMETER_TABLE)).toEqual(Object.keys(DEFAULT_PARAMETERS));
  });
  test.each(RANGES)('%s', (name, accepted, refused) => {
    const code = typeof refused[0] === 'string' ? 'code-invalid' : 'value';
    for (const value of accepted) {
      expect(faultsOfValue(name, value), String(value)).toEqual([]);
      expect(on(policyOf({ parameters: { [name]: value } }), '2025-01-01')[name]).toBe(value);
    }
    for (const value of refused) expect(faultsOfValue(name, value), String(value)).toEqual([`parameters.${name} ${code}`]);
    for (const value of [null, {}, true]) expect(faultsOfValue(name, value), String(value)).toEqual([`parameters.${name} structure`]);
  });
  test.each(FLAGS)('%s is true or false and nothing like it', (name) => {
    for (const value of [true, false]) expect(faultsOfValue(name, value)).toEqual([]);
    for (const value of ['true', 1, 0, null]) expect(faultsOfValue(name, value)).toEqual([`parameters.${name} structure`]);
  });
  test.each(['placesOfService', 'suitePlaces'])('%s are two digits each, none twice', (name) => {
    for (const value of [[], ['12'], ['11', '49']]) expect(faultsOfValue(name, value)).toEqual([]);
    expect(faultsOfValue(name, ['12', '4', '012', 'AB', 12, '12'])).toEqual([
      `parameters.${name}[1] code-invalid`,
      `parameters.${name}[2] code-invalid`,
      `parameters.${name}[3] code-invalid`,
      `parameters.${name}[4] structure`,
      `parameters.${name}[5] duplicate`,
    ]);
    expect(faultsOfValue(name, '12')).toEqual([`parameters.${name} structure`]);
  });
  test('payersNotAccepting are texts that are not blank', () => {
    for (const value of [[], ['tricare', 'Acme Health Plan']]) expect(faultsOfValue('payersNotAccepting', value)).toEqual([]);
    expect(faultsOfValue('payersNotAccepting', ['tricare', ' ', 3, 'tricare'])).toEqual([
      'parameters.payersNotAccepting[1] value',
      'parameters.payersNotAccepting[2] structure',
      'parameters.payersNotAccepting[3] duplicate',
    ]);
  });
  test('concurrentPercent has one percent or more, from 0 to 100, and may repeat one', () => {
    for (const value of [[100], [100, 50, 0], [100, 80, 80], [0]]) expect(faultsOfValue('concurrentPercent', value)).toEqual([]);
    expect(faultsOfValue('concurrentPercent', [])).toEqual(['parameters.concurrentPercent required']);
    expect(faultsOfValue('concurrentPercent', [-0.5, 100.5, '50'])).toEqual([
      'parameters.concurrentPercent[0] value',
      'parameters.concurrentPercent[1] value',
      'parameters.concurrentPercent[2] structure',
    ]);
    expect(faultsOfValue('concurrentPercent', 100)).toEqual(['parameters.concurrentPercent structure']);
  });
  test.each<[unknown, string]>([
    ['America/Nowhere', 'value'],
    ['+05:00', 'value'],
    ['', 'value'],
    [5, 'structure'],
    [[{ from: '2024-01-01', value: 'America/Chicago' }], 'structure'],
  ])('timeZone %j is refused', (value, code) => {
    expect(faultsOfValue('timeZone', value)).toEqual([`parameters.timeZone ${code}`]);
  });
  test('a number that JSON cannot hold is out of range', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(faultsOfValue('continuousHours', value)).toHaveLength(1);
  });
});
