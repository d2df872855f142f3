import { describe, expect, test } from 'vitest';
import {
  allowed,
  DAY,
  DENIED,
  denied,
  money,
  ofRule,
  PENDED,
  THREE_DAYS,
  UNCLEAR,
  units,
  usd,
  writeValid,
} from '../support/claim-response-parts.ts';
import { assessmentOf, claimOf, findingOf, itemOf, judgementOf, otherLine, perDiem } from '../support/judgements.ts';

describe('decisions', () => {
  test('approved: no reason, no note, nothing empty', () => {
    const response = writeValid(judgementOf(claimOf([itemOf(1, 'S9326')]), assessmentOf([perDiem(1, allowed('2025-03-03'))])));
    expect(response.disposition).toBe('Approved: 1 of 1 unit of S9326 allowed.');
    expect(response.item?.[0]?.adjudication).toEqual([units(1)]);
    expect(response).not.toHaveProperty('total');
    expect(response).not.toHaveProperty('processNote');
    expect(response.item?.[0]).not.toHaveProperty('noteNumber');
    expect(JSON.stringify(response)).not.toContain('Jane');
  });

  test('denied by a rule of the claim: eligible is 0 and the line leads to the note of the claim', () => {
    const claim = claimOf([itemOf(1, 'S9326', { unitPrice: usd(100), quantity: { value: 3 } })]);
    const findings = [findingOf('diagnosis-present', { group: 'CO', carc: '16', rarc: ['M76'] })];
    const response = writeValid(judgementOf(claim, assessmentOf([perDiem(1, denied('diagnosis-present', ...THREE_DAYS))], { findings })));
    expect(response.disposition).toBe('Denied: 0 of 3 units of S9326 allowed, 3 denied.');
    expect(response.item?.[0]?.noteNumber).toEqual([1]);
    expect(response.item?.[0]?.adjudication).toEqual([
      money('submitted', 300),
      money('eligible', 0),
      units(0),
      { category: DENIED, reason: ofRule('diagnosis-present', { carc: '16', rarc: ['M76'], group: 'CO' }), value: 3 },
    ]);
  });

  test('pended: of one rule, the units that wait stand apart from those that are refused', () => {
    const lines = [
      perDiem(1, [...denied('day-supported', '2025-03-05'), { date: '2025-03-06', decision: 'pended', rule: 'day-supported' }]),
    ];
    const findings = [
      findingOf('day-supported', { line: 1, dates: ['2025-03-05'], ...DAY }),
      findingOf('day-supported', { line: 1, dates: ['2025-03-06'], verdict: 'undetermined', effect: 'pend', ...UNCLEAR }),
    ];
    const response = writeValid(judgementOf(claimOf([itemOf(1, 'S9326')]), assessmentOf(lines, { findings })));
    expect(response.disposition).toBe('Pended: 0 of 2 units of S9326 allowed, 1 denied, 1 pended.');
    expect(response.outcome).toBe('complete');
    expect(response.item?.[0]?.adjudication).toEqual([
      units(0),
      { category: DENIED, reason: ofRule('day-supported', DAY), value: 1 },
      { category: PENDED, reason: ofRule('day-supported', UNCLEAR), value: 1 },
    ]);
  });

  test('one rule with two codes on a line gives a reason each, by date', () => {
    const lines = [perDiem(1, denied('coverage-in-force', '2025-03-03', '2025-03-08', '2025-03-09'))];
    const finding = (carc: string, dates: string[]) => findingOf('coverage-in-force', { line: 1, dates, group: 'PR', carc, rarc: ['N30'] });
    const findings = [finding('26', ['2025-03-03']), finding('27', ['2025-03-08', '2025-03-09'])];
    const response = writeValid(judgementOf(claimOf([itemOf(1, 'S9326')]), assessmentOf(lines, { findings })));
    const reasons = response.item?.[0]?.adjudication.slice(1).map(({ reason, value }) => [reason?.coding?.[1]?.code, value]);
    expect(reasons).toEqual([
      ['26', 1],
      ['27', 2],
    ]);
  });

  test('not applicable: what was submitted is repeated and nothing is judged', () => {
    const claim = claimOf([itemOf(1, '99213', { net: usd(80) }), itemOf(2, 'A4222', { quantity: { value: 4 } })]);
    const lines = [otherLine(1, '99213', 'not-judged'), otherLine(2, 'A4222', 'not-judged', { submitted: 4 })];
    const response = writeValid(judgementOf(claim, assessmentOf(lines)));
    expect(response.disposition).toBe('Not applicable: no units of S9326 were judged.');
    expect(response.item?.map(({ adjudication }) => adjudication)).toEqual([
      [money('submitted', 80)],
      [{ category: money('submitted', 0).category, value: 4 }],
    ]);
    expect(response.total).toEqual([money('submitted', 80)]);
  });
});
