import { readFileSync } from 'node:fs';
import type { DeviceRequest, MedicationRequest, ServiceRequest } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import type { HookResponse } from '../../src/present/cards.ts';
import { coverage, drugOrder, pumpOrder, serviceOrder } from '../order/orders.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { startEhr, startHooks } from './support/client.ts';
import { BARE_ORDER, bundle, crd, dischargeCall, dispatchCall, INSTANCE, PREFETCH, signCall } from './support/requests.ts';
import { problemsOfDiscovery, problemsOfResponse } from './support/shapes.ts';

const BARE = { userId: 'Practitioner/d1', patientId: 'p1', draftOrders: bundle(BARE_ORDER) };

const SIGN = '/cds-services/s9326-order-sign';
const DISPATCH = '/cds-services/s9326-order-dispatch';
const DISCHARGE = '/cds-services/s9326-encounter-discharge';

interface Told {
  readonly status: number;
  readonly places: readonly string[];
}

async function told(response: Response): Promise<Told> {
  const { issue = [] } = (await response.json()) as { issue?: { code: string; expression?: string[] }[] };
  return { status: response.status, places: issue.map(({ code, expression = [] }) => `${expression} ${code}`.trim()) };
}

async function answered(path: string, call: unknown): Promise<HookResponse> {
  const response = await (await startHooks()).post(path, call);
  const body = (await response.json()) as HookResponse;
  expect([response.status, problemsOfResponse(body)]).toEqual([200, []]);
  return body;
}

describe('discovery', () => {
  test('is of the shape of the standard, and asks no proof', async () => {
    const { url } = await startHooks({ ehr: await startEhr() });
    const response = await fetch(`${url}/cds-services`);
    const body = (await response.json()) as { services: { id: string; hook: string; prefetch: Record<string, string> }[] };

    expect([response.status, problemsOfDiscovery(body)]).toEqual([200, []]);
    expect(body.services.map(({ id, hook }) => `${id} ${hook}`)).toEqual([
      's9326-order-sign order-sign',
      's9326-order-dispatch order-dispatch',
      's9326-encounter-discharge encounter-discharge',
    ]);
  });

  test('has templates whose tokens are plain members of the context', async () => {
    const { url } = await startHooks();
    const { services } = (await (await fetch(`${url}/cds-services`)).json()) as { services: { prefetch: Record<string, string> }[] };
    const tokens = services.flatMap(({ prefetch }) => Object.values(prefetch).flatMap((each) => each.match(/\{\{.*?\}\}/g) ?? []));

    expect([...new Set(tokens)].sort()).toEqual(['{{context.encounterId}}', '{{context.patientId}}']);
  });
});

