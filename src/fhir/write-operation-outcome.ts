import type { OperationOutcome } from '@medplum/fhirtypes';
import type { Issue } from '../issue.ts';
import { stated } from './stated.ts';

/** Every issue with its place; without any, that all is well, for an OperationOutcome has at least one. */
export function writeOperationOutcome(issues: readonly Issue[]): OperationOutcome {
  const issue = issues.map(({ severity, code, expression, text }) =>
    stated({ severity, code, details: stated({ text }), expression: expression === '' ? undefined : [expression] }),
  );
  return { resourceType: 'OperationOutcome', issue: issue.length > 0 ? issue : [ALL_WELL] };
}

const ALL_WELL = { severity: 'information' as const, code: 'informational' as const, details: { text: 'No problem was found.' } };
