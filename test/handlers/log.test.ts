import type { Context } from 'aws-lambda';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLog, type LogEntry } from '../../handlers/http/log.ts';

function linesOf(...entries: readonly unknown[]): unknown[] {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line));
  for (const entry of entries) log(entry as LogEntry);
  expect(lines.join('')).not.toContain('\n');
  return lines.map((line) => JSON.parse(line));
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

/** The line of GOOD, every field of it. */
const { level: _level, event: _event, ...FIELDS } = GOOD;
const LINE = { level: 'INFO', message: 'request', timestamp: expect.stringMatching(/^20.*Z$/), service: 's9326', ...FIELDS };

afterEach(() => vi.unstubAllEnvs());

test('what is named is logged, in the form of Powertools', () => {
  expect(linesOf(GOOD)).toEqual([LINE]);
});

test('a warning and an error have their level', () => {
  expect(linesOf({ level: 'warn', event: 'no-proof-configured', ruleSet: '2026.11.1' }, { ...GOOD, level: 'error' })).toEqual([
    { level: 'WARN', message: 'no-proof-configured', timestamp: LINE.timestamp, service: 's9326', ruleSet: '2026.11.1' },
    { ...LINE, level: 'ERROR' },
  ]);
});

test('what is not named is dropped, under whatever name Powertools knows it', () => {
  const hostile = {
    message: 'Jane Roe',
    path: '/fhir/Patient/p1',
    error: new Error('Jane Roe'),
    extra: 'Jane Roe',
    constructor: 'x',
    timestamp: 'Jane Roe',
    service: 'Jane Roe',
    sampling_rate: 'Jane Roe',
    function_arn: 'Jane Roe',
    tenant_id: 'Jane Roe',
  };
  expect(linesOf({ ...GOOD, ...hostile })).toEqual([LINE]);
});

test('a marker in every field at once is in no line', () => {
  const marked = Object.fromEntries([...Object.keys(LINE), 'xray_trace_id', 'cold_start', 'error'].map((field) => [field, 'Zzyzx Roe']));

  expect(
    JSON.stringify(linesOf({ ...marked, level: 'info', event: 'request' }, { ...marked, level: 'Zzyzx Roe', event: 'request' })),
  ).not.toContain('Zzyzx');
});

test('an event that is not named makes no line', () => {
  expect(linesOf({ ...GOOD, event: 'Jane Roe' }, { ...GOOD, event: new Error('Jane Roe') })).toEqual([]);
});

test.each([
  ['route', 'GET /fhir/Patient/123'],
  ['route', 'Jane Roe'],
  ['status', '200 Jane'],
  ['durationMs', Number.NaN],
  ['bytes', '1000'],
  ['correlationId', 'Jane Roe'],
  ['ruleSet', 'Jane'],
  ['claims', { name: 'Jane' }],
  ['decisions', { approved: 'Jane' }],
  ['decisions', { 'Jane Roe': 1 }],
  ['ruleIds', ['Jane']],
  ['errorName', 'Error: Jane Roe'],
])('a %s that does not look like one is dropped', (field, value) => {
  const { [field as keyof typeof LINE]: _dropped, ...rest } = LINE;

  expect(linesOf({ ...GOOD, [field]: value })).toEqual([rest]);
});

test.each(['GET /fhir/metadata', 'GET /fhir/CodeSystem/{id}', 'DELETE /webhook/{source}/{Type}/{id}', 'unmatched'])(
  'the pattern %s is logged',
  (route) => {
    expect(linesOf({ ...GOOD, route })).toEqual([{ ...LINE, route }]);
  },
);

describe('on Lambda', () => {
  const context = { awsRequestId: '3f1a-22', functionName: 'Zzyzx', invokedFunctionArn: 'arn:Zzyzx', tenantId: 'Zzyzx' };

  test('a line says of which call and which trace it is, and whether the function was cold', () => {
    vi.stubEnv('AWS_LAMBDA_INITIALIZATION_TYPE', 'on-demand');
    vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1');
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 's9326-prod');
    const lines: unknown[] = [];
    const log = createLog((line) => lines.push(JSON.parse(line)));

    for (const awsRequestId of ['3f1a-22', '3f1a-23']) {
      log.addContext({ ...context, awsRequestId } as unknown as Context);
      log(GOOD);
    }

    const there = { ...LINE, service: 's9326-prod', xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793' };
    expect(lines).toEqual([
      { ...there, cold_start: true, function_request_id: '3f1a-22' },
      { ...there, cold_start: false, function_request_id: '3f1a-23' },
    ]);
  });

  test('a context, a trace or a service that does not look like one is dropped', () => {
    vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=Jane Roe');
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'Jane Roe');
    const lines: unknown[] = [];
    const log = createLog((line) => lines.push(JSON.parse(line)));

    log.addContext({ ...context, awsRequestId: 'Jane Roe' } as unknown as Context);
    log(GOOD);

    expect(lines).toEqual([{ ...LINE, cold_start: false }]);
  });
});

test.each([
  { POWERTOOLS_LOGGER_LOG_EVENT: 'true', POWERTOOLS_LOGGER_SAMPLE_RATE: '1', POWERTOOLS_DEV: 'true', TZ: 'Asia/Tokyo' },
  { POWERTOOLS_LOG_LEVEL: 'SILENT', LOG_LEVEL: 'CRITICAL', POWERTOOLS_LOGGER_SAMPLE_RATE: '0.5' },
  { AWS_LAMBDA_LOG_LEVEL: 'DEBUG', POWERTOOLS_LOG_LEVEL: 'TRACE' },
  { AWS_LAMBDA_LOG_LEVEL: 'INFO' },
])('the environment %j changes nothing', (environment) => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) => vi.spyOn(console, method).mockReturnValue());

  expect(linesOf(GOOD, { ...GOOD, error: new Error('Jane Roe') })).toEqual([LINE, LINE]);
  expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
  vi.restoreAllMocks();
});
