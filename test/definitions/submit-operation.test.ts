import type { OperationDefinition } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { readRequest } from '../../src/index.ts';
import { ofType } from './all.ts';

const { base, resource, parameter = [] } = ofType('OperationDefinition').get('Claim-submit') as OperationDefinition;
const HL7S = { name: 'resource', resource: { resourceType: 'Bundle', type: 'collection' } };

/** What is wrong with a parameter that stands beside `resource`. */
function issuesOf(own: object): string[] {
  const answer = readRequest({ resourceType: 'Parameters', parameter: [HL7S, own] });
  return answer.ok ? [] : answer.issues.filter(({ expression }) => expression === 'Parameters.parameter[1]').map(({ text }) => text);
}

test('the operation is that of HL7 with three parameters of ours', () => {
  expect([base, resource]).toEqual(['http://hl7.org/fhir/OperationDefinition/Claim-submit', ['Claim']]);
  expect(parameter.map(({ name, use, min, max, type }) => [name, use, min, max, type].join(' '))).toEqual([
    'resource in 1 1 Resource',
    'asOf in 0 1 instant',
    'policy in 0 1 string',
    'timeZone in 0 1 string',
    'return out 1 1 Resource',
  ]);
});

test.for([
  ['asOf', ['valueInstant', 'valueDateTime'], '2025-04-01T12:00:00-05:00'],
  ['policy', ['valueString', 'valueCode'], 'baseline'],
  ['timeZone', ['valueString', 'valueCode'], 'America/Chicago'],
] as const)('%s is read in each of the forms that its documentation names, and in no number', ([name, forms, value]) => {
  const { documentation = '' } = parameter.find((each) => each.name === name) ?? {};

  expect([...documentation.matchAll(/`(value\w+)`/g)].map(([, form]) => form)).toEqual(forms);
  for (const form of forms) expect(issuesOf({ name, [form]: value }), form).toEqual([]);
  expect(issuesOf({ name, valueInteger: 1 })).toEqual([`Parameters.parameter[1] has no ${forms.join(' or ')}`]);
});

test('asOf needs an offset from UTC, as its documentation says', () => {
  expect(parameter.find(({ name }) => name === 'asOf')?.documentation).toContain('with an offset from UTC');
  expect(issuesOf({ name: 'asOf', valueDateTime: '2025-04-01' })).toEqual([
    'Parameters.parameter[1] is not an instant with an offset from UTC',
  ]);
});
