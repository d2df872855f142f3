/** Hand-made assessments for the tests of what is printed. */
import type { Assessment, Day, PerDiemLine, UnitAnswer } from '../../src/assessment.ts';

const pad = (n: number): string => String(n).padStart(2, '0');
export const march = (day: number): string => `2025-03-${pad(day)}`;
export const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

export const day = (date: string, infusedMinutes: number, reason?: Day['reason']): Day => ({
  date,
  supported: reason === undefined,
  ...(reason ? { reason } : {}),
  infusedMinutes,
  evidence: [],
});

export function perDiem(sequence: number, units: readonly UnitAnswer[]): PerDiemLine {
  const count = (decision: UnitAnswer['decision']) =>
    units.filter((unit) => unit.decision === decision).reduce((sum, unit) => sum + (unit.count ?? 1), 0);
  const [allowed, denied, pended] = [count('allowed'), count('denied'), count('pended')];
  return { sequence, code: 'S9326', submitted: allowed + denied + pended, allowed, denied, pended, units };
}

const allowed = (date: string): UnitAnswer => ({ date, decision: 'allowed' });

export const assessment = (changes: Partial<Assessment> = {}): Assessment => ({
  claim: 'Claim/c1',
  patient: 'Patient/p1',
  asOf: '2025-04-01T00:00:00Z',
  ruleSet: '2026.11.1',
  careZone: { zone: 'America/Chicago', source: 'patient' },
  policy: { id: 'baseline', dayCounting: 'access-days' },
  decision: 'approved',
  units: { submitted: 0, allowed: 0, denied: 0, pended: 0 },
  lines: [],
  days: [],
  administrations: [],
  runs: [],
  stays: [],
  findings: [],
  verdicts: {},
  unbilledDays: [],
  adjacentDays: [],
  notes: [],
  ...changes,
});

/** A month without anything to say. */
export const wholeMonth = assessment({
  units: { submitted: 31, allowed: 31, denied: 0, pended: 0 },
  lines: [
    perDiem(
      1,
      range(1, 31).map((n) => allowed(march(n))),
    ),
  ],
  days: range(1, 31).map((n) => day(march(n), n === 9 ? 1380 : 1440)),
  administrations: [{ reference: 'MedicationAdministration/a1', evidence: true }],
});

/** Everything that a table can hold. */
export const reduced = assessment({
  decision: 'reduced',
  units: { submitted: 11, allowed: 6, denied: 5, pended: 0 },
  lines: [
    perDiem(1, [
      ...range(3, 8).map((n) => allowed(march(n))),
      { date: march(9), decision: 'denied', rule: 'day-supported' },
      { date: march(11), decision: 'denied', rule: 'not-inpatient' },
      { date: march(12), decision: 'denied', rule: 'infusion-continuous' },
      { decision: 'denied', rule: 'units-within-span', count: 2 },
    ]),
    { sequence: 2, code: 'A4222', submitted: 1, decision: 'denied', rule: 'supplies-included', dates: [march(4), march(5), march(7)] },
    { sequence: 3, code: 'J1171', submitted: 240, decision: 'separately-payable' },
    { sequence: 10, submitted: 1, decision: 'not-judged' },
  ],
  days: [
    day(march(2), 180),
    day(march(3), 840),
    ...range(4, 7).map((n) => day(march(n), 1440)),
    day(march(8), 5),
    day(march(9), 0, 'no-infusion'),
    day(march(10), 0, 'inpatient'),
    day(march(11), 0, 'inpatient'),
    day(march(12), 600, 'under-24-hours'),
  ],
  administrations: [
    { reference: 'MedicationAdministration/a1', evidence: true },
    { reference: 'MedicationAdministration/a2', evidence: false, reason: 'not-parenteral' },
    { reference: 'MedicationAdministration/a3', evidence: false, reason: 'zero-rate' },
    { reference: 'MedicationAdministration/a4', evidence: false, reason: 'zero-rate' },
  ],
  findings: [
    {
      rule: 'day-supported',
      verdict: 'not-met',
      effect: 'deny',
      line: 1,
      dates: [march(9)],
      group: 'CO',
      carc: '112',
      rarc: ['N237'],
      message: 'No infusion is on record for 2025-03-09.',
      fix: 'Bill 6 units, 2025-03-03 to 2025-03-08, or send the administration record of 2025-03-09.',
      evidence: [],
    },
    {
      rule: 'supplies-included',
      verdict: 'not-met',
      effect: 'deny',
      line: 2,
      dates: [march(4), march(5), march(7)],
      group: 'CO',
      carc: '97',
      rarc: ['M15', 'N63'],
      message: 'A4222 is part of the per diem of the same dates.',
      fix: 'Take line 2 off the claim.',
      evidence: [],
    },
    {
      rule: 'drugs-coded-separately',
      verdict: 'undetermined',
      effect: 'advise',
      message: 'The claim bills no drug.',
      fix: 'Bill the drug on this claim or on a pharmacy claim.',
      evidence: [],
    },
  ],
  adjacentDays: [march(2)],
  notes: ['The time zone Mars/Base of the caller does not exist; it was passed over.'],
});

/** Units that wait, on two lines, one day missed in between, and the longest rule id there is. */
export const pended = assessment({
  decision: 'pended',
  careZone: { zone: 'UTC', source: 'default' },
  units: { submitted: 4, allowed: 1, denied: 1, pended: 2 },
  lines: [
    perDiem(1, [allowed(march(3)), { date: march(5), decision: 'pended', rule: 'day-supported' }]),
    perDiem(12, [
      { date: march(3), decision: 'denied', rule: 'one-per-diem-per-day' },
      { date: march(6), decision: 'pended', rule: 'coverage-beneficiary-matches' },
    ]),
  ],
  days: [day(march(3), 1439), day(march(4), 1), day(march(5), 0, 'unclear'), day(march(6), 720)],
  unbilledDays: [march(4)],
});
