/** Kinds of values in an example, one definition for both the check of what was written and the type of what is read. */

export type Json = { [key: string]: unknown };

export type Kind =
  | 'text'
  | 'number'
  | 'flag'
  | 'any'
  | { readonly list: Kind }
  | { readonly map: Kind }
  | { readonly either: readonly [Kind, Kind] }
  | { readonly keys: { readonly [key: string]: Kind } };

/** The TypeScript type of a kind. A text may be written as a number: `place: 12`. */
export type Of<K> = K extends 'text'
  ? string | number
  : K extends 'number'
    ? number
    : K extends 'flag'
      ? boolean
      : K extends 'any'
        ? Json
        : K extends { readonly list: infer L }
          ? readonly Of<L>[]
          : K extends { readonly map: infer M }
            ? Readonly<Record<string, Of<M>>>
            : K extends { readonly either: readonly [infer A, infer B] }
              ? Of<A> | Of<B>
              : K extends { readonly keys: infer S }
                ? { readonly [P in keyof S]?: Of<S[P]> }
                : never;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every way in which a value is not of its kind, with its path; unknown keys above all. */
export function faultsOf(value: unknown, kind: Kind, path: string): string[] {
  if (typeof kind === 'string') return isOne(value, kind) ? [] : [`${path} must be ${WORDS[kind]}`];
  if ('list' in kind) {
    if (!Array.isArray(value)) return [`${path} must be a list`];
    return value.flatMap((item: unknown, i) => faultsOf(item, kind.list, `${path}[${i}]`));
  }
  if ('either' in kind) {
    const [first, second] = kind.either.map((each) => faultsOf(value, each, path));
    if (first?.length === 0 || second?.length === 0) return [];
    return (isObject(value) || Array.isArray(value) ? second : first) ?? [];
  }
  if (!isObject(value)) return [`${path} must be a map`];
  return Object.entries(value).flatMap(([key, member]) => {
    if ('map' in kind) return faultsOf(member, kind.map, `${path}.${key}`);
    const known = Object.hasOwn(kind.keys, key) ? kind.keys[key] : undefined;
    if (known) return faultsOf(member, known, `${path}.${key}`);
    return [`${path}.${key} is not known; known here: ${Object.keys(kind.keys).join(', ')}`];
  });
}

const WORDS = { text: 'a text', number: 'a number', flag: 'true or false', any: 'a map' };

function isOne(value: unknown, kind: 'text' | 'number' | 'flag' | 'any'): boolean {
  if (kind === 'text') return typeof value === 'string' || typeof value === 'number';
  if (kind === 'any') return isObject(value);
  return typeof value === (kind === 'flag' ? 'boolean' : 'number');
}

/**
 * What stands in `patch` laid over `base`: maps are merged, everything else is replaced, `null` takes away. A map over a list
 * changes single members by their place, the first is 0. Neither argument is changed.
 */
export function laidOver(base: unknown, patch: unknown, path: string): unknown {
  if (Array.isArray(base) && isObject(patch)) {
    const members: unknown[] = [...base];
    for (const [key, value] of Object.entries(patch)) {
      if (!/^\d+$/.test(key) || Number(key) >= members.length) throw new Error(`${path}.${key}: there is no such member to change`);
      members[Number(key)] = value === null ? undefined : laidOver(members[Number(key)], value, `${path}.${key}`);
    }
    return members.filter((member) => member !== undefined);
  }
  if (!isObject(patch)) return patch;
  const merged: Json = isObject(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value !== null) merged[key] = laidOver(merged[key], value, `${path}.${key}`);
    else if (Object.hasOwn(merged, key)) delete merged[key];
    else throw new Error(`${path}.${key}: there is nothing to take away`);
  }
  return merged;
}
