/** Finds places in JSON at random, and changes what stands there. All of it in place. */
import type { Dice } from '../count/dice.ts';

export type Holder = Record<string | number, unknown>;

export interface Place {
  readonly holder: Holder;
  readonly key: string | number;
}

export const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;
export const isRecord = (value: unknown): value is Record<string, unknown> => isHolder(value) && !Array.isArray(value);

export const valueAt = ({ holder, key }: Place): unknown => holder[key];

/** Also under `__proto__`, as JSON.parse does it: an own member and no prototype. */
export function put({ holder, key }: Place, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
  else holder[key] = value;
}

export function drop({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** A copy that shares nothing: parts of the corpus must not be changed. */
export function copyOf<T>(value: T): T {
  if (!isHolder(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy: Holder = {};
  for (const key of Object.keys(value)) put({ holder: copy, key }, copyOf((value as Holder)[key]));
  return copy as T;
}

/** The list of entries of a Bundle; of a bare resource none. Of a batch those of one of its Bundles, of Parameters those of their resource. */
export function entriesOf(root: unknown, dice: Dice): unknown[] {
  if (!isRecord(root)) return [];
  if (Array.isArray(root.parameter))
    return entriesOf(
      (root.parameter as unknown[]).flatMap((each) => (isRecord(each) && isRecord(each.resource) ? [each.resource] : []))[0],
      dice,
    );
  if (!Array.isArray(root.entry)) return [];
  const inner: unknown = resourceOf(root.entry[dice.whole(0, root.entry.length - 1)]);
  return isRecord(inner) && inner.resourceType === 'Bundle' && Array.isArray(inner.entry)
    ? (inner.entry as unknown[])
    : (root.entry as unknown[]);
}

export const resourceOf = (entry: unknown): unknown => (isRecord(entry) ? entry.resource : undefined);

/** Claims are most of what is read of a small Bundle and few of its entries, so a third of all places are theirs. */
export function somePlace(root: unknown, dice: Dice): Place | undefined {
  const kind = dice.next();
  let node: unknown = root;
  if (kind < 0.9) {
    const entries = entriesOf(root, dice);
    const isClaim = (entry: unknown) => (resourceOf(entry) as Holder | undefined)?.resourceType === 'Claim';
    const entry = kind < 0.35 ? (entries.find(isClaim) ?? dice.pick(entries)) : dice.pick(entries);
    node = isRecord(resourceOf(entry)) ? resourceOf(entry) : root;
  }
  return descend(node, dice, 0.74);
}

export function descend(from: unknown, dice: Dice, further: number): Place | undefined {
  let node = from;
  for (let level = 0; level < 60; level += 1) {
    if (!isHolder(node)) return undefined;
    const keys = Array.isArray(node) ? undefined : Object.keys(node);
    const size = keys ? keys.length : (node as unknown as unknown[]).length;
    if (size === 0) return undefined;
    const at = dice.whole(0, size - 1);
    const key = keys ? (keys[at] as string) : at;
    const child: unknown = node[key];
    const isEmpty = !isHolder(child) || Object.keys(child).length === 0;
    if (isEmpty || !dice.chance(further)) return { holder: node, key };
    node = child;
  }
  return undefined;
}

/** A place whose value passes, in a few tries. */
export function placeWhere(root: unknown, dice: Dice, passes: (value: unknown, key: string | number) => boolean): Place | undefined {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const place = somePlace(root, dice);
    if (place && passes(valueAt(place), place.key)) return place;
  }
  return undefined;
}

export function shuffleInPlace(list: unknown[], dice: Dice): void {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = dice.whole(0, i);
    [list[i], list[j]] = [list[j], list[i]];
  }
}
