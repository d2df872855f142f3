/** 2-rules.md, "Lines of other codes": what of a line an answer names. */
import { expect, test } from 'vitest';
import { answerOf } from '../support/build-answer.ts';
import { bundleOf, claim, coded, coverage, HCPCS, infusion, patient, perDiemItem } from '../support/build-record.ts';

test('a line that is refused as a whole names no dates, one refused for its dates names them', () => {
  const item = [
    perDiemItem(1, '2025-03-02', '2025-03-03', 2),
    { sequence: 2, productOrService: coded(HCPCS, 'J3490'), servicedDate: '2025-03-02', quantity: { value: 1 } },
    { sequence: 3, productOrService: coded(HCPCS, 'A4222'), servicedDate: '2025-03-02', quantity: { value: 1 } },
  ];
  const { lines } = answerOf(bundleOf([patient(), coverage(), claim({ item }), infusion('a1', '2025-03-02', '2025-03-03')]));

  expect(lines.slice(1)).toEqual([
    { sequence: 2, code: 'J3490', submitted: 1, decision: 'denied', rule: 'unlisted-drug-identified' },
    { sequence: 3, code: 'A4222', submitted: 1, decision: 'denied', rule: 'supplies-included', dates: ['2025-03-02'] },
  ]);
});
