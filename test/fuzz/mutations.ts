/** The grammar's changes: each takes a request apart a little, in place. These are the rough ones. */
import type { Dice } from '../count/dice.ts';
import type { Corpus } from './corpus.ts';
import { MARKER, ODD_NAMES, retyped, someText } from './extremes.ts';
import { GENTLE, isText, listAt, type Mutation, swapAny } from './gentle.ts';
import { copyOf, drop, type Holder, isRecord, placeWhere, put, somePlace, valueAt } from './places.ts';

const retype: Mutation = (root, dice) => {
  const place = somePlace(root, dice);
  if (place) put(place, retyped(valueAt(place), dice));
};

const changeText: Mutation = (root, dice) => {
  const place = placeWhere(root, dice, (value, key) => isText(value) && (key !== 'resourceType' || dice.chance(0.1)));
  if (place) put(place, someText(dice));
};

const rename: Mutation = (root, dice, { under }) => {
  const place = somePlace(root, dice);
  if (!place || Array.isArray(place.holder)) return;
  const value = valueAt(place);
  drop(place);
  put({ holder: place.holder, key: dice.chance(0.5) ? dice.pick(ODD_NAMES) : dice.pick([...under.keys()]) }, value);
};

const addMember: Mutation = (root, dice) => {
  const place = placeWhere(root, dice, isRecord);
  if (place)
    put({ holder: valueAt(place) as Holder, key: dice.pick(ODD_NAMES) }, dice.pick([MARKER, null, {}, [], { polluted: MARKER }, 7]));
};

const resize: Mutation = (root, dice) => {
  const list = listAt(root, dice);
  if (!list) return;
  const first = list[0];
  const size = dice.chance(0.01) && JSON.stringify(first ?? null).length < 2000 ? 3000 : dice.pick([0, 1, 2, 20]);
  list.length = Math.min(list.length, size);
  while (list.length < size)
    list.push(isRecord(first) && 'sequence' in first ? { ...copyOf(first), sequence: list.length + 1 } : copyOf(first));
};

const plant: Mutation = (root, dice) => {
  const place = placeWhere(root, dice, isText);
  if (place && place.key !== 'resourceType') put(place, `${MARKER} ${dice.whole(1, 9)}`);
};

const ROUGH: readonly Mutation[] = [
  ...GENTLE,
  swapAny,
  retype,
  retype,
  retype,
  changeText,
  changeText,
  rename,
  rename,
  addMember,
  resize,
  plant,
];

/** One to many changes; six cases of ten are gentle only. */
export function mutate(root: unknown, dice: Dice, corpus: Corpus): void {
  const from = dice.chance(0.6) ? GENTLE : ROUGH;
  let count = dice.chance(0.02) ? 40 : 1;
  while (count < 12 && dice.chance(0.6)) count += 1;
  // What grows by copies of itself would soon fill the memory.
  for (let n = 0; n < count && !isLarge(root); n += 1) dice.pick(from)(root, dice, corpus);
}

const LARGE = 30_000;

function isLarge(root: unknown): boolean {
  const waiting: unknown[] = [root];
  let nodes = 0;
  while (waiting.length > 0 && nodes < LARGE) {
    const node = waiting.pop();
    nodes += 1;
    if (typeof node === 'object' && node !== null) for (const each of Object.values(node)) waiting.push(each);
  }
  return nodes >= LARGE;
}
