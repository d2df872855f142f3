/** A policy file (3-interfaces.md) becomes a policy, or every fault that it has. */
import type { Effect } from '../assessment.ts';
import type { Issue } from '../issue.ts';
import { EFFECT_LIMITS, RULE_IDS, type RuleId } from '../rules/ids.ts';
import { BASELINE, type Policy, type Source } from './policy.ts';
import * as file from './policy-file.ts';
import { overlaid, overlay, readParameters } from './read-parameters.ts';

export type PolicyReading =
  | { readonly ok: true; readonly policy: file.PolicyFromFile }
  | { readonly ok: false; readonly issues: readonly Issue[] };

type Entries = ReadonlyMap<string, unknown>;

const NONE: Entries = new Map();
const EFFECTS: readonly string[] = ['deny', 'pend', 'advise', 'off'];
const CODE = /^([A-Z]\d{4}|\d{4}[A-Z\d])$/;

/** `known` are the policies that the file may extend; baseline, which it extends when it names none, is always known. */
export function readPolicy(json: unknown, known: readonly Policy[]): PolicyReading {
  const faults = new file.Faults();
  const entries = file.readObject(faults, '$this', json, file.POLICY_KEYS);
  if (!entries) return { ok: false, issues: faults.issues };
  if (entries.has('$schema')) file.readText(faults, '$schema', entries.get('$schema'));
  const id = readNewId(faults, entries.get('id'), known);
  const title = file.readText(faults, 'title', entries.get('title'));
  const base = readBase(faults, entries, known);
  const appliesTo = readAppliesTo(faults, entries);
  const sources = { ...base.sources, ...readSources(faults, entries, base) };
  const values = file.readPart(faults, entries, '$this', 'parameters') ?? NONE;
  const { stated, ...zone } = readParameters(faults, values, (source) => Object.hasOwn(sources, source));
  const effects = { ...base.effects, ...readEffects(faults, file.readPart(faults, entries, '$this', 'rules') ?? NONE) };
  const codes = readCodes(faults, entries, base);
  if (faults.issues.length > 0 || id === undefined || title === undefined) return { ok: false, issues: faults.issues };
  const policy = {
    id,
    title,
    ...(appliesTo && { appliesTo }),
    ...(base.timeZone !== undefined && { timeZone: base.timeZone }),
    ...zone,
    periods: overlay(base.periods, stated),
    effects,
    codes,
    sources,
    stated: overlaid(isFromFile(base) ? base.stated : [], stated),
  };
  return { ok: true, policy };
}

/** Whether the policy still knows what its file states. */
export const isFromFile = (policy: Policy): policy is file.PolicyFromFile => 'stated' in policy;

function readNewId(faults: file.Faults, value: unknown, known: readonly Policy[]): string | undefined {
  const id = file.readId(faults, 'id', value);
  if (![BASELINE, ...known].some((policy) => policy.id === id)) return id;
  return faults.add('id', 'duplicate', 'Another policy has this id.');
}

function readBase(faults: file.Faults, entries: Entries, known: readonly Policy[]): Policy {
  if (!entries.has('extends')) return BASELINE;
  const id = file.readText(faults, 'extends', entries.get('extends'));
  const base = [BASELINE, ...known].find((policy) => policy.id === id);
  if (id === undefined || base) return base ?? BASELINE;
  if (id === entries.get('id')) faults.add('extends', 'invalid', 'A policy cannot extend itself.');
  else faults.add('extends', 'not-found', 'No policy of this id is known.');
  return BASELINE;
}

/** Whom a policy is for is not inherited. */
function readAppliesTo(faults: file.Faults, entries: Entries): Policy['appliesTo'] {
  const part = file.readPart(faults, entries, '$this', 'appliesTo', file.APPLIES_TO_KEYS);
  const texts = (key: string) => file.readTexts(faults, `appliesTo.${key}`, part?.get(key), /\S/, 'Must be a text that is not blank.');
  return part && { payorIdentifiers: texts('payorIdentifiers'), payorNames: texts('payorNames') };
}

