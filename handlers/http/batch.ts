/** A batch of Bundles as requests of their own, so that one that cannot be read does not take the others with it. */
import { isResource } from '@medplum/core';
import type { Bundle, Parameters } from '@medplum/fhirtypes';
import type { Issue } from '../../src/issue.ts';

export interface BatchPart {
  /** What the core reads: the entry's resource, inside the Parameters that the batch came in. Absent: the entry has neither a Claim nor a Bundle. */
  readonly json?: unknown;
  /** FHIRPath of the entry's resource in what was sent. */
  readonly path: string;
  /** Moves the place of an issue from the part to the whole. */
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
  if (!isResource<Parameters>(json, 'Parameters') || !Array.isArray(json.parameter)) return whole;
  const { parameter } = json;
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
  if (!bundle?.entry?.some((entry) => isResource(entry?.resource, 'Bundle'))) return undefined;
  return bundle.entry.map((entry, i) => {
    const at = `${path}.entry[${i}].resource`;
    const resource: unknown = entry?.resource;
    return {
      ...(isResource(resource, 'Claim') || isResource(resource, 'Bundle') ? { json: swap(resource) } : {}),
      path: at,
      place: (issue) => ({ ...issue, expression: moved(issue.expression, path, at) }),
    };
  });
}

/** Alone, the part's root was its type; in Parameters, the place of the resource. */
function moved(expression: string, path: string, at: string): string {
  if (!path.startsWith('Parameters')) return expression.replace(/^[A-Za-z]+/, at);
  return expression.startsWith(path) ? at + expression.slice(path.length) : expression;
}

function asBundle(value: unknown): Bundle | undefined {
  return isResource<Bundle>(value, 'Bundle') && (value.entry === undefined || Array.isArray(value.entry)) ? value : undefined;
}
