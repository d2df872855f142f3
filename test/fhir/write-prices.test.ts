import { describe, expect, test } from 'vitest';
import {
  allowed,
  DAY,
  DENIED,
  denied,
  money,
  OURS,
  ofRule,
  PENDED,
  THREE_DAYS,
  units,
  usd,
  writeValid,
} from '../support/claim-response-parts.ts';
import { assessmentOf, claimOf, findingOf, itemOf, judgementOf, otherLine, perDiem } from '../support/judgements.ts';

describe('money', () => {
  test('several lines: the total is the sum of what the lines say', () => {
    const claim = claimOf([
      itemOf(1, 'S9326', { net: usd(100), quantity: { value: 3 } }),
      itemOf(2, 'A4222', { net: usd(40) }),
      itemOf(3, 'J1171', { unitPrice: usd(0.145), quantity: { value: 241 } }),
      itemOf(4, 'S9379', { net: usd(10) }),
      itemOf(5, '99601', { net: usd(90) }),
    ]);
    const lines = [
      perDiem(1, [...allowed('2025-03-03', '2025-03-04'), ...denied('day-supported', '2025-03-05')]),
      otherLine(2, 'A4222', 'denied', { rule: 'supplies-included' }),
      otherLine(3, 'J1171', 'separately-payable', { submitted: 241 }),
      otherLine(4, 'S9379', 'pended', { rule: 'concurrent-therapy-modified', submitted: 2 }),
      otherLine(5, '99601', 'not-judged'),
    ];
    const findings = [
      findingOf('day-supported', { line: 1, dates: ['2025-03-05'], ...DAY }),
      findingOf('supplies-included', { line: 2, group: 'CO', carc: '97', rarc: ['M15'] }),
      findingOf('concurrent-therapy-modified', { line: 4, effect: 'pend', group: 'CO', carc: '16', rarc: ['N822'] }),
    ];
    const response = writeValid(judgementOf(claim, assessmentOf(lines, { findings })));
    expect(response.item?.map(({ adjudication }) => adjudication)).toEqual([
      [money('submitted', 100), money('eligible', 66.67), units(2), { category: DENIED, reason: ofRule('day-supported', DAY), value: 1 }],
      [
        money('submitted', 40),
        money('eligible', 0),
        units(0),
        { category: DENIED, reason: ofRule('supplies-included', { carc: '97', rarc: ['M15'], group: 'CO' }), value: 1 },
      ],
      [money('submitted', 34.95), money('eligible', 34.95), units(241)],
      [
        money('submitted', 10),
        money('eligible', 0),
        units(0),
        { category: PENDED, reason: ofRule('concurrent-therapy-modified', { carc: '16', rarc: ['N822'], group: 'CO' }), value: 2 },
      ],
      [money('submitted', 90)],
    ]);
    expect(response.total).toEqual([money('submitted', 274.95), money('eligible', 101.62)]);
    expect(response.item?.[1]?.extension).toEqual([{ url: `${OURS}/StructureDefinition/line-decision`, valueCode: 'denied' }]);
  });

  const eligible = (modifier: string | undefined, concurrentPercent: number[], price = 100.05) => {
    const concept = modifier ? { modifier: [{ coding: [{ code: modifier }] }] } : {};
    const claim = claimOf([itemOf(1, 'S9326', { unitPrice: usd(price), quantity: { value: 3 }, ...concept })]);
    return writeValid(judgementOf(claim, assessmentOf([perDiem(1, allowed(...THREE_DAYS))]), { concurrentPercent })).total?.[1]?.amount
      .value;
  };
  test.each([
    [undefined, [100, 50, 0], 300.15],
    ['SH', [100, 50, 0], 150.08], // 150.075: halves away from zero
    [' sj', [100, 50, 0], 0],
    ['SJ', [100, 50], 150.08], // the last is repeated
    ['SH', [], 300.15],
    ['SH', [100, 33.3], 99.95],
  ])('modifier %s with percents %j', (modifier, percents, amount) => {
    expect(eligible(modifier, percents)).toBe(amount);
  });

  test('halves away from zero, where floating numbers fall short', () => {
    expect(eligible(undefined, [50], 0.67)).toBe(1.01); // 1.005, as a double below the half
    expect(eligible(undefined, [50], -0.67)).toBe(-1.01);
  });

  test('factor is part of the price: all units allowed give what was submitted', () => {
    const claim = claimOf([itemOf(1, 'S9326', { unitPrice: usd(10), factor: 0.9, quantity: { value: 3 } })]);
    expect(writeValid(judgementOf(claim, assessmentOf([perDiem(1, allowed(...THREE_DAYS))]))).total).toEqual([
      money('submitted', 27),
      money('eligible', 27),
    ]);
  });

  test('several currencies have a total each; a currency that cannot be one is not repeated', () => {
    const nets = [{ value: 10, currency: 'USD' }, { value: 20, currency: 'EUR' }, { value: 5 }, { value: 9, currency: 'DOLLARS' }];
    const items = JSON.parse(JSON.stringify(nets.map((net, index) => itemOf(index + 1, 'A4222', { net: net as never }))));
    const lines = nets.map((_, index) => otherLine(index + 1, 'A4222', 'not-judged'));
    expect(writeValid(judgementOf(claimOf(items), assessmentOf(lines))).total?.map(({ amount }) => amount)).toEqual([
      { value: 5 },
      { value: 20, currency: 'EUR' },
      { value: 10, currency: 'USD' },
    ]);
  });
});
