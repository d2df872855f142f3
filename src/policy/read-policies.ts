/** Several policy files at once, which may extend one another in any order. */
import type { Issue } from '../issue.ts';
import type { Policy } from './policy.ts';
import { readPolicy } from './read-policy.ts';

export interface PoliciesReading {
  /** Of the files that could be read, in the order given. */
  readonly policies: readonly Policy[];
  /** For each file, in the order given; empty when it could be read. */
  readonly issues: readonly (readonly Issue[])[];
}

/** Reads each file once the one that it extends is read. Files that extend one another in a circle are refused. */
export function readPolicies(files: readonly unknown[], known: readonly Policy[]): PoliciesReading {
  const read = new Map<number, Policy>();
  const issues = files.map((): readonly Issue[] => []);
  let waiting = files.map((_, index) => index);
  while (waiting.length > 0) {
    const idsToCome = new Set(waiting.map((index) => textOf(files[index], 'id')));
    const next = waiting.filter((index) => !waitsFor(files[index], idsToCome));
    const circle = next.length === 0;
    for (const index of circle ? waiting : next) {
      const reading = readPolicy(files[index], [...known, ...read.values()]);
      if (reading.ok) read.set(index, reading.policy);
      else issues[index] = circle ? reading.issues.map(asCircle) : reading.issues;
    }
    waiting = circle ? [] : waiting.filter((index) => !next.includes(index));
  }
  return { policies: [...read].sort(([a], [b]) => a - b).map(([, policy]) => policy), issues };
}

function waitsFor(file: unknown, idsToCome: ReadonlySet<string | undefined>): boolean {
  const base = textOf(file, 'extends');
  return base !== undefined && base !== textOf(file, 'id') && idsToCome.has(base);
}

function asCircle(issue: Issue): Issue {
  if (issue.expression !== 'extends' || issue.code !== 'not-found') return issue;
  return { ...issue, code: 'invalid', text: 'Leads into a circle of policies that extend one another.' };
}

function textOf(file: unknown, key: 'id' | 'extends'): string | undefined {
  if (typeof file !== 'object' || file === null) return undefined;
  const text: unknown = Object.getOwnPropertyDescriptor(file, key)?.value;
  return typeof text === 'string' ? text : undefined;
}
