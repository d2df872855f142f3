/** The chapters of a random record: each charts one course of infusing from a minute on, and says when it ends. */
import type { Dice } from './dice.ts';
import type { Frame } from './random-frame.ts';
import { type Administration, type Amount, type CountParameters, textOf } from './record.ts';
import { dayOf } from './zone-days.ts';

/** What is being written. `edges` collects the minutes worth standing next to. */
export interface Draft {
  readonly dice: Dice;
  readonly frame: Frame;
  readonly parameters: CountParameters;
  readonly administrations: Administration[];
  readonly edges: number[];
  /** The unit of rate of each drug: one through the record. */
  readonly units: Readonly<Record<string, string>>;
}

type Drug = 'morphine' | 'hydromorphone' | 'bupivacaine';
export const DRUGS: readonly Drug[] = ['morphine', 'morphine', 'hydromorphone', 'bupivacaine'];
export const RATE_UNITS = ['mg/h', 'mL/hr', 'mL/hour', 'mcg/h', 'µg/min', 'ug/min', 'mL/d', 'mg/day', 'mcg/kg/h'] as const;
const MINUTES: Record<string, number> = { min: 1, h: 60, hr: 60, hour: 60, d: 1440, day: 1440 };

/** `what` with an id of its own. */
export function write(draft: Draft, what: Omit<Administration, 'id'>): void {
  draft.administrations.push({ id: `a${draft.administrations.length + 1}`, ...what });
}

/** A rate and the dose that runs for that many whole minutes at it, both of few decimals. */
export function rateAndDose(draft: Draft, drug: string, minutes: number): { rate: Amount; dose: Amount } {
  const unit = draft.units[drug] ?? 'mg/h';
  const [amount = '', ...per] = unit.split('/');
  const perTime = MINUTES[per.at(-1) ?? ''] ?? 60;
  const step = draft.dice.pick([1, 2, 3, 5, 7, 10, 50, 333]);
  const names: readonly string[] = amount === 'mcg' || amount === 'ug' || amount === 'µg' ? ['mcg', 'ug', 'µg'] : [amount];
  const doseUnit = draft.dice.chance(0.06) ? draft.dice.pick(['mg', 'mL', 'mcg']) : draft.dice.pick(names);
  return { rate: { value: (step * perTime) / 100, unit }, dose: { value: (step * minutes) / 100, unit: doseUnit } };
}

/** How a period shows that it was infused: mostly by a rate. */
export function shown(draft: Draft, drug: string): Partial<Administration> {
  const { rate, dose } = rateAndDose(draft, drug, 600);
  const route = draft.dice.chance(0.3) ? { route: 'infusion' as const } : {};
  const how = draft.dice.next();
  if (how < 0.75) return { ...route, rate, ...(draft.dice.chance(0.2) ? { dose } : {}) };
  if (how < 0.82) return { route: 'infusion' };
  if (how < 0.9) return { ...route, device: true };
  if (how < 0.98) return { ...route, words: true };
  return route;
}

function writePeriod(draft: Draft, start: number, end: number, drug: Drug = draft.dice.pick(DRUGS)): void {
  const status = draft.dice.pick(['completed', 'completed', 'completed', 'completed', 'stopped', 'on-hold', 'in-progress'] as const);
  write(draft, { status, drug, ...shown(draft, drug), period: { start: textOf(start), end: textOf(end) } });
  draft.edges.push(start, end);
}

/** A chain of segments with gaps around the limit, at times overlapping or nested. */
export function chain(draft: Draft, from: number): number {
  const { dice, parameters } = draft;
  const count = dice.chance(0.5) ? dice.whole(1, 4) : dice.whole(5, 30);
  let latest = from;
  let start = from;
  for (let n = 0; n < count; n += 1) {
    const length = dice.pick([dice.whole(1, 30), dice.whole(30, 600), dice.near(Math.round(1440 / count), 1), dice.near(720, 1)]);
    writePeriod(draft, start, start + length);
    latest = Math.max(latest, start + length);
    const gap = dice.chance(0.15) ? -dice.whole(1, 200) : dice.pick([0, dice.near(parameters.mergeGapMinutes), dice.whole(0, 20)]);
    start = Math.max(from, latest + gap);
  }
  return latest;
}

