/** Random records for properties: chains of infusions with gaps near the limits, claims over them, and all else that days depend on. */
import fc from 'fast-check';
import {
  claim,
  coded,
  coverage,
  infusion,
  inZone,
  type Json,
  PATIENT,
  patient,
  perDiemItem,
  RXNORM,
  reading,
  stay,
} from './build-record.ts';

/** In seconds since 1970, both. */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

const HOUR = 3600;
const DAY = 24 * HOUR;
export const FIRST = Date.UTC(2025, 2, 3) / 1000;
/** After all that a chain of 30 can reach. */
export const AS_OF = '2026-01-01T00:00:00Z';

/** A length and one second, one minute less and more. */
const near = (...lengths: readonly number[]) => lengths.flatMap((length) => [length - 60, length - 1, length, length + 1, length + 60]);
const length = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...near(HOUR, DAY, 2 * DAY)) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 10 * HOUR }) },
);
/** Near 60 minutes, 24 hours and 72 hours; negative: the next overlaps. */
const gap = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...near(HOUR)) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, -1, -HOUR, ...near(DAY, 3 * DAY)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 5 * HOUR }) },
);

/** 1 to 30 infusions in a row. */
export const chain: fc.Arbitrary<Segment[]> = fc
  .tuple(fc.integer({ min: 0, max: 3 * DAY }), fc.array(fc.record({ length, gap }), { minLength: 1, maxLength: 30, size: 'max' }))
  .map(([offset, links]) => {
    let start = FIRST + offset;
    return links.map((link) => {
      const segment = { start, end: start + link.length };
      start = Math.max(FIRST, segment.end + link.gap);
      return segment;
    });
  });

/** Any infusion in the time of a chain. */
export const anySegment: fc.Arbitrary<Segment> = fc
  .record({ start: fc.integer({ min: FIRST - 5 * DAY, max: FIRST + 40 * DAY }), length })
  .map(({ start, length: seconds }) => ({ start, end: start + seconds }));

export const zone = fc.constantFrom('UTC', 'America/Chicago', 'America/Phoenix', 'Asia/Kathmandu', 'Pacific/Apia');
/** Zones without clock changes in 2025. */
export const steadyZone = fc.constantFrom('UTC', 'America/Phoenix', 'Asia/Kathmandu', 'Pacific/Apia');
export const dayCounting = fc.constantFrom('access-days' as const, 'infusion-days' as const, 'elapsed-24h' as const);

export const textOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
export const dateOf = (seconds: number): string => textOf(seconds).slice(0, 10);
/** The infusions of a chain, named by their place in it. */
export const infusionsOf = (segments: readonly Segment[], name = 'a'): Json[] =>
  segments.map(({ start, end }, i) => infusion(`${name}${i}`, textOf(start), textOf(end)));

/** A claim of one line from two dates before the chain to two dates after it. */
export function claimOver(segments: readonly Segment[], units?: number): Json {
  const first = Math.min(...segments.map(({ start }) => start)) - 2 * DAY;
  const last = Math.max(...segments.map(({ end }) => end)) + 2 * DAY;
  const dates = Math.round((Date.parse(dateOf(last)) - Date.parse(dateOf(first))) / DAY / 1000) + 1;
  return claim({ created: '2025-12-01', item: [perDiemItem(1, dateOf(first), dateOf(last), units ?? dates)] });
}

const day = fc.integer({ min: -3, max: 40 }).map((days) => FIRST + days * DAY);
const moment = fc.integer({ min: FIRST - DAY, max: FIRST + 40 * DAY });
const time = fc.oneof(moment.map(textOf), day.map(dateOf));
const period = fc
  .tuple(moment, fc.integer({ min: -HOUR, max: 5 * DAY }))
  .map(([start, seconds]) => [textOf(start), textOf(start + seconds)] as const);

const lines = fc
  .array(fc.record({ day, days: fc.integer({ min: 1, max: 20 }), units: fc.constantFrom(1, 2, 5, 20, 400) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((each) => each.map(({ day: first, days, units }, i) => perDiemItem(i + 1, dateOf(first), dateOf(first + (days - 1) * DAY), units)));

const named = (prefix: string, many: fc.Arbitrary<readonly ((id: string) => Json)[]>) =>
  many.map((makers) => makers.map((make, i) => make(`${prefix}${i}`)));
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 4 });

const readings = named(
  'r',
  some(
    fc.record({ at: moment, rate: fc.constantFrom(undefined, 0, 5), status: fc.constantFrom('completed', 'on-hold', 'in-progress') }).map(
      ({ at, rate, status }) =>
        (id: string) =>
          reading(id, textOf(at), rate, { status }),
    ),
  ),
);
const stays = named(
  'e',
  some(
    fc.record({ period, isOpen: fc.boolean(), code: fc.constantFrom('IMP', 'EMER', 'AMB') }).map(
      ({ period: [start, end], isOpen, code }) =>
        (id: string) =>
          stay(id, start, isOpen ? undefined : end, { class: { code } }),
    ),
  ),
);
const dispenses = named(
  'd',
  some(
    fc.record({ on: time, days: fc.integer({ min: 1, max: 9 }) }).map(({ on, days }) => (id: string) => ({
      resourceType: 'MedicationDispense',
      id,
      status: 'completed',
      medicationCodeableConcept: coded(RXNORM, '7052'),
      subject: PATIENT,
      whenHandedOver: on,
      daysSupply: { value: days },
    })),
  ),
);
/** Another claim's units that were paid. */
const paid = named(
  'x',
  some(
    fc.record({ day, units: fc.integer({ min: 1, max: 5 }) }).map(({ day: first, units }) => (id: string) => ({
      resourceType: 'ExplanationOfBenefit',
      id,
      status: 'active',
      use: 'claim',
      patient: PATIENT,
      item: [
        {
          ...perDiemItem(1, dateOf(first), dateOf(first + 4 * DAY), units),
          adjudication: [{ category: coded(undefined, 'benefit'), amount: { value: 100, currency: 'USD' } }],
        },
      ],
    })),
  ),
);

/** All resources of a record with a bit of everything, each with an id of its own. */
export const anyResources: fc.Arbitrary<Json[]> = fc
  .record({ chain, zone, lines, more: lines, readings, stays, dispenses, paid })
  .map((record) => [
    patient(inZone(record.zone)),
    coverage(),
    claim({ created: '2025-12-01', item: record.lines }),
    claim({ id: 'c2', created: '2025-12-02', item: record.more }),
    ...infusionsOf(record.chain),
    ...record.readings,
    ...record.stays,
    ...record.dispenses,
    ...record.paid,
  ]);
