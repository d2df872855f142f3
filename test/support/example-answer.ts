/** Judges an example, and writes an answer in the short form in which examples expect it. */
import type { Bundle } from '@medplum/fhirtypes';
import { isPerDiemLine } from '../../src/assessment.ts';
import {
  type Assessment,
  adjudicate,
  type Finding,
  type Issue,
  type Judgement,
  type Line,
  type Policy,
  parseInstant,
  RULES,
  readPolicy,
  readRequest,
  type UnitAnswer,
} from '../../src/index.ts';
import { toBundle, zoneOf } from './example-bundle.ts';
import type { Given } from './example-given.ts';
import { isObject } from './example-kinds.ts';
import { dayAfter, fhirTime, inRanges } from './example-time.ts';

export type ExampleAnswer = { readonly refused: readonly Issue[] } | { readonly bundle: Bundle; readonly judgements: readonly Judgement[] };

/** The answer to every claim of the example, or why its policy is refused. `turned`: with the entries of the Bundle in opposite order. */
export function judge(given: Given, turned = false): ExampleAnswer {
  const reading = isObject(given.policy) ? readPolicy({ id: 'of-the-example', title: 'Of the example', ...given.policy }, []) : undefined;
  if (reading && !reading.ok) return { refused: reading.issues };
  const bundle = toBundle(given);
  const sent = turned ? { ...bundle, entry: bundle.entry?.toReversed() } : bundle;
  const request = readRequest(JSON.parse(JSON.stringify(sent)));
  const [record] = request.ok ? request.request.records : [];
  if (!request.ok || !record) throw new Error(`The Bundle is refused: ${JSON.stringify(request)}`);
  const asOf = parseInstant(fhirTime(String(given.asOf), zoneOf(given)));
  if (asOf === undefined) throw new Error('asOf must be a time, not a date');
  const judgements = adjudicate(record, {
    asOf,
    policies: reading ? [reading.policy] : [],
    ...(given.timeZone !== undefined && { timeZone: String(given.timeZone) }),
    ...policyNamed(given, reading?.policy),
  });
  return { bundle, judgements };
}

/** A policy is named, unless it says itself for whom it is. */
function policyNamed({ policy }: Given, read: Policy | undefined): { policy?: string } {
  if (read) return read.appliesTo ? {} : { policy: read.id };
  return policy === undefined ? {} : { policy: String(policy) };
}

/** `2025-06-02 AAADA +2D (day-supported 1, units-within-span 2)`; of another code `denied (supplies-included) 2025-06-04`. */
export function lineInShort(line: Line): string {
  if (!isPerDiemLine(line))
    return [line.decision, line.rule && `(${line.rule})`, line.dates && inRanges(line.dates)].filter(Boolean).join(' ');
  const dated = line.units.filter((unit) => unit.date !== undefined);
  const undated = line.units.filter((unit) => unit.date === undefined).map((unit) => `+${unit.count ?? 1}${letterOf(unit)}`);
  return [dated[0]?.date, lettersOf(dated), ...undated, rulesOf(line.units)].filter(Boolean).join(' ');
}

const letterOf = ({ decision }: UnitAnswer): string => decision.charAt(0).toUpperCase();

/** A letter a date from the first to the last that has a unit; `-` where none stands. */
function lettersOf(units: readonly UnitAnswer[]): string {
  let letters = '';
  let date = units[0]?.date ?? '';
  for (const unit of units) {
    for (; date < (unit.date ?? ''); date = dayAfter(date)) letters += '-';
    letters += letterOf(unit);
    date = dayAfter(date);
  }
  return letters;
}

/** The rules that decided units which are not allowed; where there are several, each with its number of units. */
function rulesOf(units: readonly UnitAnswer[]): string {
  const counts = new Map<string, number>();
  for (const { rule, count = 1 } of units) if (rule !== undefined) counts.set(rule, (counts.get(rule) ?? 0) + count);
  const ids = RULES.map(({ id }) => id).filter((id) => counts.has(id));
  if (ids.length === 0) return '';
  return `(${ids.length === 1 ? ids[0] : ids.map((id) => `${id} ${counts.get(id)}`).join(', ')})`;
}

/** `deny CO 112 N237, line 1, 2025-06-05`; one that is undetermined says so first. */
export function findingInShort({ verdict, effect, group, carc, rarc = [], line, dates }: Finding): string {
  return [
    ...(verdict === 'undetermined' ? [verdict] : []),
    [effect, group, carc, ...rarc].filter(Boolean).join(' '),
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(dates ? [inRanges(dates)] : []),
  ].join(', ');
}

export interface InShort {
  readonly decision: string;
  /** Lines of which something is denied or pended. */
  readonly lines: Readonly<Record<string, string>>;
  readonly findings: Readonly<Record<string, readonly string[]>>;
}

/** Decision, lines and findings; `listed` are lines to show though nothing is refused of them. */
export function inShort({ decision, lines, findings }: Assessment, listed: readonly string[]): InShort {
  const shown = lines.filter((line) => listed.includes(String(line.sequence)) || isRefused(line));
  const byRule = Map.groupBy(findings, ({ rule }) => rule);
  return {
    decision,
    lines: Object.fromEntries(shown.map((line) => [line.sequence, lineInShort(line)])),
    findings: Object.fromEntries([...byRule].map(([rule, group]) => [rule, group.map(findingInShort).sort()])),
  };
}

const isRefused = (line: Line): boolean =>
  isPerDiemLine(line) ? line.allowed < line.submitted : line.decision === 'denied' || line.decision === 'pended';

/** Letters stand together, whatever blanks an example sets between weeks. */
export function withoutBlanksInLetters(line: string): string {
  return line
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/(?<=[ADP-]) (?=[ADP-]+(?: |$))/g, '');
}
