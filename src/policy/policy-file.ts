/** The parts of a policy file and the checks of their form. Each check reports every fault with its path and guesses nothing. */
import type { Issue } from '../issue.ts';
import { type CivilDate, parseDate } from '../time/civil-date.ts';
import type { ParameterName } from './parameters.ts';
import type { Policy } from './policy.ts';

/** One value of a parameter as a file gives it: from `-Infinity` when it is not dated. */
export interface StatedValue {
  readonly name: ParameterName;
  readonly from: CivilDate;
  readonly value: unknown;
  /** A key of the policy's sources. */
  readonly source?: string;
}

/** A policy that was read from a file: it knows which values it states, or inherits from another file, and where they stand written. */
export interface PolicyFromFile extends Policy {
  readonly stated: readonly StatedValue[];
}

/** `$schema` is for editors: schema/policy.schema.json, or wherever that lies for them. */
export const POLICY_KEYS = ['$schema', 'id', 'title', 'extends', 'appliesTo', 'parameters', 'rules', 'codes', 'sources'];
export const APPLIES_TO_KEYS = ['payorIdentifiers', 'payorNames'];
export const VALUE_KEYS = ['from', 'value', 'source'];
export const SOURCE_KEYS = ['title', 'url', 'locator', 'published', 'checked'];

/** Takes the faults of one file. */
export class Faults {
  readonly issues: Issue[] = [];

  add(expression: string, code: Issue['code'], text: string): undefined {
    this.issues.push({ severity: 'error', code, expression, text });
    return undefined;
  }
}

/** The path of a key; `$this` is the file itself. */
export function below(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path === '$this' ? '' : path}[${JSON.stringify(key)}]`;
  return path === '$this' ? key : `${path}.${key}`;
}

/** The own entries of an object that may only have those keys; undefined, reported, when it is none. */
export function readObject(
  faults: Faults,
  path: string,
  value: unknown,
  keys?: readonly string[],
): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return faults.add(path, 'structure', 'Must be an object.');
  const entries = new Map(Object.entries(value));
  for (const key of entries.keys()) {
    if (keys && !keys.includes(key)) faults.add(below(path, key), 'structure', `Unknown key. Known here: ${keys.join(', ')}.`);
  }
  return entries;
}

/** The object below a key that may be absent. */
export function readPart(faults: Faults, entries: ReadonlyMap<string, unknown>, path: string, key: string, keys?: readonly string[]) {
  return entries.has(key) ? readObject(faults, below(path, key), entries.get(key), keys) : undefined;
}

/** A text that is not blank; undefined, reported, when it is none. */
export function readText(faults: Faults, path: string, value: unknown): string | undefined {
  if (value === undefined) return faults.add(path, 'required', 'Must be stated.');
  if (typeof value !== 'string') return faults.add(path, 'structure', 'Must be a text.');
  return value.trim() === '' ? faults.add(path, 'value', 'Must not be blank.') : value;
}

/** An id that can stand on a command line: letters, digits, `.`, `_` and `-`. */
export function readId(faults: Faults, path: string, value: unknown): string | undefined {
  const id = readText(faults, path, value);
  if (id === undefined || isId(id)) return id;
  return faults.add(path, 'value', 'Must be a letter or digit, then letters, digits, ".", "_" or "-", 64 at most.');
}

export const isId = (text: string): boolean => /^[A-Za-z0-9][\w.-]{0,63}$/.test(text);

/** A list of different texts, each of the form; a list that is absent is empty. */
export function readTexts(faults: Faults, path: string, value: unknown, form: RegExp, mustBe: string): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    faults.add(path, 'structure', `Must be a list. Each item: ${mustBe}`);
    return [];
  }
  const texts = new Set<string>();
  value.forEach((item: unknown, index) => {
    const where = `${path}[${index}]`;
    if (typeof item !== 'string') faults.add(where, 'structure', mustBe);
    else if (!form.test(item)) faults.add(where, 'code-invalid', mustBe);
    else if (texts.has(item)) faults.add(where, 'duplicate', 'Stands in the list already.');
    else texts.add(item);
  });
  return [...texts];
}

/** A year, a month of one, or a day of that, that exists. */
export const isDatePart = (text: string): boolean =>
  /^\d{4}(-\d{2}){0,2}$/.test(text) && parseDate(`${text}-01-01`.slice(0, 10)) !== undefined;
