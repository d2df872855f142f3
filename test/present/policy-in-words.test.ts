import { expect, test } from 'vitest';
import { PARAMETER_TABLE } from '../../src/policy/parameter-table.ts';
import { BASELINE } from '../../src/policy/policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { SHIPPED } from '../../src/policy/shipped.ts';
import { policyInWords } from '../../src/present/policy-in-words.ts';

function told(parts: object): readonly string[] {
  const reading = readPolicy({ id: 'acme-2025', title: 'Acme Health Plan', ...parts }, []);
  if (!reading.ok) throw new Error(JSON.stringify(reading.issues));
  return policyInWords(reading.policy).split('\n');
}

test('baseline differs from itself in nothing', () => {
  const lines = policyInWords(BASELINE).split('\n');
  expect(lines.slice(0, 3)).toEqual(['baseline', BASELINE.title, 'Used when no other policy fits.']);
  expect(lines.filter((line) => line.startsWith('*'))).toEqual([]);
  expect(lines).toContain('  Pause that does not end a therapy, up to: 72 hours');
  expect(lines).toContain('  Part of that length in which the pump must have run, at least: 90%');
});

test('every parameter is told once, with its value', () => {
  for (const policy of SHIPPED) {
    const text = policyInWords(policy);
    for (const { words } of Object.values(PARAMETER_TABLE)) expect(text.split(`${words}: `), words).toHaveLength(2);
    expect(text).not.toMatch(/undefined|NaN|Infinity|\[object/);
  }
});

test('a value that differs is marked, with since when, by which source, and what baseline has', () => {
  const lines = told({
    parameters: {
      timelyFilingDays: [
        { from: '2024-01-01', value: 365, source: 'contract' },
        { from: '2025-07-01', value: 1, source: 'letter' },
      ],
      placesOfService: ['12', '28'],
      suitePlaces: ['49'],
      durationFromDose: false,
      minimumInfusedFraction: 0.955,
      concurrentPercent: [100, 50, 0],
      timeZone: 'America/Chicago',
    },
    sources: {
      contract: { title: 'Contract', locator: 'section 4', published: '2024', checked: '2026-11-23' },
      letter: { title: 'Letter' },
    },
  });
  expect(lines).toContain('Time zone of care, where the record names none: America/Chicago');
  expect(lines).toContain(
    '* Time to file after the date of service: 365 days; from 2024-01-01: 365 days [contract]; from 2025-07-01: 1 day [letter]. Baseline: 365 days',
  );
  expect(lines.find((line) => line.startsWith('* Places of service'))).toMatch(
    /: 12 Home, 28 not assigned by CMS\. Baseline: 04 Homeless Shelter, /,
  );
  expect(lines).toContain('* Places accepted too with modifier SS (infusion suite): 49 Independent Clinic. Baseline: none');
  expect(lines).toContain('* Running time of a bag worked out from its dose and rate: no. Baseline: yes');
  expect(lines).toContain('* Part of that length in which the pump must have run, at least: 95.5%. Baseline: 90%');
  expect(lines).toContain('* Percent paid of the first, second and further therapies of a day: 100, 50, 0. Baseline: 100');
  expect(lines).toContain('  [contract] Contract, section 4, published 2024, checked 2026-11-23');
  expect(lines).toContain('  [letter] Letter');
});

test('whom it is for, rules and codes are told when there are any', () => {
  const lines = told({
    appliesTo: { payorIdentifiers: ['12345'], payorNames: ['Acme'] },
    rules: { 'progress-documented': 'off', 'timely-filing': 'pend' },
    codes: { included: { add: ['A9999'], carveOut: ['A4222', 'E0776'] } },
  });
  expect(lines).toContain('Used for a payor with the identifier 12345, or named Acme, and when named.');
  expect(lines).toContain('  Part of the per diem as well: A9999');
  expect(lines).toContain('  Not part of the per diem: A4222, E0776');
  const rules = lines.indexOf('Rules whose effect is set:');
  expect(lines.slice(rules + 1, rules + 3)).toEqual([
    '  timely-filing (filed too late): held until something is sent or a person looks',
    '  progress-documented (no note of the day): not checked',
  ]);
  expect(told({}).join('\n')).not.toMatch(/Rules|Supply|Sources/);
  expect(told({})).toContain('Used only when named.');
});

test('what the file says cannot colour or reorder a terminal', () => {
  const control = String.fromCharCode(27);
  expect(told({ title: `Acme ${control}[31m` }).join('\n')).not.toContain(control);
});
