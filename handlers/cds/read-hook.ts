/** A call of a hook, read as CDS Hooks 2.0 has it: every problem at once, each with its place and never with a value. What is not known is passed over. */
import type { Issue } from '../../src/issue.ts';
import type { Hook } from '../../src/order/advice.ts';
import { safeUrl, withoutSlash } from './clients.ts';
import { Members, type Placed } from './members.ts';
import type { PrefetchKey, Service } from './services.ts';

export interface FhirAccess {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Absent: the caller gave none. */
  readonly token?: string;
}

/** Of what a key was to bring: what it brought, that there is none, or that the caller could not get it. A key that is not here was not supplied. */
export type Supplied = readonly Placed[] | 'failed';

export interface HookRequest {
  readonly hook: Hook;
  readonly hookInstance: string;
  readonly patientId: string;
  readonly encounterId?: string;
  /** Orders that came with the context. */
  readonly drafts: readonly Placed[];
  /** `ServiceRequest/1`: orders that the context only names. */
  readonly dispatched: readonly string[];
  readonly fhir?: FhirAccess;
  readonly prefetch: ReadonlyMap<PrefetchKey, Supplied>;
  /** Da Vinci CRD's `davinci-crd.configuration`: kinds of cards that the caller does not want. */
  readonly unwanted: ReadonlySet<string>;
}

export type ReadHook = { readonly ok: true; readonly request: HookRequest } | { readonly ok: false; readonly issues: readonly Issue[] };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ID = /^[A-Za-z0-9.-]{1,64}$/;
const USER = /^(?:Practitioner|PractitionerRole|Patient|RelatedPerson)\/[A-Za-z0-9.-]{1,64}$/;
const ORDER = /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/;
const REFERENCE = /\S/;

export function readHook(json: unknown, service: Service): ReadHook {
  const issues: Issue[] = [];
  const root = new Members(json, '', issues);
  const hook = root.text('hook', (text) => text === service.hook, `must be ${service.hook}, which this service is for`);
  const hookInstance = root.text('hookInstance', UUID, 'must be a UUID');
  const context = readContext(root.object('context'), service.hook);
  const fhir = readAccess(root);
  const prefetch = readPrefetch(root.optionalObject('prefetch'), service);
  const configuration = root.optionalObject('extension')?.optionalObject('davinci-crd.configuration');
  const unwanted = new Set((configuration?.names() ?? []).filter((name) => configuration?.get(name) === false));
  if (issues.length > 0 || hook === undefined || hookInstance === undefined || !context) return { ok: false, issues };
  return { ok: true, request: { hook: service.hook, hookInstance, ...context, ...(fhir && { fhir }), prefetch, unwanted } };
}

type Context = Pick<HookRequest, 'patientId' | 'encounterId' | 'drafts' | 'dispatched'>;

function readContext(context: Members, hook: Hook): Context | undefined {
  const patientId = context.text('patientId', ID, 'must be the id of the patient');
  const isDischarge = hook === 'encounter-discharge';
  if (hook !== 'order-dispatch') context.text('userId', USER, 'must name who is signed in, such as Practitioner/1');
  const encounterId = isDischarge
    ? context.text('encounterId', ID, 'must be the id of the encounter')
    : context.optionalText('encounterId', ID, 'must be the id of the encounter');
  const drafts = hook === 'order-sign' ? (context.object('draftOrders').bundle() ?? []) : [];
  const dispatched = hook === 'order-dispatch' ? readDispatched(context) : [];
  if (patientId === undefined) return undefined;
  return { patientId, ...(encounterId === undefined ? {} : { encounterId }), drafts, dispatched };
}

/** The table of the hook and its example write the names differently, so both are taken. */
function readDispatched(context: Members): readonly string[] {
  const name = context.has('dispatchedOrders') ? 'dispatchedOrders' : context.has('dispatched-orders') ? 'dispatched-orders' : undefined;
  const orders = context.texts(name ?? 'dispatchedOrders', ORDER, 'must be a reference to an order, such as ServiceRequest/1');
  context.text('performer', REFERENCE, 'must be a reference to who is to fill the orders');
  for (const tasks of ['fulfillmentTasks', 'fulfillment-tasks']) context.resources(tasks);
  return orders;
}

function readAccess(root: Members): FhirAccess | undefined {
  const given = root.optionalText('fhirServer', (text) => URL.canParse(text), 'must be a URL');
  const authorization = root.optionalObject('fhirAuthorization');
  if (!authorization) return given === undefined ? undefined : access(given);
  if (given === undefined && !root.has('fhirServer')) root.refuse('fhirServer', 'required', 'is missing, and fhirAuthorization is for it');
  const token = authorization.text('access_token', /^[\w.~+/=-]+$/, 'must be a bearer token');
  authorization.text('token_type', /^bearer$/i, 'must be Bearer');
  authorization.number('expires_in');
  authorization.text('scope', REFERENCE, 'must be scopes, divided by spaces');
  authorization.text('subject', REFERENCE, 'must be the client of the token');
  return given === undefined ? undefined : access(given, token);
}

/** An address that is not safe is as good as none: it is never asked. */
function access(given: string, token?: string): FhirAccess | undefined {
  const url = safeUrl(given);
  return url && url.search === '' ? { baseUrl: withoutSlash(url), ...(token === undefined ? {} : { token }) } : undefined;
}

/** Keys that this service did not ask for are passed over. */
function readPrefetch(prefetch: Members | undefined, service: Service): ReadonlyMap<PrefetchKey, Supplied> {
  const supplied = new Map<PrefetchKey, Supplied>();
  if (!prefetch) return supplied;
  for (const key of Object.keys(service.prefetch) as PrefetchKey[]) {
    if (!prefetch.has(key)) {
      // `null` says that there is no such data, which is not the same as not saying anything.
      if (prefetch.get(key) === null) supplied.set(key, []);
      continue;
    }
    const value = prefetch.object(key);
    const type = value.get('resourceType');
    if (type === 'OperationOutcome') supplied.set(key, 'failed');
    else if (type === 'Bundle') supplied.set(key, value.bundle() ?? []);
    else supplied.set(key, value.resource());
  }
  return supplied;
}
