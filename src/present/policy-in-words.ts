/** A policy explained to a biller, as plain text: what it asks, since when, by which source, and where it differs from baseline. */
import type { Effect } from '../assessment.ts';
import { placeName } from '../policy/code-sets.ts';
import { PARAMETER_TABLE, type ParameterKind } from '../policy/parameter-table.ts';
import { DEFAULT_PARAMETERS, type ParameterName } from '../policy/parameters.ts';
import { type Policy, parametersOn, type Source } from '../policy/policy.ts';
import { isFromFile } from '../policy/read-policy.ts';
import { RULE_IDS } from '../rules/ids.ts';
import { formatDate } from '../time/civil-date.ts';
import { counted } from './date-words.ts';
import { DAY_COUNTING_WORDS, RULE_WORDS } from './words.ts';
import { printable } from './wrap-text.ts';

const CHOICE_WORDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(DAY_COUNTING_WORDS).map(([id, words]) => [id, `${id} (${words})`])),
  billable: 'billable',
  'not-billable': 'not billable',
  accept: 'taken, with advice',
  deny: 'denied',
  any: 'any',
  'calendar-month': 'one calendar month',
};

const EFFECT_PHRASES: Readonly<Record<Effect | 'off', string>> = {
  deny: 'denied',
  pend: 'held until something is sent or a person looks',
  advise: 'payable, with advice',
  off: 'not checked',
};

/** Lines of text, each ended by a line feed. */
export function policyInWords(policy: Policy): string {
  const sections = [heading(policy), ...listed('Values (* differs from baseline):', values(policy))];
  sections.push(...listed('Rules whose effect is set:', effects(policy)), ...listed('Supply codes:', codes(policy)));
  sections.push(...listed('Sources:', sources(policy)));
  return `${sections.join('\n\n').split('\n').map(printable).join('\n')}\n`;
}

const listed = (title: string, lines: readonly string[]): readonly string[] => (lines.length > 0 ? [[title, ...lines].join('\n')] : []);

function heading(policy: Policy): string {
  const zone = policy.timeZone === undefined ? [] : [`Time zone of care, where the record names none: ${policy.timeZone}`];
  return [policy.id, policy.title, whenChosen(policy), ...zone].join('\n');
}

function whenChosen({ id, appliesTo }: Policy): string {
  const identifiers = appliesTo?.payorIdentifiers.map((text) => `with the identifier ${text}`) ?? [];
  const names = appliesTo?.payorNames.map((text) => `named ${text}`) ?? [];
  const payors = [...identifiers, ...names];
  if (payors.length > 0) return `Used for a payor ${payors.join(', or ')}, and when named.`;
  return id === 'baseline' ? 'Used when no other policy fits.' : 'Used only when named.';
}

const values = (policy: Policy): readonly string[] => PARAMETER_NAMES.map((name) => parameterLine(policy, name));

const PARAMETER_NAMES = Object.keys(PARAMETER_TABLE) as readonly ParameterName[];

/** `* Time to file after the date of service: 365 days; from 2025-07-01: 180 days [contract]. Baseline: 365 days`. */
function parameterLine(policy: Policy, name: ParameterName): string {
  const { words, kind } = PARAMETER_TABLE[name];
  const baseline = valueWords(kind, DEFAULT_PARAMETERS[name]);
  const changes = changesOf(policy, name).map(({ from, value }) => {
    const since = from === Number.NEGATIVE_INFINITY ? '' : `from ${formatDate(from)}: `;
    return { since, text: valueWords(kind, value), source: sourceOf(policy, name, from) };
  });
  const told = changes.map(({ since, text, source }) => since + text + source).join('; ');
  const differs = changes.some(({ text }) => text !== baseline);
  return differs ? `* ${words}: ${told}. Baseline: ${baseline}` : `  ${words}: ${told}`;
}

/** The values of a parameter in the order in which they came into force; one that is stated again is told again, with its source. */
function changesOf(policy: Policy, name: ParameterName) {
  const stated = new Set(statedFor(policy, name).map((value) => value.from));
  const starts = [...new Set([...policy.periods.map((period) => period.from), ...stated])].sort((a, b) => a - b);
  const all = starts.map((from) => ({ from, value: parametersOn(policy, from)[name] }));
  return all.filter(({ from, value }, index) => stated.has(from) || JSON.stringify(value) !== JSON.stringify(all[index - 1]?.value));
}

const statedFor = (policy: Policy, name: ParameterName) => (isFromFile(policy) ? policy.stated.filter((value) => value.name === name) : []);

function sourceOf(policy: Policy, name: ParameterName, from: number): string {
  const source = statedFor(policy, name).find((value) => value.from === from)?.source;
  return source === undefined ? '' : ` [${source}]`;
}

function valueWords(kind: ParameterKind, value: unknown): string {
  if (kind.is === 'flag') return value === true ? 'yes' : 'no';
  if (kind.is === 'choice') return CHOICE_WORDS[String(value)] ?? String(value);
  if (kind.is === 'number') {
    const number = Number(value);
    return kind.unit === 'share' ? `${Number((number * 100).toFixed(6))}%` : counted(number, kind.unit.slice(0, -1));
  }
  const items = Array.isArray(value) ? value.map(String) : [];
  if (items.length === 0) return 'none';
  return items.map((item) => (kind.of === 'places' ? `${item} ${placeName(item) ?? 'not assigned by CMS'}` : item)).join(', ');
}

function effects(policy: Policy): readonly string[] {
  return RULE_IDS.flatMap((id) => {
    const effect = policy.effects[id];
    return effect === undefined ? [] : [`  ${id} (${RULE_WORDS[id] ?? id}): ${EFFECT_PHRASES[effect]}`];
  });
}

function codes({ codes: { included } }: Policy): readonly string[] {
  const add = included.add.length > 0 ? [`  Part of the per diem as well: ${included.add.join(', ')}`] : [];
  const carveOut = included.carveOut.length > 0 ? [`  Not part of the per diem: ${included.carveOut.join(', ')}`] : [];
  return [...add, ...carveOut];
}

const sources = (policy: Policy): readonly string[] =>
  Object.entries(policy.sources).map(([id, source]) => `  [${id}] ${sourceWords(source)}`);

function sourceWords({ title, locator, published, checked, url }: Source): string {
  const parts = [title, locator, published && `published ${published}`, checked && `checked ${checked}`, url];
  return parts.filter((part) => part !== undefined).join(', ');
}
