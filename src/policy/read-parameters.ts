/** `parameters` of a policy file: each a value, or values dated by when they begin to hold. */
import { parseDate } from '../time/civil-date.ts';
import { zoneNamed } from '../time/zone.ts';
import { isParameterName, PARAMETER_TABLE, type ParameterKind, valueFaults } from './parameter-table.ts';
import type { ParameterName, Parameters } from './parameters.ts';
import type { ParameterPeriod, Policy } from './policy.ts';
import { below, type Faults, readObject, readText, type StatedValue, VALUE_KEYS } from './policy-file.ts';

type IsSource = (id: string) => boolean;

/** Every value that the file states, and its time zone. */
export function readParameters(faults: Faults, entries: ReadonlyMap<string, unknown>, isSource: IsSource) {
  const stated: StatedValue[] = [];
  for (const [name, value] of entries) {
    const path = below('parameters', name);
    if (name === 'timeZone') continue;
    if (isParameterName(name)) stated.push(...readParameter(faults, path, name, value, isSource));
    else faults.add(path, 'structure', 'Unknown parameter.');
  }
  const timeZone = entries.has('timeZone') ? readTimeZone(faults, entries.get('timeZone')) : undefined;
  return { stated, ...(timeZone === undefined ? {} : { timeZone }) };
}

function readTimeZone(faults: Faults, value: unknown): string | undefined {
  const path = 'parameters.timeZone';
  if (Array.isArray(value)) return faults.add(path, 'structure', 'Must be one name of a time zone: it cannot be dated.');
  const name = readText(faults, path, value);
  if (name === undefined || zoneNamed(name)) return name;
  return faults.add(path, 'value', 'Must be a time zone of the IANA database, such as America/Chicago.');
}

function readParameter(faults: Faults, path: string, name: ParameterName, value: unknown, isSource: IsSource): readonly StatedValue[] {
  const { kind } = PARAMETER_TABLE[name];
  if (isDated(kind, value)) return readDated(faults, path, name, value, isSource);
  return checkValue(faults, path, kind, value) ? [{ name, from: Number.NEGATIVE_INFINITY, value }] : [];
}

/** A list is dated values when the parameter itself is no list, or when an object stands in it. */
function isDated(kind: ParameterKind, value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && (kind.is !== 'list' || value.some((item) => typeof item === 'object' && item !== null));
}

function checkValue(faults: Faults, path: string, kind: ParameterKind, value: unknown): boolean {
  const found = valueFaults(kind, value);
  for (const { where, code, text } of found) faults.add(path + where, code, text);
  return found.length === 0;
}

function readDated(
  faults: Faults,
  path: string,
  name: ParameterName,
  items: readonly unknown[],
  isSource: IsSource,
): readonly StatedValue[] {
  if (items.length === 0) faults.add(path, 'required', 'Must have a value: leave the parameter out to inherit it.');
  let latest = Number.NEGATIVE_INFINITY;
  return items.flatMap((item, index) => {
    const where = `${path}[${index}]`;
    const entries = readObject(faults, where, item, VALUE_KEYS);
    if (!entries) return [];
    const from = readFrom(faults, `${where}.from`, entries.get('from'), latest);
    if (from !== undefined) latest = Math.max(latest, from);
    const value = entries.get('value');
    const stands = entries.has('value')
      ? checkValue(faults, `${where}.value`, PARAMETER_TABLE[name].kind, value)
      : faults.add(`${where}.value`, 'required', 'Must be stated.');
    const source = entries.has('source') ? readText(faults, `${where}.source`, entries.get('source')) : undefined;
    if (source !== undefined && !isSource(source)) faults.add(`${where}.source`, 'not-found', 'Must be a key of sources.');
    return from !== undefined && stands ? [{ name, from, value, ...(source === undefined ? {} : { source }) }] : [];
  });
}

function readFrom(faults: Faults, path: string, value: unknown, latest: number): number | undefined {
  const text = readText(faults, path, value);
  if (text === undefined) return undefined;
  const from = parseDate(text);
  if (from === undefined) return faults.add(path, 'value', 'Must be a date that exists, as YYYY-MM-DD.');
  if (from === latest) return faults.add(path, 'duplicate', 'Must not be the date of an earlier value.');
  return from < latest ? faults.add(path, 'invalid', 'Must be later than the dates before it.') : from;
}

/** The periods of a policy that states those values over another: a stated value holds from its date on, the inherited one before. */
export function overlay(base: Policy['periods'], stated: readonly StatedValue[]): readonly ParameterPeriod[] {
  const starts = [...new Set([...base, ...stated].map((each) => each.from))].sort((a, b) => a - b);
  const periods: ParameterPeriod[] = [];
  for (const from of starts) {
    const inherited = base.findLast((period) => period.from <= from);
    const own = stated.filter((value) => value.from <= from).map(({ name, value }) => [name, value]);
    // Each value was checked against the kind of its parameter.
    const parameters = { ...inherited?.parameters, ...Object.fromEntries(own) } as Parameters;
    if (JSON.stringify(periods.at(-1)?.parameters) !== JSON.stringify(parameters)) periods.push({ from, parameters });
  }
  return periods;
}

/** The values that hold at some time: the stated ones, and of the inherited ones those that begin before. */
export function overlaid(inherited: readonly StatedValue[], stated: readonly StatedValue[]): readonly StatedValue[] {
  const first = new Map<ParameterName, number>();
  for (const { name, from } of stated) first.set(name, Math.min(from, first.get(name) ?? Number.POSITIVE_INFINITY));
  return [...inherited.filter((value) => value.from < (first.get(value.name) ?? Number.POSITIVE_INFINITY)), ...stated];
}