describe('an answer', () => {
  test('has cards of the shape of the standard, and coverage information as a system action that changes nothing else', async () => {
    const { cards, systemActions = [] } = await answered(SIGN, signCall({ context: BARE }));
    const [annotated] = systemActions.map(({ resource }) => resource as MedicationRequest);
    const { extension, ...rest } = annotated ?? drugOrder();

    expect(cards.length).toBeGreaterThan(0);
    expect(systemActions).toHaveLength(1);
    expect(rest).toEqual(BARE_ORDER);
    expect(extension?.map(({ url }) => url)).toEqual(['http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information']);
    expect(annotated && problemsOf(annotated)).toEqual([]);
  });

  test('is the same for orders of a drug, a service and a pump', async () => {
    const drafts = [drugOrder(), serviceOrder('S9326'), pumpOrder('E0781')];
    const context = { userId: 'Practitioner/d1', patientId: 'p1', draftOrders: bundle(...drafts) };
    const { systemActions = [] } = await answered(SIGN, signCall({ context }));

    expect(systemActions.map(({ resource }) => `${resource.resourceType}/${resource.id}`)).toEqual([
      'MedicationRequest/m1',
      'ServiceRequest/s1',
      'DeviceRequest/d1',
    ]);
  });

  test('to a dispatch is about the orders that the context names', async () => {
    const call = dispatchCall({ prefetch: { ...PREFETCH, medications: bundle(BARE_ORDER, drugOrder({ id: 'm2' })) } });
    const { cards, systemActions = [] } = await answered(DISPATCH, call);

    expect(cards.length).toBeGreaterThan(0);
    expect(systemActions.map(({ resource }) => resource.id)).toEqual(['m1']);
  });

  test('to a dispatch reads the names that the example of the hook has', async () => {
    const { dispatchedOrders, ...context } = dispatchCall().context;
    const named = { ...context, 'dispatched-orders': dispatchedOrders, 'fulfillment-tasks': [{ resourceType: 'Task' }] };

    expect((await answered(DISPATCH, dispatchCall({ context: named }))).systemActions).toHaveLength(1);
  });

  test('at discharge is a reminder, without coverage information', async () => {
    const { cards, systemActions } = await answered(DISCHARGE, dischargeCall());

    expect([cards.map(({ source }) => source.topic.code), systemActions]).toEqual([['clinical-reminder'], undefined]);
  });

  test('has no cards where nothing is to say: orders of Da Vinci CRD 2.0.1 that are not ours', async () => {
    const drafts = [
      crd<MedicationRequest>('MedicationRequest'),
      crd<ServiceRequest>('ServiceRequest'),
      crd<DeviceRequest>('DeviceRequest'),
    ];
    const evidence = {
      ...PREFETCH,
      coverage: bundle(crd('Coverage'), crd('Organization')),
      encounter: crd('Encounter'),
      patient: crd('Patient'),
    };
    const context = { userId: 'Practitioner/example', patientId: 'example', encounterId: 'example', draftOrders: bundle(...drafts) };

    expect(await answered(SIGN, signCall({ context, prefetch: evidence }))).toEqual({ cards: [] });
  });

  test('is given with what Da Vinci CRD 2.0.1 sends beside an order of ours', async () => {
    const order = drugOrder({ subject: { reference: 'Patient/example' }, encounter: { reference: 'Encounter/example' } });
    const evidence = {
      ...PREFETCH,
      coverage: bundle(crd('Coverage'), crd('Organization')),
      encounter: crd('Encounter'),
      patient: crd('Patient'),
    };
    const context = { userId: 'Practitioner/example', patientId: 'example', encounterId: 'example', draftOrders: bundle(order) };
    const { systemActions = [] } = await answered(SIGN, signCall({ context, prefetch: evidence }));

    // Its period is over since 2012.
    expect(JSON.stringify(systemActions)).toContain('"valueCode":"indeterminate"');
    expect(JSON.stringify(systemActions)).toContain('"reference":"Coverage/example"');
  });

  test('leaves out the kinds that the caller switched off, and passes over options that it has not', async () => {
    const all = await answered(SIGN, signCall({ context: BARE }));
    const kinds = [...new Set(all.cards.map(({ source }) => source.topic.code))];
    const off = { 'coverage-info': false, [kinds[0] ?? '']: false, 'max-cards': 1, other: 'x' };
    const { cards, systemActions } = await answered(SIGN, signCall({ context: BARE, extension: { 'davinci-crd.configuration': off } }));

    expect(systemActions).toBeUndefined();
    // Each was asked of a server of its own.
    const anywhere = (given: unknown): unknown => JSON.parse(JSON.stringify(given).replaceAll(/127\.0\.0\.1:\d+/g, 'host'));
    expect(anywhere(cards)).toEqual(anywhere(all.cards.filter(({ source }) => source.topic.code !== kinds[0])));
    expect(cards.length).toBeLessThan(all.cards.length);
  });

  test('is logged by counts alone', async () => {
    const hooks = await startHooks();
    const { cards } = (await (await hooks.post(SIGN, signCall({ context: BARE }))).json()) as HookResponse;
    const line = JSON.parse(hooks.lines.find((each) => each.includes('cds-services')) ?? '{}');

    expect(line).toMatchObject({ route: 'POST /cds-services/{id}', hook: 's9326-order-sign', status: 200, cards: cards.length });
    for (const patients of ['p1', 'morphine', INSTANCE]) expect(JSON.stringify(line)).not.toContain(patients);
  });
});

