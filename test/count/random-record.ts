/** Random records of whole minutes, from a seed, with most of their times exactly on an edge of the rules, a minute below or a minute above. */
import { type Dice, makeDice } from './dice.ts';
import {
  cassettes,
  chain,
  DRUGS,
  type Draft,
  long,
  open,
  RATE_UNITS,
  rateAndDose,
  readings,
  shown,
  stretch,
  write,
} from './random-chapters.ts';
import { randomFrame, randomParameters } from './random-frame.ts';
import { type Administration, type CountRecord, type Delivery, type Encounter, hasTime, minuteOf, textOf } from './record.ts';
import { dayOf } from './zone-days.ts';

const CHAPTERS = [chain, chain, stretch, stretch, stretch, long, long, readings, readings, cassettes, open];

export function randomRecord(seed: number): CountRecord {
  const dice = makeDice(seed * 2_654_435_761 + 97);
  const frame = randomFrame(dice);
  const units = Object.fromEntries(DRUGS.map((drug) => [drug, dice.pick(RATE_UNITS)]));
  const draft: Draft = { dice, frame, parameters: randomParameters(dice), administrations: [], edges: [...frame.midnights], units };
  const encounters: Encounter[] = [];
  const horizon = frame.midnights.at(-1) ?? 0;

  let at = (frame.midnights[dice.whole(0, Math.min(4, frame.midnights.length - 1))] ?? 0) + dice.pick([-1, 0, 1, dice.whole(0, 1439)]);
  for (let n = dice.whole(1, 5); n > 0 && at < horizon; n -= 1) {
    const end = dice.pick(CHAPTERS)(draft, at);
    at = end + pause(draft, end, encounters);
  }
  const asOf = dice.chance(0.55) ? horizon + dice.whole(0, 50_000) : Math.max(beside(dice, draft.edges), beside(dice, draft.edges));
  for (let n = dice.chance(0.5) ? 0 : dice.whole(1, 5); n > 0; n -= 1) write(draft, stray(draft, asOf));
  while (encounters.length < 5 && dice.chance(0.45)) encounters.push(encounter(draft, asOf, encounters));
  const spoilt = draft.administrations.map((one) => (dice.chance(0.03) ? spoil(dice, one, encounters) : one));
  return {
    zone: frame.zone,
    asOf: textOf(asOf),
    first: frame.first,
    last: frame.last,
    parameters: draft.parameters,
    administrations: dice.shuffle(spoilt),
    encounters: dice.shuffle(encounters),
    deliveries: dice.chance(0.25) ? [delivery(draft, 1), ...(dice.chance(0.4) ? [delivery(draft, 2)] : [])] : [],
  };
}

const beside = (dice: Dice, edges: readonly number[]) => dice.pick(edges) + dice.pick([-1, 0, 0, 1]);

/** The length of a pause: around the limit of a run or of a therapy, the latter lengthened by a stay that lies in it. */
function pause({ dice, parameters }: Draft, end: number, encounters: Encounter[]): number {
  const limit = parameters.therapyPauseHours * 60;
  const kind = dice.next();
  if (kind < 0.25) return dice.near(parameters.mergeGapMinutes);
  if (kind < 0.45) return dice.whole(1, 3000);
  if (kind < 0.75) return dice.near(limit, 1);
  const start = end + dice.pick([-30, 0, 1, dice.whole(0, limit)]);
  const hours = dice.pick([1, 12, 24, 48]);
  const inside = Math.max(0, start + hours * 60 - Math.max(start, end));
  encounters.push({
    id: `e${encounters.length + 1}`,
    class: dice.pick(['IMP', 'EMER', 'OBSENC']),
    status: 'finished',
    start: textOf(start),
    end: textOf(start + hours * 60),
  });
  return inside + dice.near(limit, 1);
}