/** A stretch of about `continuousHours` of which about the asked fraction is infused, at times with something before and after. */
export function stretch(draft: Draft, from: number): number {
  const { dice, parameters } = draft;
  const days = dice.pick([1, 1, 1, 2, 3]);
  const length = dice.near(days === 1 ? parameters.continuousHours * 60 : days * 1440, 1);
  const infused = dice.near(Math.ceil(length * parameters.minimumInfusedFraction), 1);
  const idle = Math.max(0, length - infused);
  const pieces = idle === 0 ? 0 : Math.max(1, Math.ceil(idle / Math.max(1, parameters.mergeGapMinutes)) + dice.pick([0, 0, 1]));
  let at = from;
  if (dice.chance(0.3)) {
    writePeriod(draft, at, at + dice.whole(1, 90));
    at = from + 90 + dice.near(Math.max(0, parameters.mergeGapMinutes - 45));
  }
  const begin = at;
  for (let n = 0; n < Math.min(pieces, 40); n += 1) {
    const on = Math.max(1, Math.floor(infused / (pieces + 1)) + dice.whole(-3, 3));
    writePeriod(draft, at, at + on);
    at += on + Math.floor((idle * (n + 1)) / pieces) - Math.floor((idle * n) / pieces);
  }
  const end = Math.max(at + 1, begin + length);
  writePeriod(draft, at, end);
  return end;
}

/** A single long period, its edges on midnights or whole numbers of hours, at times written as dates. */
export function long(draft: Draft, from: number): number {
  const { dice, frame, parameters } = draft;
  const end = dice.pick([
    from + dice.near(dice.whole(1, 5) * 1440, 1),
    from + dice.near(parameters.continuousHours * 60, 1),
    (frame.midnights.find((midnight) => midnight > from + dice.whole(0, 4000)) ?? from + 2000) + dice.whole(-1, 1),
  ]);
  if (dice.chance(0.7) || end <= from) {
    writePeriod(draft, from, Math.max(end, from + 1));
    return Math.max(end, from + 1);
  }
  const drug = dice.pick(DRUGS);
  const [first, last] = [dayOf(frame.zone, from), dayOf(frame.zone, end - 1)];
  const start = dice.chance(0.6) ? first.date : textOf(from);
  write(draft, { status: 'completed', drug, ...shown(draft, drug), period: { start, end: dice.chance(0.8) ? last.date : textOf(end) } });
  draft.edges.push(first.start, last.end);
  return last.end;
}

/** In progress without an end. */
export function open(draft: Draft, from: number): number {
  const drug = draft.dice.pick(DRUGS);
  write(draft, { status: 'in-progress', drug, ...shown(draft, drug), period: { start: textOf(from) } });
  draft.edges.push(from, from + draft.parameters.openInfusionDays * 1440);
  return from + draft.dice.whole(0, 3000);
}

/** Point readings about `readingGapMinutes` apart: rates, zeroes, holds, two at one instant, boluses without a rate, doses. */
export function readings(draft: Draft, from: number): number {
  const { dice, parameters } = draft;
  const count = dice.chance(0.5) ? dice.whole(1, 5) : dice.whole(6, 28);
  const drugs = [dice.pick(DRUGS), dice.pick(DRUGS)];
  let at = from;
  for (let n = 0; n < count; n += 1) {
    const drug = drugs[dice.chance(0.85) ? 0 : 1] ?? 'morphine';
    const running = dice.near(dice.pick([60, 120, 240, 720, 1440]), 1);
    writeReading(draft, drug, at, running);
    if (dice.chance(0.12)) writeReading(draft, drug, at, running + dice.pick([0, 60]));
    draft.edges.push(at, at + 1);
    const limit = parameters.readingGapMinutes;
    at += dice.pick([dice.near(limit, 1), dice.near(running, 1), dice.near(Math.max(limit, running), 1), dice.whole(1, 60)]);
  }
  return at;
}

function writeReading(draft: Draft, drug: Drug, at: number, running: number): void {
  const { dice } = draft;
  const { rate, dose } = rateAndDose(draft, drug, running);
  const kind = dice.next();
  const status = dice.chance(0.9) ? 'completed' : dice.pick(['on-hold', 'stopped', 'in-progress', 'in-progress'] as const);
  write(draft, {
    status,
    drug,
    ...(kind < 0.82 ? { rate } : {}),
    ...(kind >= 0.82 && kind < 0.9 ? { rate: { ...rate, value: dice.pick([0, 0, 0, -1]) } } : {}),
    ...(dice.chance(0.3) ? { dose } : {}),
    at: textOf(at),
  });
}

/** Cassettes with dose and rate, the next one about when the last has run out. */
export function cassettes(draft: Draft, from: number): number {
  const { dice } = draft;
  const drug = dice.pick(DRUGS);
  let at = from;
  for (let n = dice.whole(1, 5); n > 0; n -= 1) {
    const minutes = dice.near(dice.pick([600, 1440, 2880, 4320]), 1);
    write(draft, { status: 'completed', drug, ...rateAndDose(draft, drug, minutes), at: textOf(at) });
    draft.edges.push(at, at + minutes);
    at += dice.near(minutes, 1);
  }
  return at;
}
