/** Policy files for tests: what reading one gives. */
import type { Parameters } from '../../src/policy/parameters.ts';
import { type Policy, parametersOn } from '../../src/policy/policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { parseDate } from '../../src/time/civil-date.ts';

export const FILE = { id: 'acme-2025', title: 'Acme Health Plan, 2025 contract' };
export const CONTRACT = { contract: { title: 'The contract' } };

/** The policy of a file that must be readable. */
export function policyOf(parts: object, known: readonly Policy[] = []): Policy {
  const reading = readPolicy({ ...FILE, ...parts }, known);
  if (!reading.ok) throw new Error(JSON.stringify(reading.issues));
  return reading.policy;
}

/** `path code` of each fault of a file. */
export function faultsOf(parts: object, known: readonly Policy[] = []): readonly string[] {
  const reading = readPolicy({ ...FILE, ...parts }, known);
  return reading.ok ? [] : reading.issues.map((issue) => `${issue.expression} ${issue.code}`);
}

export const faultsOfValue = (name: string, value: unknown) => faultsOf({ parameters: { [name]: value } });

/** The parameters of a policy on a date. */
export const on = (policy: Policy, date: string): Parameters => parametersOn(policy, parseDate(date) ?? Number.NaN);
