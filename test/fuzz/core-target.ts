/** One case against the core: read, judge, write, and all that must hold of it. */
import type { Claim, Resource } from '@medplum/fhirtypes';
import { writeAnswers } from '../../src/fhir/write-answer.ts';
import {
  type AdjudicateOptions,
  adjudicate,
  type Judgement,
  type PatientRecord,
  readRequest,
  writeOperationOutcome,
} from '../../src/index.ts';
import { SHIPPED } from '../../src/policy/shipped.ts';
import { type Dice, makeDice } from '../count/dice.ts';
import { baselineWith } from '../real-data/judge.ts';
import { problemsOf } from '../support/valid-r4.ts';
import type { Corpus } from './corpus.ts';
import { MARKER, someZone } from './extremes.ts';
import { hasEmpty, judgementProblems } from './invariants.ts';
import { issueProblems } from './issue-places.ts';
import { mutate } from './mutations.ts';
import { isHolder, isRecord, shuffleInPlace } from './places.ts';

export interface CoreCase {
  readonly origin: string;
  readonly json: unknown;
  readonly options: AdjudicateOptions;
}

/** Which of the dearer checks are made. */
export interface Checks {
  readonly twice: boolean;
  readonly reordered: boolean;
  readonly valid: boolean;
}

export const ALL_CHECKS: Checks = { twice: true, reordered: true, valid: true };

const COUNTING = (['infusion-days', 'elapsed-24h'] as const).map((dayCounting) => ({ ...baselineWith({ dayCounting }), id: dayCounting }));
const POLICIES = [...SHIPPED, ...COUNTING];
const INSTANTS = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2025-03-09T08:00:00Z', '1970-01-01T00:00:00Z', '2011-12-30T10:00:00Z'];

export const diceOf = (seed: number, number: number): Dice => makeDice(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));

export function coreCase(seed: number, number: number, corpus: Corpus): CoreCase {
  const dice = diceOf(seed, number);
  const { name, text, asOf } = corpus.pick(dice);
  const json: unknown = JSON.parse(text);
  mutate(json, dice, corpus);
  return { origin: name, json: isSendable(json) ? json : JSON.parse(text), options: optionsOf(asOf, dice) };
}

/** What a part swapped into itself makes is no JSON, and what is doubled again and again nobody could send. */
function isSendable(json: unknown): boolean {
  let nodes = 0;
  const fits = (value: unknown): boolean => {
    nodes += 1;
    return nodes < MOST_NODES && (!isHolder(value) || Object.values(value).every(fits));
  };
  try {
    return fits(json);
  } catch {
    // Deeper than the stack.
    return false;
  }
}

const MOST_NODES = 200_000;

function optionsOf(asOf: number, dice: Dice): AdjudicateOptions {
  const policy = dice.chance(0.3) ? dice.pick(POLICIES).id : undefined;
  const at = dice.chance(0.75) ? asOf : dice.chance(0.5) ? asOf - dice.whole(0, 400) * 43_200_000 : Date.parse(dice.pick(INSTANTS));
  return { asOf: at, policies: POLICIES, ...(policy ? { policy } : {}), ...(dice.chance(0.15) ? { timeZone: someZone(dice) } : {}) };
}

/** Which checks case n gets: the dear ones only so often, so that a million cases can be had. */
export const checksOf = (number: number): Checks => ({ twice: number % 10 === 0, reordered: number % 4 === 1, valid: number % 200 === 3 });

/** What is wrong, in sentences without values; empty: nothing. */
export function coreProblems({ json, options }: CoreCase, checks: Checks): string[] {
  try {
    return [...new Set(problemsIn(json, options, checks))];
  } catch (error) {
    return [thrown(error)];
  }
}

/** The class, and where in our code. */
export function thrown(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const place = /\/((src|handlers)\/[\w/.-]+\.ts:\d+)/.exec(stack)?.[1] ?? 'nowhere of ours';
  return `thrown: ${error instanceof Error ? `${error.constructor.name} ${error.message.slice(0, 60)}` : String(error)} at ${place}`;
}