describe('a call is refused', () => {
  const to = async (path: string, call: unknown, headers?: Record<string, string>): Promise<Told> => {
    const hooks = await startHooks();
    return told(await hooks.post(path, call, headers && { 'x-api-key': hooks.apiKey, ...headers }));
  };

  test('with every problem at once, each with its place', async () => {
    const context = { userId: 'someone', patientId: '', draftOrders: { resourceType: 'Bundle', entry: [{ resource: {} }, drugOrder()] } };
    const call = {
      hook: 'order-select',
      hookInstance: '1',
      context,
      fhirAuthorization: { access_token: 'a b' },
      prefetch: { coverage: 'x' },
    };

    expect(await to(SIGN, call)).toEqual({
      status: 400,
      places: [
        'hook value',
        'hookInstance value',
        'context.patientId value',
        'context.userId value',
        'context.draftOrders.entry[0].resource structure',
        'context.draftOrders.entry[1].resource structure',
        'fhirServer required',
        'fhirAuthorization.access_token value',
        'fhirAuthorization.token_type required',
        'fhirAuthorization.expires_in required',
        'fhirAuthorization.scope required',
        'fhirAuthorization.subject required',
        'prefetch.coverage structure',
      ],
    });
  });

  test.each<[string, string, unknown, readonly string[]]>([
    ['no object', SIGN, [], ['Resource structure']],
    ['an empty one', SIGN, {}, ['hook required', 'hookInstance required', 'context required']],
    ['another hook', SIGN, { ...signCall(), hook: 'order-dispatch' }, ['hook value']],
    ['without orders', SIGN, signCall({ context: { userId: 'Patient/p1', patientId: 'p1' } }), ['context.draftOrders required']],
    [
      'orders that are no Bundle',
      SIGN,
      signCall({ context: { userId: 'Patient/p1', patientId: 'p1', draftOrders: drugOrder() } }),
      ['context.draftOrders.resourceType value'],
    ],
    [
      'no dispatched orders',
      DISPATCH,
      dispatchCall({ context: { patientId: 'p1' } }),
      ['context.dispatchedOrders required', 'context.performer required'],
    ],
    [
      'an empty list of them',
      DISPATCH,
      dispatchCall({ context: { patientId: 'p1', performer: 'x', dispatchedOrders: [] } }),
      ['context.dispatchedOrders structure'],
    ],
    [
      'one that is no reference',
      DISPATCH,
      dispatchCall({ context: { patientId: 'p1', performer: 'x', dispatchedOrders: ['../x'] } }),
      ['context.dispatchedOrders[0] value'],
    ],
    [
      'a discharge of no encounter',
      DISCHARGE,
      dischargeCall({ context: { userId: 'Patient/p1', patientId: 'p1' } }),
      ['context.encounterId required'],
    ],
  ])('%s', async (_case, path, call, places) => {
    expect(await to(path, call)).toEqual({ status: 400, places });
  });

  test('for an order that is not R4, by its place', async () => {
    const { intent: _intent, ...order } = drugOrder();
    const context = { userId: 'Practitioner/d1', patientId: 'p1', draftOrders: { resourceType: 'Bundle', entry: [{ resource: order }] } };

    expect(await to(SIGN, signCall({ context }))).toEqual({
      status: 400,
      places: ['context.draftOrders.entry[0].resource.intent required'],
    });
  });

  test('for evidence that is not R4, by its place', async () => {
    const prefetch = { ...PREFETCH, coverage: bundle({ ...coverage(), status: 'on' as never }) };

    expect(await to(SIGN, signCall({ prefetch }))).toEqual({
      status: 400,
      places: ['prefetch.coverage.entry[0].resource.status code-invalid'],
    });
  });

  test('as the hook that the reference implementation of prior authorization sends: another hook, and orders of STU3', async () => {
    const sent = JSON.parse(readFileSync('test/data/hl7-davinci-prior-auth-ri/cds-hook-order-review.json', 'utf8'));
    expect((await to(SIGN, sent)).places).toEqual(['hook value', 'context.userId required', 'context.draftOrders required']);

    const context = { userId: sent.user, patientId: sent.context.patientId, draftOrders: sent.context.orders };
    expect(await to(SIGN, { ...sent, hook: 'order-sign', context, prefetch: PREFETCH })).toEqual({
      status: 400,
      places: ['context.draftOrders.entry[0].resource.intent required'],
    });
    context.draftOrders.entry[0].resource.intent = 'order';
    expect(await answered(SIGN, { ...sent, hook: 'order-sign', context, prefetch: PREFETCH })).toEqual({ cards: [] });
  });

  test('without a Coverage, where there is something to say', async () => {
    const prefetch = { ...PREFETCH, coverage: null };
    expect(await to(SIGN, signCall({ prefetch }))).toEqual({ status: 400, places: ['prefetch.coverage required'] });

    const other = drugOrder({
      medicationCodeableConcept: { text: 'azithromycin' },
      dosageInstruction: [{ text: 'one by mouth' }],
      reasonCode: [{ text: 'Diarrhea' }],
    });
    const context = { userId: 'Practitioner/d1', patientId: 'p1', draftOrders: bundle(other) };
    expect(await answered(SIGN, signCall({ prefetch, context }))).toEqual({ cards: [] });
    expect((await answered(DISCHARGE, dischargeCall({ prefetch: { ...dischargeCall().prefetch, coverage: null } }))).cards).toHaveLength(1);
  });

  test('where the form is wrong', async () => {
    expect((await to(SIGN, '{')).status).toBe(400);
    expect((await to(SIGN, signCall(), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await to('/cds-services/other', signCall())).status).toBe(404);
    expect((await to('/cds-services/other/feedback', {})).status).toBe(404);
  });

  test('where the method is wrong', async () => {
    const { url } = await startHooks();
    const allowed = async (method: string, path: string) => {
      const { status, headers } = await fetch(url + path, { method });
      return [status, headers.get('allow')];
    };
    expect(await allowed('GET', SIGN)).toEqual([405, 'POST']);
    expect(await allowed('DELETE', `${SIGN}/feedback`)).toEqual([405, 'POST']);
    expect(await allowed('POST', '/cds-services')).toEqual([405, 'GET, HEAD']);
    expect(await allowed('GET', '/cds-services/other')).toEqual([404, null]);
    expect(await allowed('OPTIONS', '/cds-services')).toEqual([405, 'GET, HEAD']);
  });

  test('where the body is too long', async () => {
    const hooks = await startHooks({ env: { S9326_MAX_BODY_BYTES: '100' } });
    expect((await hooks.post(SIGN, signCall())).status).toBe(413);
  });
});

test('the call that docs/cds-hooks.md shows is answered with cards', async () => {
  const shown = /@- <<'JSON'\n([\s\S]*?)\nJSON\n/.exec(readFileSync('docs/cds-hooks.md', 'utf8'))?.[1] ?? '';

  expect((await answered(SIGN, shown)).cards.length).toBeGreaterThan(0);
});

test('no refusal and no line of the log repeats what was sent', async () => {
  const hooks = await startHooks();
  const marked = (call: unknown) =>
    JSON.parse(JSON.stringify(call), (key, value) =>
      typeof value === 'string' && !/^(hook|resourceType)$/.test(key) ? `${value} MARKER` : value,
    );
  const unknown = { MARKER: 'MARKER', extension: { 'davinci-crd.configuration': { MARKER: false } } };
  const dispatched = dispatchCall({ context: { patientId: 'MARKER', dispatchedOrders: ['Task/MARKER'], performer: 'MARKER' } });
  const calls: [string, unknown, number][] = [
    [SIGN, marked(signCall()), 400],
    [SIGN, '{"MARKER": MARKER', 400],
    [SIGN, signCall({ ...unknown, prefetch: undefined }), 412],
    [
      SIGN,
      signCall({
        context: {
          userId: 'Patient/p1',
          patientId: 'p1',
          draftOrders: bundle({ ...drugOrder(), MARKER: 'MARKER', status: 'MARKER' } as never),
        },
      }),
      400,
    ],
    [DISPATCH, dispatched, 412],
    [`${SIGN}/feedback`, { feedback: [{ card: 'MARKER', outcome: 'MARKER' }] }, 400],
    ['/cds-services/MARKER', {}, 404],
  ];
  for (const [path, call, status] of calls) {
    const response = await hooks.post(path, call);
    expect([path, response.status, (await response.text()).includes('MARKER')]).toEqual([path, status, false]);
  }
  expect(hooks.lines).toHaveLength(calls.length);
  expect(hooks.lines.join('')).not.toContain('MARKER');
});

describe('a page of another origin', () => {
  const ORIGIN = 'https://ehr.example';
  const preflight = (url: string, origin: string) =>
    fetch(url + SIGN, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization, content-type' },
    });

  test('may not call by default', async () => {
    const { url } = await startHooks();
    const { headers } = await fetch(`${url}/cds-services`, { headers: { origin: ORIGIN } });

    expect((await preflight(url, ORIGIN)).status).toBe(405);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('may call where its origin is configured, and no other may', async () => {
    const hooks = await startHooks({ env: { S9326_CORS_ORIGINS: ORIGIN } });
    const { status, headers } = await preflight(hooks.url, ORIGIN);
    expect([status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-methods')]).toEqual([
      204,
      ORIGIN,
      'GET,POST',
    ]);
    expect(headers.get('access-control-allow-headers')).toContain('authorization');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect((await preflight(hooks.url, 'https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull();

    const answer = await hooks.post(SIGN, signCall(), { 'x-api-key': hooks.apiKey, origin: ORIGIN });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN]);
    const refused = await hooks.post(SIGN, signCall(), { origin: ORIGIN });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, ORIGIN]);
    expect((await fetch(`${hooks.url}/health`, { headers: { origin: ORIGIN } })).headers.get('access-control-allow-origin')).toBeNull();
  });
});
