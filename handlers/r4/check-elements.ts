/** What `validateResource` passes over: required bindings, currencies, several choices of one [x], empty values, periods that end before they start. */
import { type InternalSchemaElement, tryGetDataType } from '@medplum/core';
import type { Issue } from '../../src/issue.ts';
import { codesOf, knowsType } from './definitions.ts';

interface Element {
  readonly name: string;
  readonly type: string;
  /** The `[x]` that it is a choice of. */
  readonly choiceOf?: string;
  readonly codes?: ReadonlySet<string>;
}

type Json = Readonly<Record<string, unknown>>;

/** Adds the issues of a value of an R4 type, and of all inside it. */
export function checkElements(value: Json, type: string, path: string, issues: Issue[]): void {
  const chosen = new Set<string>();
  for (const { name, type: code, choiceOf, codes } of elementsOf(type)) {
    if (!Object.hasOwn(value, name)) continue;
    if (choiceOf !== undefined) {
      if (chosen.has(choiceOf)) add(issues, 'structure', path, `has more than one ${choiceOf}[x]`);
      chosen.add(choiceOf);
    }
    const hasCompanion = Object.hasOwn(value, `_${name}`);
    checkMember(value[name], { code, codes, hasCompanion }, `${path}.${name}`, issues);
  }
  if (type === 'Period') checkPeriod(value, path, issues);
}

interface Member {
  readonly code: string;
  readonly codes: ReadonlySet<string> | undefined;
  /** Extensions of the primitives stand beside it, so that nulls may stand in its array. */
  readonly hasCompanion: boolean;
}

function checkMember(member: unknown, kind: Member, path: string, issues: Issue[]): void {
  if (!Array.isArray(member)) {
    checkValue(member, kind, path, issues);
    return;
  }
  if (member.length === 0) add(issues, 'structure', path, 'must not be an empty array');
  for (const [i, each] of member.entries()) if (each !== null || !kind.hasCompanion) checkValue(each, kind, `${path}[${i}]`, issues);
}

function checkValue(value: unknown, { code, codes }: Member, path: string, issues: Issue[]): void {
  if (value === null) add(issues, 'structure', path, 'must not be null');
  else if (typeof value === 'string') {
    if (isComplex(code) && value.length > LONGEST_MISPLACED) add(issues, 'structure', path, LONG_TEXT);
    else if (!/\S/.test(value)) add(issues, 'value', path, 'must not be empty');
    else if (codes && !codes.has(value)) add(issues, 'code-invalid', path, `must be a code that R4 requires here${listOf(codes)}`);
  } else if (typeof value === 'object') {
    if (Object.keys(value).length === 0) add(issues, 'structure', path, 'must not be empty');
    else if (!Array.isArray(value) && isComplex(code)) checkElements(value as Json, code, path, issues);
  }
}

/** Of texts in place of an object; shorter ones `validateResource` reports. */
const LONGEST_MISPLACED = 200;
export const LONG_TEXT = 'must be an object, and is a long text';

const MOST_LISTED = 12;

const listOf = (codes: ReadonlySet<string>): string => (codes.size > MOST_LISTED ? '' : `: ${[...codes].join(', ')}`);

/** Full dates and instants; of less, neither begins nor ends before the other (per-1 compares alike). */
function checkPeriod({ start, end }: Json, path: string, issues: Issue[]): void {
  if (typeof start !== 'string' || typeof end !== 'string' || start.length < 10 || end.length < 10) return;
  const isShort = start.length === 10 || end.length === 10;
  const [from, to] = isShort ? [start.slice(0, 10), end.slice(0, 10)] : [Date.parse(start), Date.parse(end)];
  if (from > to) add(issues, 'invalid', path, 'ends before it starts');
}

const elements = new Map<string, readonly Element[]>();

function elementsOf(type: string): readonly Element[] {
  const known = elements.get(type);
  if (known) return known;
  // A resource inside another may be of a type that was not asked for yet.
  knowsType(type);
  const made = Object.entries(tryGetDataType(type)?.elements ?? {}).flatMap(([name, element]) => kindsOf(name, element, type));
  elements.set(type, made);
  return made;
}

function kindsOf(name: string, { type, binding }: InternalSchemaElement, parent: string): Element[] {
  const codes = (code: string) => {
    if (parent === 'Money' && name === 'currency') return CURRENCIES;
    return code === 'code' && binding?.strength === 'required' ? codesOf(binding.valueSet ?? '') : undefined;
  };
  const isChoice = name.endsWith('[x]');
  const stem = isChoice ? name.slice(0, -3) : name;
  return type.map(({ code }) => {
    const bound = codes(code);
    return {
      name: isChoice ? stem + code.charAt(0).toUpperCase() + code.slice(1) : stem,
      type: code,
      ...(isChoice ? { choiceOf: stem } : {}),
      ...(bound ? { codes: bound } : {}),
    };
  });
}

/** ISO 4217, of which R4's set is. */
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Not a primitive, whose names are in lower case, nor a resource, which is checked on its own. */
const isComplex = (code: string): boolean => /^[A-Z]/.test(code) && code !== 'Resource';

function add(issues: Issue[], code: Issue['code'], expression: string, text: string): void {
  issues.push({ severity: 'error', code, expression, text });
}
