/** What a caller prefers, and what it gets (FHIR R4 http.html; RFC 7240). */
import type { Bundle, Claim, ClaimResponse, OperationOutcome } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { readPrefer } from '../../handlers/http/prefer.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { administration, bundle, claim, parameters } from './support/requests.ts';
import { startServer } from './support/server.ts';

describe('the header', () => {
  test.each([
    [undefined, {}],
    ['', {}],
    ['return=minimal', { return: 'minimal' }],
    ['return=representation', { return: 'representation' }],
    ['return=OperationOutcome', { return: 'OperationOutcome' }],
    ['Return="operationoutcome"', { return: 'OperationOutcome' }],
    ['handling=strict, return=minimal', { handling: 'strict', return: 'minimal' }],
    ['handling = lenient ; foo="bar" , respond-async', { handling: 'lenient' }],
    ['return=minimal, return=representation', { return: 'minimal' }],
    ['return=everything; handling=strict', {}],
    ['constructor=minimal, __proto__=strict', {}],
  ])('%j is read as %j', (header, preferences) => {
    expect(readPrefer(header)).toEqual(preferences);
  });
});

const RECORD = bundle([claim('c1'), administration('a1')]);

describe('return', () => {
  test('nothing stated and representation give the ClaimResponse', async () => {
    const server = await startServer();

    const plain = await server.submit(RECORD);
    const asked = await server.submit(RECORD, { prefer: 'return=representation' });

    expect([plain.headers.get('preference-applied'), asked.headers.get('preference-applied')]).toEqual([null, 'return=representation']);
    expect(await asked.text()).toBe(await plain.text());
  });

  test('minimal gives 200 and no body', async () => {
    const server = await startServer();

    const response = await server.submit(RECORD, { prefer: 'return=minimal' });

    expect([response.status, response.headers.get('preference-applied'), response.headers.get('content-type')]).toEqual([
      200,
      'return=minimal',
      null,
    ]);
    expect(await response.text()).toBe('');
  });

  test('OperationOutcome gives the decision, and each finding under its rule with the line it is about', async () => {
    const server = await startServer();
    const asked = { prefer: 'return=OperationOutcome' };

    const outcome = (await (await server.submit(RECORD, asked)).json()) as OperationOutcome;
    const response = (await (await server.submit(RECORD)).json()) as ClaimResponse;

    expect(problemsOf(outcome)).toEqual([]);
    const [decided, ...findings] = outcome.issue;
    expect(decided).toEqual({
      severity: 'information',
      code: 'informational',
      details: { text: response.disposition },
      expression: ['Bundle.entry[0].resource'],
    });
    const ofLine = findings.filter(({ expression }) => expression?.[0] === 'Bundle.entry[0].resource.item[0]');
    expect(ofLine.length).toBeGreaterThan(0);
    expect(findings.every(({ details }) => details?.coding?.[0]?.system === 'https://s9326.org/fhir/CodeSystem/rules')).toBe(true);
    expect(outcome.issue.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
  });

  test('in a batch it holds for each entry', async () => {
    const server = await startServer();
    const batch = bundle([RECORD, bundle([]), bundle([claim('c2')])], 'batch');

    const minimal = (await (await server.submit(batch, { prefer: 'return=minimal' })).json()) as Bundle;
    const outcomes = (await (await server.submit(batch, { prefer: 'return=OperationOutcome' })).json()) as Bundle;

    expect(minimal.entry?.map(({ resource, response }) => [resource, response?.status])).toEqual([
      [undefined, '200 OK'],
      [undefined, '400 Bad Request'],
      [undefined, '200 OK'],
    ]);
    expect(outcomes.entry?.map(({ response }) => (response?.outcome as OperationOutcome | undefined)?.issue[0]?.severity)).toEqual([
      'information',
      'error',
      'information',
    ]);
    expect([...problemsOf(minimal), ...problemsOf(outcomes)]).toEqual([]);
  });

  test('a refusal has its body, whatever is preferred', async () => {
    const server = await startServer();

    const response = await server.submit('nonsense', { prefer: 'return=minimal' });

    expect([response.status, response.headers.get('preference-applied')]).toEqual([400, null]);
    expect(await response.json()).toMatchObject({ resourceType: 'OperationOutcome' });
  });
});

/** R4 asks for a priority; a judgement does not. */
function unprioritized(): Claim {
  const { priority: _priority, ...rest } = claim('c1');
  return rest as Claim;
}

describe('handling', () => {
  test('nothing stated refuses what is not R4, and lenient judges it and tells of it where outcomes are preferred', async () => {
    const server = await startServer();

    const refused = await server.submit(bundle([unprioritized()]));
    const passed = await server.submit(bundle([unprioritized()]), { prefer: 'handling=lenient' });
    const told = await server.submit(bundle([unprioritized()]), { prefer: 'handling=lenient, return=OperationOutcome' });

    expect([refused.status, passed.status, told.status]).toEqual([400, 200, 200]);
    expect(((await refused.json()) as OperationOutcome).issue.map(({ severity, expression }) => [severity, expression])).toEqual([
      ['error', ['Bundle.entry[0].resource.priority']],
    ]);
    expect(await passed.json()).toMatchObject({ resourceType: 'ClaimResponse', outcome: 'complete' });
    const { issue } = (await told.json()) as OperationOutcome;
    expect(issue.at(-1)).toMatchObject({ severity: 'warning', expression: ['Bundle.entry[0].resource.priority'] });
  });

  test('lenient still refuses what cannot be judged', async () => {
    const server = await startServer();
    const { patient: _patient, ...rest } = claim('c1');

    const response = await server.submit(bundle([rest as Claim]), { prefer: 'handling=lenient' });

    expect(response.status).toBe(400);
  });

  test('one entry of a batch that is not R4 is refused alone', async () => {
    const server = await startServer();
    const batch = bundle([bundle([unprioritized()]), bundle([claim('c2')])], 'batch');

    const response = (await (await server.submit(batch)).json()) as Bundle;

    expect(response.entry?.map(({ response: { status } = { status: '' } }) => status)).toEqual(['400 Bad Request', '200 OK']);
    expect((response.entry?.[0]?.response?.outcome as OperationOutcome | undefined)?.issue.map(({ expression }) => expression)).toEqual([
      ['Bundle.entry[0].resource.entry[0].resource.priority'],
    ]);
  });

  test('strict refuses a parameter that would be passed over, in the body and in the query', async () => {
    const server = await startServer();
    const strict = { prefer: 'handling=strict' };
    const sent = parameters(claim('c1'), { asOf: '2025-04-01T00:00:00Z', policies: 'acme' });

    const lax = await server.submit(sent);
    const refused = await server.submit(sent, strict);
    const query = await server.submit(claim('c1'), strict, '?_format=json&_pretty=true&asOf=2025-04-01');
    const known = await server.submit(claim('c1'), strict, '?_format=json&_pretty=true');

    expect([lax.status, refused.status, query.status, known.status]).toEqual([200, 400, 400, 200]);
    expect(((await refused.json()) as OperationOutcome).issue).toMatchObject([{ expression: ['Parameters.parameter[1]'] }]);
    expect(JSON.stringify(await query.json())).not.toContain('asOf');
  });
});

test('_pretty indents the same answer', async () => {
  const server = await startServer();

  const plain = await (await server.submit(RECORD)).text();
  const pretty = await (await server.submit(RECORD, {}, '?_pretty=true')).text();

  expect(pretty).toBe(JSON.stringify(JSON.parse(plain), null, 2));
});
