import { expect, test } from 'vitest';
import { createLog, type LogEntry } from '../../handlers/http/log.ts';

function logged(entry: unknown): unknown {
  const lines: string[] = [];
  createLog((line) => lines.push(line))(entry as LogEntry);
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('\n');
  return JSON.parse(lines[0] ?? '');
}

const GOOD: LogEntry = {
  level: 'info',
  event: 'request',
  route: 'POST /fhir/Claim/$submit',
  status: 200,
  durationMs: 12,
  bytes: 1000,
  correlationId: '5f0c.A-1_',
  ruleSet: '2026.11.1',
  claims: 2,
  decisions: { approved: 1, 'not-applicable': 1 },
  ruleIds: { 'day-supported': 3 },
  errorName: 'RangeError',
};

test('what is named is logged', () => {
  expect(logged(GOOD)).toEqual(GOOD);
});

test('what is not named is dropped', () => {
  expect(logged({ ...GOOD, message: 'Jane Roe', path: '/fhir/Patient/p1', error: new Error('Jane Roe'), constructor: 'x' })).toEqual(GOOD);
});

test.each([
  ['route', 'GET /fhir/Patient/123'],
  ['route', 'Jane Roe'],
  ['status', '200 Jane'],
  ['durationMs', Number.NaN],
  ['correlationId', 'Jane Roe'],
  ['ruleSet', 'Jane'],
  ['claims', { name: 'Jane' }],
  ['decisions', { approved: 'Jane' }],
  ['decisions', { 'Jane Roe': 1 }],
  ['ruleIds', ['Jane']],
  ['errorName', 'Error: Jane Roe'],
])('a %s that does not look like one is dropped', (field, value) => {
  const { [field as keyof LogEntry]: _dropped, ...rest } = GOOD;

  expect(logged({ ...GOOD, [field]: value })).toEqual(rest);
});