/** An administration that stands alone, often with something wrong. */
function stray(draft: Draft, asOf: number): Omit<Administration, 'id'> {
  const { dice, frame } = draft;
  const at = dice.chance(0.2) ? asOf + dice.pick([-1, 0, 1]) : beside(dice, draft.edges);
  const end = at + dice.pick([0, 1, 10, dice.near(1440, 1)]);
  const drug = dice.pick([...DRUGS, 'unknown', 'unknown', 'not-pain'] as const);
  const status = dice.pick([
    'completed',
    'completed',
    'in-progress',
    'in-progress',
    'stopped',
    'entered-in-error',
    'unknown',
    'not-done',
  ] as const);
  const how = dice.chance(0.7) ? shown(draft, drug) : {};
  const month = dayOf(frame.zone, at).date.slice(0, dice.pick([4, 7]));
  const times: Partial<Administration>[] = [
    { period: { start: textOf(at), end: textOf(end) } },
    { period: { start: textOf(at), end: textOf(end) } },
    { period: { start: textOf(at) } },
    { period: { start: textOf(at) } },
    { period: { start: textOf(end), end: textOf(at) } },
    { period: { start: month, end: textOf(end) } },
    { period: { start: textOf(at), end: month } },
    { period: { end: textOf(end) } },
    { period: { start: textOf(at), end: dayOf(frame.zone, at).date } },
    { at: textOf(at) },
    { at: textOf(at), ...rateAndDose(draft, drug, 240) },
    { at: dice.pick([dayOf(frame.zone, at).date, month]) },
    {},
  ];
  return { status, drug, ...how, ...dice.pick(times) };
}

/** One thing changed that makes an administration no evidence, or a doubtful one. */
function spoil(dice: Dice, one: Administration, encounters: readonly Encounter[]): Administration {
  const changes: Partial<Administration>[] = [
    { status: 'entered-in-error' },
    { status: dice.pick(['not-done', 'unknown']) },
    { drug: 'not-pain' },
    { drug: 'unknown' },
    { route: 'other' },
    { inpatient: true },
    { context: dice.pick(encounters)?.id ?? 'e-missing' },
    { rate: { value: dice.pick([0, -2]), unit: one.rate?.unit ?? 'mg/h' } },
    ...(one.period?.start ? [{ period: { start: one.period.start } }] : []),
  ];
  return { ...one, ...dice.pick(changes) };
}

/** An encounter on the edges of the record: of any class and status, as dates, without an end, reversed, or close after another. */
function encounter(draft: Draft, asOf: number, others: readonly Encounter[]): Encounter {
  const { dice, frame, parameters } = draft;
  const before = others.at(-1)?.end;
  const follows = before !== undefined && hasTime(before) && dice.chance(0.6);
  const free = dice.chance(0.2) ? asOf + dice.pick([-1, 0, -2000]) : beside(dice, draft.edges);
  const start = follows ? minuteOf(before) + dice.near(parameters.mergeGapMinutes) : free;
  const beforeMidnight =
    (frame.midnights.find((midnight) => midnight > start + 1) ?? start + 600) - dice.whole(0, parameters.mergeGapMinutes);
  const end = dice.pick([
    start + dice.pick([0, 1, 30, 600, 1440, 2880, 4320]),
    beforeMidnight,
    beforeMidnight,
    beside(dice, draft.edges),
    asOf + dice.pick([-1, 0, 1]),
  ]);
  draft.edges.push(start, end);
  const asDates = dice.chance(0.15);
  const close = dice.chance(0.75) ? { end: asDates ? dayOf(frame.zone, Math.max(start, end - 1)).date : textOf(end) } : {};
  return {
    id: `e${others.length + 1}`,
    class: dice.pick(['IMP', 'IMP', 'IMP', 'ACUTE', 'NONAC', 'EMER', 'OBSENC', 'SS', 'AMB', 'HH'] as const),
    status: dice.pick(['finished', 'finished', 'finished', 'in-progress', 'onleave', 'planned', 'cancelled'] as const),
    start: asDates && dice.chance(0.7) ? dayOf(frame.zone, start).date : dice.chance(0.03) ? '2025-03' : textOf(start),
    ...close,
  };
}

function delivery({ dice, frame, edges }: Draft, number: number): Delivery {
  const at = beside(dice, edges);
  const on = dice.chance(0.3) ? dayOf(frame.zone, at).date : textOf(at);
  return {
    id: `d${number}`,
    kind: dice.pick(['dispense', 'dispense', 'delivery']),
    status: dice.chance(0.85) ? 'completed' : 'in-progress',
    analgesic: dice.chance(0.85),
    ...(dice.chance(0.95) ? { on } : {}),
    ...(dice.chance(0.6) ? { daysSupply: dice.pick([1, 2, 5, 30]) } : {}),
  };
}
