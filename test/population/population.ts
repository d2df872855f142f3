/**
 * A population of patients with infusions and claims, from a seed, of any size: the records of the slow count (test/count) with hours of rate
 * changes put before them, each under ids of its own. What is allowed of each claim is known from the slow count, not from the core.
 */
import { type Dice, makeDice } from '../count/dice.ts';
import { randomRecord } from '../count/random-record.ts';
import { type Administration, type CountRecord, SPEC_DEFAULTS, textOf } from '../count/record.ts';
import { slowCount } from '../count/slow-count.ts';
import { toBundle } from '../count/to-bundle.ts';
import { addDays, zoneDay } from '../count/zone-days.ts';

type Json = Record<string, unknown>;

export interface Member {
  readonly resources: readonly Json[];
  readonly answers: readonly KnownAnswer[];
}

/** Units of a claim by what becomes of them; or that it cannot be read. */
export interface KnownAnswer {
  readonly claim: string;
  readonly allowed?: number;
  readonly denied?: number;
  readonly pended?: number;
  readonly setAside?: true;
}

/** After all records, so that whatever is still open is old. */
export const AS_OF = '2026-01-01T00:00Z';

/** Of nobody: once in a population. */
export const SHARED: readonly Json[] = sharedOf(toBundle(memberRecord(1, 1)));

const OWN = /"(Patient|Coverage|Claim|Encounter|MedicationAdministration|MedicationDispense|SupplyDelivery)\/([^"/]+)"/g;

/** The n-th patient of the seed, whatever the size of the population. */
export function member(seed: number, n: number): Member {
  const record = memberRecord(seed, n);
  const dice = makeDice(seed * 7_919 + n);
  const bundle = JSON.parse(JSON.stringify(toBundle(record)).replaceAll(OWN, (_, type, id) => `"${type}/${idOf(n, id)}"`)) as {
    entry: { resource: Json }[];
  };
  const own = bundle.entry
    .map(({ resource }) => resource)
    .filter(({ resourceType }) => !['Organization', 'Medication'].includes(String(resourceType)))
    .map((resource) => ({ ...resource, id: idOf(n, String(resource.id)) }) as Json);
  const claim = own.find(({ resourceType }) => resourceType === 'Claim') ?? {};
  const rest = own.filter((resource) => resource !== claim);
  const kind = dice.next();
  // Some have no claim of ours.
  if (kind < 0.04) return { resources: rest, answers: [] };
  if (kind < 0.042) return { resources: [...rest, { ...claim, status: 'sent' }], answers: [{ claim: String(claim.id), setAside: true }] };
  const excess = kind < 0.12 ? dice.whole(1, 3) : 0;
  const first = withUnits(claim, excess);
  const answers = [answerOf(record, String(claim.id), excess)];
  if (kind < 0.9) return { resources: [...rest, first], answers };
  const later = laterDates(record, dice);
  const id = idOf(n, 'claim2');
  const period = { start: later.first, end: later.last };
  const [item] = first.item as Json[];
  const quantity = { value: slowCount(later).dates.length };
  const second = { ...claim, id, created: later.last, item: [{ ...item, servicedPeriod: period, quantity }] };
  return { resources: [...rest, first, second], answers: [...answers, answerOf(later, id, 0)] };
}

const idOf = (n: number, id: string): string => `${id}-${n}`;

function sharedOf(bundle: Json): readonly Json[] {
  return (bundle.entry as { resource: Json }[])
    .map(({ resource }) => resource)
    .filter(({ resourceType }) => ['Organization', 'Medication'].includes(String(resourceType)));
}

function memberRecord(seed: number, n: number): CountRecord {
  const drawn = drawnRecord(seed * 100_003 + n);
  const dice = makeDice(seed * 31 + n * 17);
  const record = { ...drawn, asOf: AS_OF, parameters: SPEC_DEFAULTS };
  return { ...record, administrations: [...drawn.administrations, ...rateChanges(record, dice)] };
}

/** Of a time in which the code was in force: before, every unit is denied for another reason. */
function drawnRecord(seed: number): CountRecord {
  const drawn = randomRecord(seed);
  return drawn.first >= '2003' ? drawn : drawnRecord(seed + 50_000_017);
}

/** A pump that was read about every hour for some days, one segment after the other, with a pause now and then. */
function rateChanges({ zone, first }: CountRecord, dice: Dice): readonly Administration[] {
  const changes: Administration[] = [];
  let at = (zoneDay(zone, first)?.start ?? 0) - dice.whole(0, 2000);
  for (let count = dice.whole(20, 90); count > 0; count -= 1) {
    const end = at + dice.whole(20, 100);
    changes.push({
      id: `r${changes.length + 1}`,
      status: 'completed',
      drug: 'hydromorphone',
      rate: { value: dice.whole(1, 20) / 10, unit: 'mg/h' },
      period: { start: textOf(at), end: textOf(end) },
    });
    at = end + (dice.chance(0.02) ? dice.pick([59, 60, 61, 300, 4321]) : 0);
  }
  return changes;
}

/** Right after the dates of the first claim. */
function laterDates(record: CountRecord, dice: Dice): CountRecord {
  let first = addDays(record.last, 1);
  if (!zoneDay(record.zone, first)) first = addDays(first, 1);
  let last = addDays(first, dice.whole(0, 6));
  if (!zoneDay(record.zone, last)) last = addDays(last, 1);
  return { ...record, first, last };
}

function withUnits(claim: Json, excess: number): Json {
  const [item] = claim.item as Json[];
  const { value = 0 } = (item?.quantity ?? {}) as { value?: number };
  return { ...claim, item: [{ ...item, quantity: { value: value + excess }, unitPrice: { value: 150, currency: 'USD' } }] };
}

/** A supported date is allowed, an unclear one waits, the others and what is billed beyond the dates are denied. */
function answerOf(record: CountRecord, claim: string, excess: number): KnownAnswer {
  const { days } = slowCount(record);
  const count = (letter: string): number => [...days].filter((each) => each === letter).length;
  const [allowed, pended] = [count('S'), count('?')];
  return { claim, allowed, pended, denied: days.length - allowed - pended + excess };
}
