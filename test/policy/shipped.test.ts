import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../src/policy/parameters.ts';
import { BASELINE } from '../../src/policy/policy.ts';
import { readPolicies } from '../../src/policy/read-policies.ts';
import { SHIPPED, SHIPPED_FILES } from '../../src/policy/shipped.ts';
import { parseDate } from '../../src/time/civil-date.ts';
import { on } from './policy-files.ts';

describe('the policies that are shipped', () => {
  test('every file is read, after baseline and by id; none is meant for anybody unless named', () => {
    expect(readPolicies(SHIPPED_FILES, []).issues.flat()).toEqual([]);
    const ids = SHIPPED.map((policy) => policy.id);
    expect(ids).toEqual(['baseline', 'bcbsnc-2011', 'bcbsnd-2026', 'bcbsne-2022', 'bcbstx-2015', 'oregon-medicaid-2024']);
    expect(SHIPPED.filter((policy) => policy.appliesTo)).toEqual([]);
  });
  test.each(SHIPPED.slice(1).map((policy) => [policy.id, policy] as const))(
    '%s has its date in the id and sources with address and check',
    (id, policy) => {
      expect(id).toMatch(/-\d{4}$/);
      expect(Object.keys(policy.sources)).not.toEqual([]);
      for (const source of Object.values(policy.sources)) {
        expect(source.url).toMatch(/^https?:/);
        expect(parseDate(source.checked ?? '')).toBeDefined();
      }
    },
  );
  const shipped = (id: string) => SHIPPED.find((policy) => policy.id === id) ?? BASELINE;
  test('Blue Cross NC counts full 24 hours from 21 April 2011 on', () => {
    const counting = ['2011-04-20', '2011-04-21'].map((date) => on(shipped('bcbsnc-2011'), date).dayCounting);
    expect(counting).toEqual(['access-days', 'elapsed-24h']);
  });
  test('BCBS of Texas pays days of infusion, by 100, 50 and 0 percent, when authorized, from November 2015 on', () => {
    const [before, after] = ['2015-10-31', '2015-11-01'].map((date) => on(shipped('bcbstx-2015'), date));
    expect(before).toEqual(DEFAULT_PARAMETERS);
    expect(after).toEqual({
      ...DEFAULT_PARAMETERS,
      dayCounting: 'infusion-days',
      concurrentPercent: [100, 50, 0],
      authorizationRequired: true,
    });
  });
  test('BCBS of North Dakota wants one month a line, and home, office or suite as the place', () => {
    const inForce = on(shipped('bcbsnd-2026'), '2026-01-01');
    expect(inForce).toMatchObject({ lineSpan: 'calendar-month', placesOfService: ['11', '12', '49'], dayCounting: 'infusion-days' });
  });
  test('BCBS of Nebraska pays A4222 apart, Oregon the IV pole', () => {
    expect(shipped('bcbsne-2022').codes.included.carveOut).toEqual(['A4222']);
    expect(shipped('oregon-medicaid-2024').codes.included.carveOut).toEqual(['E0776']);
  });
});
