/** Numbers, dates and zones at and beyond the ends: each has an answer. */
import { describe, expect, test } from 'vitest';
import { adjudicate, writeClaimResponse } from '../../src/index.ts';
import { BASELINE } from '../../src/policy/policy.ts';
import { type Asking, answerOf, dayOf, judgementsOf, readRecords } from '../support/build-answer.ts';
import {
  claim,
  coded,
  HCPCS,
  infusion,
  inZone,
  type Json,
  patient,
  perDiemItem,
  reading,
  recordOf,
  stay,
} from '../support/build-record.ts';
import { problemsOf } from '../support/valid-r4.ts';

const four = infusion('a1', '2025-03-02', '2025-03-05');

/** The answer, once it has been written as a valid ClaimResponse, too. */
function answer(json: unknown, asking: Asking = {}) {
  for (const judgement of judgementsOf(json, asking)) expect(problemsOf(writeClaimResponse(judgement), judgement.claim)).toEqual([]);
  return answerOf(json, asking);
}

describe('units', () => {
  const billed = (value: unknown) =>
    answer(recordOf(four, claim({ item: [perDiemItem(1, '2025-03-02', '2025-03-05', 4, { quantity: { value } })] })));

  test('a million billion units on four dates: four are allowed, the rest is one answer', () => {
    const { units, lines } = billed(1e15);

    expect(units).toEqual({ submitted: 1e15, allowed: 4, denied: 1e15 - 4, pended: 0 });
    expect(lines[0]).toMatchObject({ units: [{}, {}, {}, {}, { decision: 'denied', rule: 'units-within-span', count: 1e15 - 4 }] });
  });

  test.each([0, -1, 1.5, 1e16, 1e308, -1e308, 5e-324])('%d units are no number of units', (value) => {
    const { units, findings } = billed(value);

    expect(units).toEqual({ submitted: 1, allowed: 0, denied: 1, pended: 0 });
    expect(findings[0]).toMatchObject({ rule: 'units-stated', carc: '16', rarc: ['M53'] });
  });

  test.each([1e15, 1e308, -1e308, 0])('%d of another code', (value) => {
    const other = { sequence: 2, productOrService: coded(HCPCS, 'A4222'), servicedDate: '2025-03-03', quantity: { value } };
    const { lines } = answer(recordOf(four, claim({ item: [perDiemItem(1, '2025-03-02', '2025-03-05', 4), other] })));

    expect(lines[1]).toMatchObject({ sequence: 2, submitted: value, decision: 'denied', rule: 'supplies-included' });
  });
});

