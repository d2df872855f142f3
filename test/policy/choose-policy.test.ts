import { describe, expect, test } from 'vitest';
import { choosePolicy, type Payors } from '../../src/policy/choose-policy.ts';
import { BASELINE, type Policy } from '../../src/policy/policy.ts';

const policy = (id: string, payorIdentifiers: string[] = [], payorNames: string[] = []): Policy => ({
  ...BASELINE,
  id,
  appliesTo: { payorIdentifiers, payorNames },
});
const byName = policy('acme-b', [], ['Acme Health Plan']);
const byValue = policy('acme-c', ['12345']);
const bySystem = policy('acme-a', ['urn:payers|777']);
const forNobody: Policy = { ...BASELINE, id: 'aaa' };
const all = [byValue, byName, bySystem, forNobody];

const payors = (names: string[], ...identifiers: Payors['identifiers']): Payors => ({ names, identifiers });
const chosen = (given: Payors, named?: string) => choosePolicy(all, named, given)?.id;

describe('the policy of a claim', () => {
  test('baseline when no payor is known, none fits, or no policy is given', () => {
    expect(chosen(payors([]))).toBe('baseline');
    expect(chosen(payors(['Other Plan'], { value: '1' }))).toBe('baseline');
    expect(choosePolicy([], undefined, payors(['Acme Health Plan']))).toBe(BASELINE);
  });
  test('a name fits but for case and outer blanks, and only as a whole', () => {
    expect(chosen(payors(['  ACME health plan ']))).toBe('acme-b');
    expect(chosen(payors(['Acme Health']))).toBe('baseline');
    expect(chosen(payors(['Acme  Health Plan']))).toBe('baseline');
  });
  test('an identifier fits by its value under any system', () => {
    expect(chosen(payors([], { value: '12345' }))).toBe('acme-c');
    expect(chosen(payors([], { system: 'urn:any', value: '12345' }))).toBe('acme-c');
    expect(chosen(payors([], { value: '1234' }))).toBe('baseline');
  });
  test('an identifier with a system fits by both', () => {
    expect(chosen(payors([], { system: 'urn:payers', value: '777' }))).toBe('acme-a');
    expect(chosen(payors([], { system: 'urn:others', value: '777' }))).toBe('baseline');
    expect(chosen(payors([], { value: '777' }))).toBe('baseline');
  });
  test('of several that fit it is the first by id, whatever the order given', () => {
    const both = payors(['Acme Health Plan'], { value: '12345' });
    expect(chosen(both)).toBe('acme-b');
    expect(choosePolicy([...all].reverse(), undefined, both)?.id).toBe('acme-b');
  });
  test('one without appliesTo is for nobody, nor is one that names no payor', () => {
    expect(choosePolicy([forNobody, policy('none')], undefined, payors(['', 'Acme'], { value: '' }))).toBe(BASELINE);
  });
});

describe('the policy that the caller names', () => {
  test('comes before any that fits', () => {
    expect(chosen(payors(['Acme Health Plan']), 'acme-c')).toBe('acme-c');
    expect(chosen(payors(['Acme Health Plan']), 'aaa')).toBe('aaa');
  });
  test('may be baseline or one that is shipped', () => {
    expect(chosen(payors(['Acme Health Plan']), 'baseline')).toBe('baseline');
    expect(chosen(payors([]), 'bcbstx-2015')).toBe('bcbstx-2015');
  });
  test('is undefined when nobody knows it: for the caller to report, never a guess', () => {
    expect(chosen(payors(['Acme Health Plan']), 'acme')).toBeUndefined();
    expect(chosen(payors([]), '')).toBeUndefined();
    expect(chosen(payors([]), 'ACME-B')).toBeUndefined();
  });
});

test('a policy that is shipped is never chosen for a payor', () => {
  expect(chosen(payors(['BCBSTX', 'bcbstx-2015']))).toBe('baseline');
});
