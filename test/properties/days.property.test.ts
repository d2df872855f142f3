/** What must hold of days and runs, whatever the chain of infusions. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment.ts';
import { unite } from '../../src/time/interval-set.ts';
import { answerOf, supportedDates } from '../support/build-answer.ts';
import {
  AS_OF,
  anySegment,
  chain,
  claimOver,
  dayCounting,
  infusionsOf,
  type Segment,
  steadyZone,
  textOf,
  zone,
} from '../support/build-chains.ts';
import { infusion, inZone, type Json, patient, recordOf } from '../support/build-record.ts';

type Counting = Assessment['policy']['dayCounting'];

const answerTo = (zoneName: string, counting: Counting, claim: Json, ...infusions: readonly Json[]): Assessment =>
  answerOf(recordOf(patient(inZone(zoneName)), claim, ...infusions), { asOf: AS_OF, parameters: { dayCounting: counting } });

/** All of the answer that does not name single administrations. */
function nameless({ decision, units, lines, days, runs, unbilledDays, adjacentDays, verdicts }: Assessment): object {
  return { decision, units, lines, days: days.map(({ evidence: _, ...day }) => day), runs, unbilledDays, adjacentDays, verdicts };
}

const shuffled = <T>(list: fc.Arbitrary<T[]>) =>
  list.chain((each) => fc.tuple(fc.constant(each), fc.shuffledSubarray(each, { minLength: each.length, maxLength: each.length })));

test('the order of infusions does not matter, to the byte', () => {
  fc.assert(
    fc.property(
      shuffled(chain.map((segments) => infusionsOf(segments))),
      chain,
      zone,
      dayCounting,
      ([one, other], over, name, counting) => {
        const claim = claimOver(over);
        expect(JSON.stringify(answerTo(name, counting, claim, ...other))).toBe(JSON.stringify(answerTo(name, counting, claim, ...one)));
      },
    ),
  );
});

test('an infusion sent again under another id changes nothing', () => {
  fc.assert(
    fc.property(chain, zone, dayCounting, fc.nat(29), (segments, name, counting, again) => {
      const twice = segments[again % segments.length] as Segment;
      const claim = claimOver(segments);
      const once = answerTo(name, counting, claim, ...infusionsOf(segments));
      expect(nameless(answerTo(name, counting, claim, ...infusionsOf(segments), ...infusionsOf([twice], 'again')))).toEqual(nameless(once));
    }),
  );
});

test('merging what is merged changes nothing', () => {
  fc.assert(
    fc.property(chain, zone, dayCounting, (segments, name, counting) => {
      const { starts, ends } = unite(segments);
      const merged = starts.map((start, i) => ({ start, end: ends[i] ?? start }));
      const claim = claimOver(segments);
      const [apart, together] = [segments, merged].map((each) => nameless(answerTo(name, counting, claim, ...infusionsOf(each))));
      expect(together).toEqual(apart);
    }),
  );
});

test('an infusion cut into touching pieces is the same infusion', () => {
  const cuts = fc.array(fc.tuple(fc.nat(29), fc.double({ min: 0.001, max: 0.999, noNaN: true })), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(chain, cuts, zone, dayCounting, (segments, where, name, counting) => {
      const pieces = where.reduce<Segment[]>((list, [index, share]) => {
        const at = index % list.length;
        const { start, end } = list[at] as Segment;
        const cut = Math.floor(start + (end - start) * share);
        return cut > start && cut < end ? [...list.slice(0, at), { start, end: cut }, { start: cut, end }, ...list.slice(at + 1)] : list;
      }, segments);
      const claim = claimOver(segments);
      const whole = answerTo(name, counting, claim, ...infusionsOf(segments));
      expect(nameless(answerTo(name, counting, claim, ...infusionsOf(pieces)))).toEqual(nameless(whole));
    }),
  );
});

test('more evidence never takes a supported day away, by access days and by infusion days', () => {
  const counting = fc.constantFrom('access-days' as const, 'infusion-days' as const);
  fc.assert(
    fc.property(chain, anySegment, zone, counting, (segments, { start, end }, name, way) => {
      const claim = claimOver([...segments, { start, end }]);
      const before = supportedDates(answerTo(name, way, claim, ...infusionsOf(segments)));
      const after = supportedDates(answerTo(name, way, claim, ...infusionsOf(segments), infusion('more', textOf(start), textOf(end))));
      expect(before.filter((date) => !after.includes(date))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('each way of counting supports no more than the one before: access days, infusion days', () => {
  fc.assert(
    fc.property(chain, zone, (segments, name) => {
      const [access, infused] = (['access-days', 'infusion-days'] as const).map((way) =>
        supportedDates(answerTo(name, way, claimOver(segments), ...infusionsOf(segments))),
      );
      expect(infused?.filter((date) => !access?.includes(date))).toEqual([]);
    }),
  );
});

test('an infused day of a supported therapy has minutes, and all minutes are those of the runs', () => {
  fc.assert(
    fc.property(chain, zone, (segments, name) => {
      const whole = segments.map(({ start, end }) => ({ start: start - (start % 60), end: end - (end % 60) + 60 }));
      const { days, runs } = answerTo(name, 'infusion-days', claimOver(whole), ...infusionsOf(whole));
      const sum = (list: readonly { readonly infusedMinutes: number }[]) =>
        list.reduce((total, { infusedMinutes }) => total + infusedMinutes, 0);
      expect(sum(days)).toBe(sum(runs));
      expect(days.filter(({ supported, infusedMinutes }) => supported && infusedMinutes === 0)).toEqual([]);
    }),
  );
});

test('everything moved by whole weeks, without a clock change, moves the answer', () => {
  const moved = (text: string, weeks: number) =>
    text.replaceAll(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g, (date) =>
      new Date(Date.parse(date) + weeks * 604_800_000).toISOString().slice(0, 10),
    );
  fc.assert(
    fc.property(chain, steadyZone, dayCounting, fc.integer({ min: -20, max: 60 }), (segments, name, counting, weeks) => {
      const record = JSON.stringify(recordOf(patient(inZone(name)), claimOver(segments), ...infusionsOf(segments)));
      const ask = (json: string, asOf: string) =>
        JSON.stringify(answerOf(JSON.parse(json), { asOf, parameters: { dayCounting: counting } }));
      expect(ask(moved(record, weeks), moved(AS_OF, weeks))).toBe(moved(ask(record, AS_OF), weeks));
    }),
  );
});
