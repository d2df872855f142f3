import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assessment, UnitAnswer } from '../../src/assessment.ts';
import { inAscii, PLAIN, type Style } from '../../src/present/style.ts';
import { assessmentTable } from '../../src/present/table.ts';
import { displayWidth } from '../../src/present/text-width.ts';
import { ADMINISTRATION_WORDS, DAY_WORDS, RULE_WORDS } from '../../src/present/words.ts';
import { RULE_IDS } from '../../src/rules/ids.ts';
import { assessment, day, march, pended, perDiem, range, reduced, wholeMonth } from './assessments.ts';

/** A block of text without the indentation that it has in this file. */
const text = (block: string): string =>
  block
    .split('\n')
    .slice(1, -1)
    .map((line) => line.slice(6))
    .join('\n');

describe('the table of an assessment', () => {
  test('tells every part of a reduced claim in 80 columns', () => {
    expect(assessmentTable(reduced, { width: 80, style: PLAIN })).toBe(
      text(`
      REDUCED  6 of 11 units of S9326 allowed, 5 denied
        Claim      Claim/c1 for Patient/p1
        Policy     baseline: counts every day from start to end of therapy
        Care zone  America/Chicago, from the patient's record
        As of      2025-04-01T00:00:00Z, rules 2026.11.1

        Day             Infused        h:mm  S9326 (#: claim line)
      + Sun 2025-03-02  █▌··········   3:00  supported, not billed
        Mon 2025-03-03  ███████·····  14:00  #1 allowed
        Tue 2025-03-04  ████████████  24:00  #1 allowed
        Wed 2025-03-05  ████████████  24:00  #1 allowed
        Thu 2025-03-06  ████████████  24:00  #1 allowed
        Fri 2025-03-07  ████████████  24:00  #1 allowed
        Sat 2025-03-08  ▏···········   0:05  #1 allowed
      x Sun 2025-03-09  ············   0:00  #1 denied day-supported, no infusion
        Mon 2025-03-10  ············   0:00  no unit, in hospital
      x Tue 2025-03-11  ············   0:00  #1 denied not-inpatient, in hospital
      x Wed 2025-03-12  █████·······  10:00  #1 denied infusion-continuous, under 24 h

      Units without a date
        #1  2 units denied units-within-span: more units than dates

      Other lines
        #2   A4222  denied supplies-included: part of the per diem,
                    2025-03-04 to 2025-03-05, 2025-03-07
        #3   J1171  separately payable
        #10         not judged

      Findings
        DENY    day-supported, line 1, CO-112-N237, 2025-03-09
                No infusion is on record for 2025-03-09.
                Do: Bill 6 units, 2025-03-03 to 2025-03-08, or send the administration
                    record of 2025-03-09.

        DENY    supplies-included, line 2, CO-97-M15+N63, 2025-03-04 to 2025-03-05,
                2025-03-07
                A4222 is part of the per diem of the same dates.
                Do: Take line 2 off the claim.

        ADVISE  drugs-coded-separately, cannot be told yet
                The claim bills no drug.
                Do: Bill the drug on this claim or on a pharmacy claim.

      You may be missing these days
      + 2025-03-02: therapy before the first day billed

      Administrations that are not evidence (3 of 4)
        2  the rate is 0: the pump stood still
        1  the route is not an infusion route

      Notes
        - The time zone Mars/Base of the caller does not exist; it was passed over.
      `),
    );
  });

  test('keeps the day on one line and wraps the answer in 60 columns', () => {
    expect(assessmentTable(pended, { width: 60, style: PLAIN })).toBe(
      text(`
      PENDED  1 of 4 units of S9326 allowed, 1 denied, 2 pended
        Claim      Claim/c1 for Patient/p1
        Policy     baseline: counts every day from start to end of
                   therapy
        Care zone  UTC, assumed: nothing says where care was given
        As of      2025-04-01T00:00:00Z, rules 2026.11.1

        Day             Infused    h:mm  S9326 (#: claim line)
      x Mon 2025-03-03  ███████▉  23:59  #1 allowed, #12 denied
                                         one-per-diem-per-day
      + Tue 2025-03-04  ▏·······   0:01  supported, not billed
      ? Wed 2025-03-05  ········   0:00  #1 pended day-supported,
                                         record unclear
      ? Thu 2025-03-06  ████····  12:00  #12 pended
                                         coverage-beneficiary-
                                         matches

      You may be missing these days
      + 2025-03-04: between the days billed, without a unit
      `),
    );
  });

  test('has a cell for each hour in 120 columns, folds a long stretch of days that are alike, and names the day of 23 hours', () => {
    expect(assessmentTable(wholeMonth, { width: 120, style: PLAIN })).toBe(
      text(`
      APPROVED  31 of 31 units of S9326 allowed
        Claim      Claim/c1 for Patient/p1
        Policy     baseline: counts every day from start to end of therapy
        Care zone  America/Chicago, from the patient's record
        As of      2025-04-01T00:00:00Z, rules 2026.11.1

        Day             Infused                    h:mm  S9326 (#: claim line)
        Sat 2025-03-01  ████████████████████████  24:00  #1 allowed
          ⋮             6 more days like these two
        Sat 2025-03-08  ████████████████████████  24:00  #1 allowed
        Sun 2025-03-09  ████████████████████████  23:00  #1 allowed, 23-hour day
        Mon 2025-03-10  ████████████████████████  24:00  #1 allowed
          ⋮             20 more days like these two
        Mon 2025-03-31  ████████████████████████  24:00  #1 allowed
      `),
    );
  });

  test('takes two lines for a claim without S9326', () => {
    const nothingBilled = assessment({
      decision: 'not-applicable',
      lines: [{ sequence: 1, code: 'J1171', submitted: 4, decision: 'not-judged' }],
    });

    expect(assessmentTable(nothingBilled, { width: 80, style: PLAIN })).toBe(
      text(`
      NOT APPLICABLE  No line of the claim bills S9326.
        Claim/c1, Patient/p1, as of 2025-04-01T00:00:00Z, rules 2026.11.1
      `),
    );
  });

  test('draws with the characters of a keyboard when asked', () => {
    expect(assessmentTable(pended, { width: 96, style: inAscii(PLAIN) })).toBe(
      text(`
      PENDED  1 of 4 units of S9326 allowed, 1 denied, 2 pended
        Claim      Claim/c1 for Patient/p1
        Policy     baseline: counts every day from start to end of therapy
        Care zone  UTC, assumed: nothing says where care was given
        As of      2025-04-01T00:00:00Z, rules 2026.11.1

        Day             Infused                    h:mm  S9326 (#: claim line)
      x Mon 2025-03-03  #######################=  23:59  #1 allowed, #12 denied one-per-diem-per-day
      + Tue 2025-03-04  -.......................   0:01  supported, not billed
      ? Wed 2025-03-05  ........................   0:00  #1 pended day-supported, record unclear
      ? Thu 2025-03-06  ############............  12:00  #12 pended coverage-beneficiary-matches

      You may be missing these days
      + 2025-03-04: between the days billed, without a unit
      `),
    );
  });

  test('says why a claim that bills S9326 was not judged', () => {
    const cancelled = assessment({
      decision: 'not-applicable',
      notes: ['The claim has the status cancelled: only active claims are judged.'],
    });

    expect(assessmentTable(cancelled, { width: 80, style: PLAIN })).toBe(
      text(`
      NOT APPLICABLE  The claim has the status cancelled: only active claims are
                      judged.
        Claim/c1, Patient/p1, as of 2025-04-01T00:00:00Z, rules 2026.11.1
      `),
    );
  });

  test('has no bars where nothing is infused yet, as in a preauthorization', () => {
    const toCome = assessment({ lines: [perDiem(1, [{ date: march(3), decision: 'allowed' }])], days: [day(march(3), 0)] });

    expect(assessmentTable(toCome, { width: 80, style: PLAIN })).toContain('\n  Mon 2025-03-03  #1 allowed');
  });

  test('shows seven alike days in full and folds eight', () => {
    const alike = (last: number) =>
      assessmentTable(assessment({ days: range(1, last).map((n) => day(march(n), 0, 'paused')) }), { width: 80, style: PLAIN });

    expect(alike(7)).not.toContain('more days');
    expect(alike(8)).toContain('6 more days like these two');
  });

  test('lets nothing that was sent steer the terminal', () => {
    const hostile = assessment({ claim: 'Claim/\u001b[31mred\u0007', notes: ['one\ntwo\u202Ethree'] });

    const shown = assessmentTable(hostile, { width: 80, style: PLAIN });

    expect(shown).toContain('Claim/?[31mred? for Patient/p1');
    expect(shown).toContain('- one two?three');
  });
});