function readSources(faults: file.Faults, entries: Entries, base: Policy): Readonly<Record<string, Source>> {
  const part = file.readPart(faults, entries, '$this', 'sources') ?? NONE;
  return Object.fromEntries(
    [...part].flatMap(([id, value]) => {
      const path = file.below('sources', id);
      file.readId(faults, path, id);
      if (Object.hasOwn(base.sources, id)) faults.add(path, 'duplicate', 'The policy that this one extends has a source of this id.');
      const source = readSource(faults, path, value);
      return source ? [[id, source]] : [];
    }),
  );
}

function readSource(faults: file.Faults, path: string, value: unknown): Source | undefined {
  const entries = file.readObject(faults, path, value, file.SOURCE_KEYS);
  if (!entries) return undefined;
  const title = file.readText(faults, `${path}.title`, entries.get('title'));
  const others = file.SOURCE_KEYS.filter((key) => key !== 'title' && entries.has(key)).flatMap((key) => {
    const text = file.readText(faults, `${path}.${key}`, entries.get(key));
    if (text === undefined) return [];
    const fault = sourceFault(key, text);
    if (fault) faults.add(`${path}.${key}`, 'value', fault);
    return [[key, text] as const];
  });
  return title === undefined ? undefined : { title, ...Object.fromEntries(others) };
}

function sourceFault(key: string, text: string): string | undefined {
  if (key === 'url') return /^https?:\/\/\S+$/.test(text) ? undefined : 'Must be an address that begins with http:// or https://.';
  if (key === 'locator') return undefined;
  return file.isDatePart(text) ? undefined : 'Must be a date that exists, as YYYY, YYYY-MM or YYYY-MM-DD.';
}

function readEffects(faults: file.Faults, entries: Entries): Policy['effects'] {
  const effects: Partial<Record<RuleId, Effect | 'off'>> = {};
  for (const [name, effect] of entries) {
    const path = file.below('rules', name);
    const rule = RULE_IDS.find((id) => id === name);
    const limits = rule && EFFECT_LIMITS[rule];
    if (!rule) faults.add(path, 'structure', 'Unknown rule.');
    else if (!isEffect(effect)) faults.add(path, 'code-invalid', `Must be one of ${(limits ?? EFFECTS).join(', ')}.`);
    else if (limits && !limits.some((each) => each === effect)) faults.add(path, 'invalid', `This rule may only ${limits.join(' or ')}.`);
    else effects[rule] = effect;
  }
  return effects;
}

const isEffect = (value: unknown): value is Effect | 'off' => typeof value === 'string' && EFFECTS.includes(value);

/** What is added here is no longer carved out there, and the other way round. */
function readCodes(faults: file.Faults, entries: Entries, base: Policy): Policy['codes'] {
  const codes = file.readPart(faults, entries, '$this', 'codes', ['included']) ?? NONE;
  const part = file.readPart(faults, codes, 'codes', 'included', ['add', 'carveOut']) ?? NONE;
  const texts = (key: string) =>
    file.readTexts(faults, `codes.included.${key}`, part.get(key), CODE, 'Must be a HCPCS or CPT code of five characters, in capitals.');
  const add = texts('add');
  const carveOut = texts('carveOut');
  const stated: unknown = part.get('carveOut');
  for (const code of carveOut.filter((each) => add.includes(each))) {
    const index = Array.isArray(stated) ? stated.indexOf(code) : 0;
    faults.add(`codes.included.carveOut[${index}]`, 'invalid', 'The same code cannot be added and carved out.');
  }
  const { included } = base.codes;
  return { included: { add: joined(included.add, add, carveOut), carveOut: joined(included.carveOut, carveOut, add) } };
}

const joined = (inherited: readonly string[], own: readonly string[], undone: readonly string[]): readonly string[] =>
  [...new Set([...inherited.filter((code) => !undone.includes(code)), ...own])].sort();