describe('dates of the years 1 and 9999', () => {
  const billed = (start: string, end: string, zone = 'UTC', ...more: readonly Json[]) =>
    answer(recordOf(patient(inZone(zone)), claim({ created: end, item: [perDiemItem(1, start, end, 2)] }), ...more), {
      asOf: '9999-12-31T23:59:59Z',
    });

  test.each(['UTC', 'America/Chicago', 'Pacific/Apia'])('are billed and infused in %s', (zone) => {
    const first = billed('0001-01-02', '0001-01-03', zone, infusion('a1', '0001-01-02', '0001-01-03'));
    const last = billed('9999-12-28', '9999-12-29', zone, infusion('a1', '9999-12-28', '9999-12-29'));

    expect([first.days, last.days].map((days) => days.filter(({ supported }) => supported).map(({ date }) => date))).toEqual([
      ['0001-01-02', '0001-01-03'],
      ['9999-12-28', '9999-12-29'],
    ]);
  });

  test('the very first and the very last', () => {
    const whole = infusion('a1', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00');

    // Supported, though S9326 was not yet a code.
    expect(
      billed('0001-01-01', '0001-01-02', 'UTC', whole)
        .days.slice(0, 2)
        .map(({ date }) => date),
    ).toEqual(['0001-01-01', '0001-01-02']);
    expect(dayOf(billed('0001-01-01', '0001-01-02', 'UTC', whole), '0001-01-01')).toBe('supported');
    expect(billed('9999-12-30', '9999-12-31', 'UTC', whole).units.allowed).toBe(2);
    // A stay to the last date still runs at asOf in UTC; in Samoa, where it is over, that date is its discharge day.
    const forever = stay('e1', '0001-01-01', '9999-12-31');
    expect(billed('9999-12-30', '9999-12-31', 'UTC', whole, forever).units.allowed).toBe(0);
    expect(billed('9999-12-30', '9999-12-31', 'Pacific/Apia', whole, forever).units.allowed).toBe(1);
  });

  test('a span of all years is refused as too long, and lists no days', () => {
    const { findings, days } = billed('0001-01-01', '9999-12-31');

    expect([findings[0]?.rule, findings[0]?.rarc, days]).toEqual(['service-dates-stated', ['N345'], []]);
  });

  test('as asOf', () => {
    expect(answer(recordOf(four), { asOf: '0001-01-01T00:00:00Z' }).decision).toBe('denied');
    expect(answer(recordOf(four), { asOf: '9999-12-31T23:59:59Z' }).days.length).toBe(31);
  });

  test('readings a whole calendar apart', () => {
    const readings = [reading('r1', '0001-01-01T00:00:00Z', 5), reading('r2', '9999-12-31T00:00:00Z', 5)];

    expect(answer(recordOf(...readings), { asOf: '9999-12-31T23:59:59Z' }).runs).toEqual([]);
  });

  test('a paid line of all years takes no more than ten of them', () => {
    const line = {
      ...perDiemItem(1, '0001-01-01', '9999-12-31', 1e15),
      adjudication: [{ category: coded(undefined, 'benefit'), amount: { value: 1e308, currency: 'USD' } }],
    };
    const paid = Array.from({ length: 20 }, (_, i) => ({
      resourceType: 'ExplanationOfBenefit',
      id: `x${i}`,
      status: 'active',
      use: 'claim',
      patient: { reference: 'Patient/p1' },
      item: [line],
    }));
    const began = performance.now();

    expect(answer(recordOf(four, ...paid)).units.allowed).toBe(4);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('a zone that does not exist is passed over with a note', () => {
  const NOWHERE = 'Mars/Olympus_Mons';
  const location = (zone: string): Json => ({ resourceType: 'Location', id: 'l1', ...inZone(zone) });
  const atFacility = claim({ facility: { reference: 'Location/l1' } });
  const note = (source: string) => `The time zone given by the ${source} does not exist and was passed over.`;

  test.each([
    ['caller', recordOf(four, patient()), { timeZone: NOWHERE }, 'patient'],
    ['patient', recordOf(four, atFacility, patient(inZone(NOWHERE)), location('America/Denver')), {}, 'facility'],
    ['facility', recordOf(four, atFacility, patient({ extension: [] }), location(NOWHERE)), {}, 'default'],
  ] as const)('the %s’s', (source, record, asking, next) => {
    const { careZone, notes } = answer(record, asking);

    expect([careZone.source, notes]).toEqual([next, [note(source)]]);
  });

  test('the policy’s', () => {
    const policy = { ...BASELINE, id: 'somewhere', timeZone: NOWHERE };
    const [record] = readRecords(recordOf(four, patient({ extension: [], address: [{ state: 'IL' }] })));
    const [judgement] = record ? adjudicate(record, { asOf: Date.UTC(2025, 5, 1), policies: [policy], policy: policy.id }) : [];

    expect(judgement?.assessment.careZone).toEqual({ zone: 'America/Chicago', source: 'address' });
    expect(judgement?.assessment.notes).toEqual([note('policy')]);
  });

  test('all of them', () => {
    const { careZone, notes } = answer(recordOf(four, atFacility, patient(inZone(NOWHERE)), location(NOWHERE)), { timeZone: NOWHERE });

    expect(careZone).toEqual({ zone: 'UTC', source: 'default' });
    expect(notes).toEqual(['caller', 'facility', 'patient'].map(note));
  });

  test.each(['', ' ', '+05:00', '../../etc/passwd', '__proto__', `${'A'.repeat(1_000_000)}`])('such as %j', (zone) => {
    expect(answer(recordOf(four), { timeZone: zone }).careZone.source).toBe('patient');
  });

  test('blanks around a zone that exists do no harm', () => {
    expect(answer(recordOf(four), { timeZone: ' America/Denver ' }).careZone).toEqual({ zone: 'America/Denver', source: 'caller' });
  });
});