describe('whatever the assessment', () => {
  const tagged: Style = { ...PLAIN, paint: (tone, painted) => `<${tone}>${painted}</${tone}>` };

  test('no line is longer than the width, none ends in a blank, and colour changes no character', () => {
    fc.assert(
      fc.property(assessments(), fc.integer({ min: 60, max: 140 }), fc.boolean(), (one, width, ascii) => {
        const style = ascii ? inAscii(PLAIN) : PLAIN;
        const shown = assessmentTable(one, { width, style });
        for (const line of shown.split('\n')) {
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/\s$/);
        }
        const painted = assessmentTable(one, { width, style: ascii ? inAscii(tagged) : tagged });
        expect(painted.replace(/<\/?(strong|good|bad|warn|dim)>/g, '')).toBe(shown);
      }),
      { numRuns: 100 },
    );
  });

  function assessments(): fc.Arbitrary<Assessment> {
    const rule = fc.constantFrom(...RULE_IDS);
    const words = fc
      .oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.lorem({ maxCount: 40 }), fc.webUrl({ size: 'large' }))
      .filter((one) => !/[<>]/.test(one));
    const date = fc.integer({ min: 1, max: 31 }).map(march);
    const dates = fc.uniqueArray(date, { maxLength: 12 }).map((list) => list.sort());
    const unit: fc.Arbitrary<UnitAnswer> = fc.oneof(
      fc.record({ date, decision: fc.constant('allowed' as const) }),
      fc.record({ date, decision: fc.constantFrom('denied' as const, 'pended' as const), rule }),
      fc.record({ decision: fc.constant('denied' as const), rule, count: fc.integer({ min: 1, max: 1_000_000 }) }),
    );
    const finding = fc.record(
      {
        rule,
        verdict: fc.constantFrom('not-met' as const, 'undetermined' as const),
        effect: fc.constantFrom('deny' as const, 'pend' as const, 'advise' as const),
        line: fc.nat(9999),
        dates,
        group: fc.constant('CO' as const),
        carc: fc.constantFrom('16', '112'),
        rarc: fc.subarray(['N237', 'N63', 'M15']),
        message: words,
        fix: words,
        evidence: fc.constant([]),
      },
      { requiredKeys: ['rule', 'verdict', 'effect', 'message', 'fix', 'evidence'] },
    );
    const other = fc.record(
      {
        sequence: fc.nat(9999),
        code: words,
        submitted: fc.nat(),
        decision: fc.constantFrom('denied' as const, 'pended' as const, 'separately-payable' as const, 'not-judged' as const),
        rule,
        dates,
      },
      { requiredKeys: ['sequence', 'submitted', 'decision'] },
    );
    const reason = fc.constantFrom(undefined, ...(Object.keys(DAY_WORDS) as (keyof typeof DAY_WORDS)[]));
    const left = fc.constantFrom(...(Object.keys(ADMINISTRATION_WORDS) as (keyof typeof ADMINISTRATION_WORDS)[]));
    return fc
      .record({
        claim: words,
        decision: fc.constantFrom('approved' as const, 'reduced' as const, 'denied' as const, 'pended' as const, 'not-applicable' as const),
        zone: fc.constantFrom('America/Chicago', 'UTC', 'Pacific/Apia', 'Mars/Base'),
        lines: fc.array(
          fc.oneof(
            fc.tuple(fc.nat(9999), fc.array(unit, { maxLength: 20 })).map(([sequence, units]) => perDiem(sequence, units)),
            other,
          ),
          { maxLength: 5 },
        ),
        days: fc.array(fc.tuple(fc.integer({ min: 0, max: 1500 }), reason), { maxLength: 31 }),
        aside: fc.array(left, { maxLength: 10 }),
        findings: fc.array(finding, { maxLength: 4 }),
        unbilledDays: dates,
        adjacentDays: dates,
        notes: fc.array(words, { maxLength: 3 }),
      })
      .map(({ zone, days, aside, ...rest }) =>
        assessment({
          ...rest,
          careZone: { zone, source: 'caller' },
          days: days.map(([minutes, why], index) => day(march(index + 1), minutes, why)),
          administrations: aside.map((why, index) => ({ reference: `MedicationAdministration/a${index}`, evidence: false, reason: why })),
        }),
      );
  }
});

test('every rule has words of ours', () => {
  expect(Object.keys(RULE_WORDS).sort()).toEqual([...RULE_IDS].sort());
});
