/** Random claims over random records of October 2024: its first day is the first without J1170, and every therapy may cross a month. */
import fc from 'fast-check';
import { coverage, infusion, type Json, patient, recordOf, stay } from '../support/build-record.ts';
import { at, itemOf, on, otherLine, perDiemLine, perDiemOf, some, whole } from './random-lines.ts';
import { claimOf, limit, limitOf, rival, rivalOf } from './random-rivals.ts';

/** Bags one after the other; the hours between them heal, part runs, or part therapies. */
const chain = fc.array(
  fc.record({
    hours: fc.constantFrom(4, 10, 23, 24, 36, 48, 96, 150),
    gap: fc.constantFrom(0, 0, 0, 1, 5, 30, 72, 90),
    doubtful: fc.nat(9),
  }),
  { minLength: 1, maxLength: 7 },
);

function infusionsOf(bags: { hours: number; gap: number; doubtful: number }[], first: number): Json[] {
  let from = first;
  return bags.map(({ hours, gap, doubtful }, i) => {
    const start = from;
    from += hours + gap;
    return infusion(`a${i}`, at(start), doubtful === 0 ? undefined : at(start + hours));
  });
}

export interface RandomClaim {
  readonly bundle: Json;
  readonly parameters: Json;
  readonly effects: Readonly<Record<string, 'deny' | 'pend' | 'advise' | 'off'>>;
}

const effects = fc.constantFrom<RandomClaim['effects']>(
  {},
  {},
  {},
  { 'units-match-span': 'deny' },
  { 'modifiers-consistent': 'pend' },
  { 'supplies-included': 'pend' },
  { 'units-match-span': 'off', 'day-supported': 'pend' },
);

export const randomClaim: fc.Arbitrary<RandomClaim> = fc
  .record({
    bags: chain,
    first: whole(-30, 200),
    stays: fc.array(fc.record({ from: whole(0, 500), hours: fc.constantFrom(3, 20, 60, 120) }), { maxLength: 2 }),
    perDiems: fc.array(perDiemLine, { minLength: 1, maxLength: 4 }),
    others: fc.array(otherLine, { maxLength: 4 }),
    total: fc.boolean(),
    billable: fc.boolean(),
    zone: fc.constantFrom('UTC', 'UTC', 'America/Chicago', undefined),
    rival: some(rival),
    limit: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: limit }),
    end: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: whole(5, 20) }),
    parameters: fc.record({
      dayCounting: fc.constantFrom('access-days', 'infusion-days', 'elapsed-24h'),
      lineSpan: fc.constantFrom('any', 'calendar-month'),
      dischargeDay: fc.constantFrom('billable', 'not-billable'),
    }),
    effects,
  })
  .map(({ bags, first, stays, perDiems, others, total, billable, zone, rival: second, limit: most, end, parameters, effects: rules }) => {
    const item = [
      ...perDiems.map((line, i) => perDiemOf(i * 2 + 3, line)),
      ...others.map(({ code, ...line }, i) => itemOf(i * 2 + 2, code, line, { diagnosisSequence: [1] })),
    ];
    const sum = item.reduce((cents, { net }) => cents + Math.round(((net as { value: number } | undefined)?.value ?? 0) * 100), 0);
    const resources = [
      patient(
        zone === undefined
          ? { extension: [{ url: 'https://example.org/none', valueCode: 'none' }] }
          : { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: zone }] },
      ),
      coverage(end === undefined ? {} : { period: { start: '2024-01-01', end: on(end) } }),
      claimOf('c1', '2024-11-01', item, {
        ...(total && { total: { value: sum / 100, currency: 'USD' } }),
        ...(billable && { billablePeriod: { start: on(2), end: on(9) } }),
        ...(most?.by === 'authorization' && {
          insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v1' }, preAuthRef: ['PA-1'] }],
        }),
      }),
      ...(second ? rivalOf(second) : []),
      ...(most ? [limitOf(most)] : []),
      ...infusionsOf(bags, first),
      ...stays.map(({ from, hours }, i) => stay(`e${i}`, at(from), at(from + hours))),
    ];
    return { bundle: recordOf(...resources), parameters, effects: rules };
  });
