/** A batch of Bundles as requests of their own, so that one that cannot be read does not take the others with it. */
import type { Bundle, BundleEntry, Parameters, ParametersParameter } from '@medplum/fhirtypes';
import type { Issue } from '../issue.ts';
import { isObject } from './json.ts';

export interface BatchPart {
  /** What `readRequest` reads: the entry's resource, inside the Parameters that the batch came in. Absent: the entry has neither a Claim nor a Bundle. */
  readonly json?: unknown;
  /** FHIRPath of the entry's resource in what was sent. */
  readonly path: string;
  /** Moves the place of an issue from the part to the whole; a text that begins with it begins with the new one. */
  place(issue: Issue): Issue;
}

/** The resource to judge, found in Parameters where it came in such. */
export interface Sent {
  readonly bundle: Bundle | undefined;
  /** FHIRPath of the Bundle, or of what Parameters hold. */
  readonly path: string;
  /** FHIRPath of the parameter that names the policy. */
  readonly policyPath: string;
  /** What was sent, with another resource to judge. */
  swap(resource: unknown): unknown;
}

export function findSent(json: unknown): Sent {
  const whole: Sent = { bundle: asBundle(json), path: 'Bundle', policyPath: 'Parameters', swap: (resource) => resource };
  if (!isOfType<Parameters>(json, 'Parameters') || !Array.isArray(json.parameter)) return whole;
  // Nothing of it is checked yet: an element may be anything, null too.
  const parameter: readonly (ParametersParameter | null)[] = json.parameter;
  const at = parameter.findIndex((each) => each?.name === 'resource');
  return {
    bundle: asBundle(parameter[at]?.resource),
    path: `Parameters.parameter[${at}].resource`,
    // The last of that name is the one that is read.
    policyPath: `Parameters.parameter[${parameter.findLastIndex((each) => each?.name === 'policy')}]`,
    swap: (resource) => ({ ...json, parameter: parameter.map((each, i) => (i === at ? { ...each, resource } : each)) }),
  };
}

/** One part per entry; undefined when no entry is a Bundle, for then the entries belong together. */
export function batchParts({ bundle, path, swap }: Sent): readonly BatchPart[] | undefined {
  const entries: readonly (BundleEntry | null)[] = bundle?.entry ?? [];
  if (!entries.some((entry) => isOfType(entry?.resource, 'Bundle'))) return undefined;
  return entries.map((entry, i) => {
    const at = `${path}.entry[${i}].resource`;
    const resource: unknown = entry?.resource;
    return {
      ...(isOfType(resource, 'Claim') || isOfType(resource, 'Bundle') ? { json: swap(resource) } : {}),
      path: at,
      place: (issue) => movedIssue(issue, moved(issue.expression, path, at)),
    };
  });
}

/** The expression is that of the path, or of something in it. */
export const isAt = (path: string, expression: string): boolean =>
  expression.startsWith(path) && (expression.length === path.length || /^[.[]/.test(expression.slice(path.length)));

function movedIssue(issue: Issue, expression: string): Issue {
  const { expression: from, text } = issue;
  return { ...issue, expression, text: text.startsWith(`${from} `) ? expression + text.slice(from.length) : text };
}

/** Alone, the part's root was its type; in Parameters, the place of the resource. */
function moved(expression: string, path: string, at: string): string {
  if (!path.startsWith('Parameters')) return expression.replace(/^[A-Za-z]+/, at);
  return isAt(path, expression) ? at + expression.slice(path.length) : expression;
}

const isOfType = <T>(value: unknown, resourceType: string): value is T => isObject(value) && value.resourceType === resourceType;

function asBundle(value: unknown): Bundle | undefined {
  return isOfType<Bundle>(value, 'Bundle') && (value.entry === undefined || Array.isArray(value.entry)) ? value : undefined;
}
