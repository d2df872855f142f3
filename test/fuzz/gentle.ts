/** Changes that keep a request readable mostly, so that what lies behind is reached. All in place. */
import type { Dice } from '../count/dice.ts';
import type { Corpus } from './corpus.ts';
import { nearDate, someDate } from './extreme-dates.ts';
import { nearNumber, someNumber, someReference, someText, someZone } from './extremes.ts';
import {
  copyOf,
  descend,
  drop,
  entriesOf,
  type Holder,
  isHolder,
  isRecord,
  placeWhere,
  put,
  resourceOf,
  shuffleInPlace,
  somePlace,
  valueAt,
} from './places.ts';

export type Mutation = (root: unknown, dice: Dice, corpus: Corpus) => void;

const isDate = (value: unknown): boolean => typeof value === 'string' && /^\d{4}(-\d\d|$)/.test(value);
export const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number';
const isList = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);
/** An id may have become anything, also what cannot be written as text. */
const plain = (value: unknown): string => (typeof value === 'string' ? value : 'x');
const ESSENTIAL: ReadonlySet<string | number> = new Set([
  'resourceType',
  'status',
  'use',
  'type',
  'created',
  'patient',
  'sequence',
  'productOrService',
  'subject',
  'id',
]);

const dropSome: Mutation = (root, dice) => {
  const place = placeWhere(root, dice, (_, key) => !ESSENTIAL.has(key));
  if (place) drop(place);
};

const dropEntry: Mutation = (root, dice) => {
  const entries = entriesOf(root, dice);
  entries.splice(dice.whole(0, entries.length - 1), 1);
};

/** An element once more: a line under a sequence of its own, at times. */
const duplicate: Mutation = (root, dice) => {
  const list = listAt(root, dice);
  if (!list) return;
  const copy: unknown = copyOf(dice.pick(list));
  if (isRecord(copy) && typeof copy.sequence === 'number' && dice.chance(0.9)) copy.sequence = list.length + dice.whole(1, 20);
  list.splice(dice.whole(0, list.length), 0, copy);
};

export function listAt(root: unknown, dice: Dice): unknown[] | undefined {
  const place = placeWhere(root, dice, isList);
  return place && (valueAt(place) as unknown[]);
}

/** A resource once more: the same, another version of it, or another one. */
const duplicateEntry: Mutation = (root, dice) => {
  const entries = entriesOf(root, dice);
  if (entries.length === 0) return;
  const copy = copyOf(dice.pick(entries)) as Holder;
  const resource = resourceOf(copy);
  if (isRecord(resource)) {
    const kind = dice.next();
    if (kind < 0.5) resource.id = `${plain(resource.id).slice(0, 50)}-${dice.whole(2, 9)}`;
    if (kind < 0.5 && typeof copy.fullUrl === 'string' && dice.chance(0.8))
      copy.fullUrl = copy.fullUrl.replace(/[^/]*$/, plain(resource.id));
    else if (kind < 0.8)
      resource.meta = {
        versionId: dice.pick(['0', '1', '2', '10', '1.5', 'x', '']),
        ...(dice.chance(0.5) ? { lastUpdated: someDate(dice) } : {}),
      };
    if (dice.chance(0.2)) delete copy.fullUrl;
  }
  entries.splice(dice.whole(0, entries.length), 0, copy);
};

const swapLike: Mutation = (root, dice) => {
  const one = somePlace(root, dice);
  if (!one) return;
  const type = typeOf(valueAt(one));
  const other = placeWhere(root, dice, (value, key) => (key === one.key || dice.chance(0.1)) && typeOf(value) === type);
  if (other) swap(one, other);
};

function swap(one: NonNullable<ReturnType<typeof somePlace>>, other: typeof one): void {
  // Copies: one may lie in the other.
  const [a, b] = [copyOf(valueAt(one)), copyOf(valueAt(other))];
  put(one, b);
  put(other, a);
}

export const swapAny: Mutation = (root, dice) => {
  const [one, other] = [somePlace(root, dice), somePlace(root, dice)];
  if (one && other) swap(one, other);
};

/** What stands under the same name elsewhere in the corpus. */
const splice: Mutation = (root, dice, { under }) => {
  const place = placeWhere(root, dice, (_, key) => key !== 'resourceType' && under.has(String(key)));
  if (!place) return;
  const other = dice.pick(under.get(String(place.key)) ?? []);
  if (typeOf(other) === typeOf(valueAt(place)) || dice.chance(0.1)) put(place, copyOf(other));
};

