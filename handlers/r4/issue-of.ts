/** An issue of `validateResource` in our words: its own may quote what was sent, down to the name of a property. */
import type { OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { Issue } from '../../src/issue.ts';
import { knowsName } from './definitions.ts';

export function issueOf({ details, expression }: OperationOutcomeIssue, type: string, path: string): Issue {
  const text = details?.text ?? '';
  const place = placeOf(expression?.[0] ?? type, type, path);
  const error = (code: Issue['code'], said: string, at = place): Issue => ({ severity: 'error', code, expression: at, text: said });

  if (text === 'Missing required property') return error('required', 'is missing');
  if (text === 'Invalid null value') return error('structure', 'must not be null');
  const additional = /^Invalid additional property "(.*)"$/s.exec(text)?.[1];
  if (additional !== undefined) {
    const stated = expression?.[0] ?? type;
    const parent = stated.endsWith(`.${additional}`) ? placeOf(stated.slice(0, -additional.length - 1), type, path) : path;
    // The characters of a string that stands where an object should.
    return /^\d+$/.test(additional)
      ? error('structure', 'must be an object', parent)
      : error('structure', 'has a property that R4 does not have', parent);
  }
  const format = /^Invalid ([A-Za-z]+) format$/.exec(text)?.[1];
  if (format !== undefined) return error('value', `is not a valid ${format}`);
  const expected = /^Invalid JSON type: expected ([a-z]+), but got/.exec(text)?.[1];
  if (expected !== undefined) return error('structure', `must be a ${expected}`);
  if (/^Expected number to be in the range/.test(text)) return error('value', 'is not in the range of its type');
  const invariant = /^Constraint ([a-z]+-\d+[a-z]?) not met/.exec(text)?.[1];
  if (invariant !== undefined) return error('invalid', `breaks the invariant ${invariant} of R4`);
  if (/array/i.test(text)) return error('structure', /^Expected array/i.test(text) ? 'must be an array' : 'must not be an array');
  if (/reference/i.test(text)) return error('value', 'refers to a type that R4 does not allow here');
  return error('structure', 'is not valid R4');
}

/** As far as its names are FHIR's: what else is in an expression came from the sender. */
function placeOf(expression: string, type: string, path: string): string {
  const rest = expression === type || expression.startsWith(`${type}.`) ? expression.slice(type.length) : '';
  // FHIRPath knows a choice by its stem.
  const segments = rest.replaceAll('[x]', '').split('.').slice(1);
  const stranger = segments.findIndex((segment) => !isOurs(segment));
  return [path, ...segments.slice(0, stranger === -1 ? segments.length : stranger)].join('.');
}

const isOurs = (segment: string): boolean => {
  const name = /^([A-Za-z_]+)(\[\d+\])?$/.exec(segment)?.[1];
  return name !== undefined && knowsName(name);
};
