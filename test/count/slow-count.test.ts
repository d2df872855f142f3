import { describe, expect, test } from 'vitest';
import { differences } from './against-core.ts';
import { randomRecord } from './random-record.ts';
import { type DayCounting, WAYS } from './record.ts';
import { slowCount } from './slow-count.ts';
import { toBundle } from './to-bundle.ts';
import { workedDays, workedRecords } from './worked-examples.ts';

const RECORDS = 3000;

describe('the slow count gives the worked answers', () => {
  const cases = workedDays().flatMap((one) => WAYS.map((way) => ({ ...one, way })));

  test.each(cases)('$name, by $way', ({ record, way, letters, supported }) => {
    const { days } = slowCount({ ...record, parameters: { ...record.parameters, dayCounting: way as DayCounting } });

    expect(days).toBe(letters[way]);
    expect([...days].filter((letter) => letter === 'S')).toHaveLength(supported[way] ?? -1);
  });

  test.each(workedRecords())('$name', ({ record, letters, counts }) => {
    const { days, reasons } = slowCount(record);

    expect(days).toBe(letters);
    const found: Record<string, number> = {};
    for (const reason of Object.values(reasons)) found[reason] = (found[reason] ?? 0) + 1;
    expect(found).toEqual(counts);
  });
});

test('a seed gives one record, and a record one bundle', () => {
  for (const seed of [1, 2, 3]) {
    expect(randomRecord(seed)).toEqual(randomRecord(seed));
    expect(JSON.stringify(toBundle(randomRecord(seed)))).toBe(JSON.stringify(toBundle(randomRecord(seed))));
  }
});

test('random records meet every answer of a date and every reason of an administration', () => {
  const letters = new Set<string>();
  const reasons = new Set<string>();
  for (let seed = 1; seed <= 300; seed += 1) {
    const record = randomRecord(seed);
    for (const way of WAYS) {
      const answer = slowCount({ ...record, parameters: { ...record.parameters, dayCounting: way } });
      for (const letter of answer.days) letters.add(letter);
      for (const reason of Object.values(answer.reasons)) reasons.add(reason);
    }
  }

  expect([...letters].sort().join('')).toBe('-?HSnpu');
  expect(reasons.size).toBe(16);
});

test(`the core and the slow count agree on ${RECORDS} random records`, () => {
  for (let seed = 1; seed <= RECORDS; seed += 1) expect(differences(randomRecord(seed)), `seed ${seed}`).toEqual([]);
});