/** A member that a like object has elsewhere and this one lacks. */
const graft: Mutation = (root, dice, { under, entries }) => {
  const place = placeWhere(root, dice, isHolder);
  const from = dice.chance(0.5) ? dice.pick(entries) : place && dice.pick(under.get(String(place.key)) ?? [undefined]);
  const target = place && valueAt(place);
  const member = descend(from, dice, 0.6);
  if (isRecord(target) && member && typeof member.key === 'string' && !(member.key in target))
    put({ holder: target, key: member.key }, copyOf(valueAt(member)));
};

const spliceEntry: Mutation = (root, dice, { entries }) => {
  const list = entriesOf(root, dice);
  if (list.length > 0) list.splice(dice.whole(0, list.length), 0, copyOf(dice.pick(entries)));
};

const changeDate: Mutation = (root, dice) => {
  const place = placeWhere(root, dice, isDate);
  if (place) put(place, dice.chance(0.7) ? nearDate(String(valueAt(place)), dice) : someDate(dice));
};

const changeNumber: Mutation = (root, dice) => {
  const place = placeWhere(root, dice, (value, key) => isNumber(value) && (key !== 'sequence' || dice.chance(0.3)));
  if (place) put(place, dice.chance(0.5) ? nearNumber(Number(valueAt(place)), dice) : someNumber(dice));
};

const changeZone: Mutation = (root, dice) => {
  const patient = entriesOf(root, dice)
    .map(resourceOf)
    .find((resource) => isRecord(resource) && resource.resourceType === 'Patient');
  if (isRecord(patient)) patient.extension = [{ url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: someZone(dice) }];
};

const reorder: Mutation = (root, dice) => {
  const list = dice.chance(0.5) ? entriesOf(root, dice) : listAt(root, dice);
  if (list) shuffleInPlace(list, dice);
};

const changeReference: Mutation = (root, dice) => {
  const place = placeWhere(root, dice, (_, key) => key === 'reference');
  if (!place) return;
  const own = dice.pick(entriesOf(root, dice));
  const target = resourceOf(own);
  const known = isRecord(target) ? [`${plain(target.resourceType)}/${plain(target.id)}`, isRecord(own) ? own.fullUrl : undefined] : [];
  put(place, dice.chance(0.5) ? (dice.pick(known) ?? someReference(dice)) : someReference(dice));
};

const changeIdentity: Mutation = (root, dice) => {
  const entry = dice.pick(entriesOf(root, dice));
  const resource = resourceOf(entry);
  if (!isRecord(entry) || !isRecord(resource)) return;
  const kind = dice.next();
  if (kind < 0.25) delete resource.id;
  else if (kind < 0.45) delete entry.fullUrl;
  else if (kind < 0.7) resource.id = dice.pick(['p1', 'c1', 'a1', 'x', 'p2', '1', 'A.b-c', someText(dice)]);
  else
    entry.fullUrl = dice.pick([
      someReference(dice),
      `https://example.org/fhir/${plain(resource.resourceType)}/${plain(resource.id)}`,
      `http://other.example/${plain(resource.resourceType)}/${plain(resource.id)}`,
    ]);
};

/** What is contained in place of what is referred to. */
const contain: Mutation = (root, dice) => {
  const entries = entriesOf(root, dice);
  const [host, guest] = [resourceOf(dice.pick(entries)), resourceOf(dice.pick(entries))];
  if (!isRecord(host) || !isRecord(guest) || host === guest) return;
  const { contained: _, ...copy } = copyOf(guest);
  host.contained = [...(Array.isArray(host.contained) ? (host.contained as unknown[]) : []), { ...copy, id: 'bag' }];
  const place = descend(host, dice, 0.9);
  if (place?.key === 'reference') put(place, '#bag');
};

export const GENTLE: readonly Mutation[] = [
  dropSome,
  dropSome,
  dropEntry,
  duplicate,
  duplicate,
  duplicateEntry,
  duplicateEntry,
  swapLike,
  swapLike,
  splice,
  splice,
  splice,
  graft,
  graft,
  spliceEntry,
  spliceEntry,
  changeDate,
  changeDate,
  changeDate,
  changeNumber,
  changeNumber,
  changeZone,
  reorder,
  changeReference,
  changeIdentity,
  contain,
];
