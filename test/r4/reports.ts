import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';

/** What `validateResource` says of a resource, by the definitions that are indexed, as far as the gate listens: `expression: text`, sorted. */
export function reportsOf(resource: unknown): readonly string[] {
  return (
    issuesOf(resource)
      .filter(({ severity, details }) => severity !== 'warning' || details?.text?.startsWith('Invalid reference'))
      // An invariant's own words are stripped.
      .map(({ severity, expression, details }) => `${severity} ${expression?.[0]}: ${details?.text?.replace(/ not met: .*/s, ' not met')}`)
      .sort()
  );
}

function issuesOf(resource: unknown): readonly OperationOutcomeIssue[] {
  try {
    return validateResource(resource as Resource);
  } catch (error) {
    if (error instanceof OperationOutcomeError) return error.outcome.issue;
    return [{ severity: 'fatal', code: 'exception', details: { text: 'it threw' } }];
  }
}