function problemsIn(json: unknown, options: AdjudicateOptions, checks: Checks): string[] {
  const before = checks.twice ? JSON.stringify(json) : '';
  const read = readRequest(json);
  const problems: string[] = [];
  if (!read.ok) {
    const outcome = writeOperationOutcome(read.issues);
    problems.push(...issueProblems(read.issues, json), ...(hasEmpty(outcome) ? ['something empty in the OperationOutcome'] : []));
    if (checks.valid) problems.push(...validProblems(outcome));
  } else {
    for (const record of read.request.records) problems.push(...recordProblems(record, options, checks));
    if (checks.reordered) problems.push(...orderProblems(json, options, read.request.records));
  }
  if (checks.twice && JSON.stringify(json) !== before) problems.push('the input was changed');
  return problems;
}

function recordProblems(record: PatientRecord, options: AdjudicateOptions, checks: Checks): string[] {
  const judgements = adjudicate(record, options);
  const answers = writeAnswers(record, judgements);
  const claims = record.entries.filter(({ resource }) => resource.resourceType === 'Claim').length;
  const problems = judgements.flatMap(judgementProblems);
  if (judgements.length !== claims) problems.push('not a judgement for each Claim');
  // What was answered holds no dates by being sent, but by what was paid of it.
  if (!record.entries.some(({ resource }) => ANSWERS.has(resource.resourceType))) problems.push(...acrossProblems(judgements));
  for (const [i, answer] of answers.entries()) {
    if (hasEmpty(answer)) problems.push('something empty in the answer');
    // A PAS Bundle repeats resources of the request, so it is as valid as they are: the routes refuse those that are not, and are asked too.
    const isOurs = answer.resourceType === 'ClaimResponse';
    if (checks.valid && isOurs) problems.push(...validProblems(answer, judgements[i]?.claim));
  }
  if (checks.twice) {
    const again = adjudicate(record, options);
    if (textOf(again) !== textOf(judgements)) problems.push('judged twice, two answers');
    if (JSON.stringify(writeAnswers(record, again)) !== JSON.stringify(answers)) problems.push('written twice, two answers');
  }
  return problems;
}

const ANSWERS: ReadonlySet<string> = new Set(['ClaimResponse', 'ExplanationOfBenefit']);

const textOf = (judgements: readonly Judgement[]): string => JSON.stringify(judgements.map(({ assessment }) => assessment));

/** Open claims of one patient do not both get a date; one that replaces another frees its dates. */
function acrossProblems(judgements: readonly Judgement[]): string[] {
  const taken = new Set<string>();
  for (const { assessment, claim } of judgements) {
    if (claim.status !== 'active' || claim.use !== 'claim' || claim.related !== undefined) continue;
    for (const line of assessment.lines)
      for (const { date, decision } of 'units' in line ? line.units : []) {
        const key = `${assessment.patient} ${assessment.careZone.zone} ${date}`;
        if (decision === 'allowed' && taken.has(key)) return ['two claims are allowed one date of a patient'];
        if (decision === 'allowed') taken.add(key);
      }
  }
  return [];
}

/** Entries in another order: the same assessments. Without id and fullUrl an entry is named by its place, which then is another. */
function orderProblems(json: unknown, options: AdjudicateOptions, records: readonly PatientRecord[]): string[] {
  const [record, ...more] = records;
  if (!isRecord(json) || !Array.isArray(json.entry) || !record || more.length > 0) return [];
  const entries = json.entry as unknown[];
  const isNamed = (entry: unknown) =>
    isRecord(entry) && (entry.fullUrl !== undefined || (isRecord(entry.resource) && entry.resource.id !== undefined));
  if (!entries.every(isNamed)) return [];
  const entry = [...entries];
  shuffleInPlace(entry, makeDice(entries.length));
  const read = readRequest({ ...json, entry });
  const other = read.ok ? read.request.records[0] : undefined;
  if (!other) return ['in another order it cannot be read'];
  return textOf(adjudicate(other, options)) === textOf(adjudicate(record, options)) ? [] : ['entries in another order get another answer'];
}

/** What the gate of the tests has against it, without what differs from case to case. */
export function validProblems(resource: Resource, claim?: Claim): string[] {
  return problemsOf(resource, claim).map(
    (problem) =>
      `not valid: ${problem
        .replaceAll(/\[\d+\]/g, '[]')
        .replaceAll(/\d+/g, '0')
        .replaceAll(MARKER, 'M')
        .slice(0, 200)}`,
  );
}
