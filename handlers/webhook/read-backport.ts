/**
 * A notification of the Subscriptions backport: its status as Parameters (R4) or SubscriptionStatus (R4B, R5), then perhaps the resources.
 * http://hl7.org/fhir/uv/subscriptions-backport/notifications.html
 */
import { isId, isObject, type Json, type Notification, type ReadNotification } from './notification.ts';

interface Status {
  readonly type: unknown;
  /** Of the Subscription. */
  readonly status: unknown;
  /** One an event, each with what it is about, where that is said. */
  readonly events: readonly { readonly focus: string | undefined }[];
}

/** Never throws. */
export function readBackport(status: Json, entries: readonly Json[], baseUrl: string): ReadNotification {
  const read = status.resourceType === 'Parameters' ? ofParameters(status) : ofStatus(status);
  return { ok: true, notification: notificationOf(read, entries, baseUrl) };
}

function notificationOf({ type, status, events }: Status, entries: readonly Json[], baseUrl: string): Notification {
  // Events may have been lost while it could not deliver.
  if (status === 'error') return { kind: 'look' };
  if (status === 'off' || status === 'entered-in-error') return { kind: 'nothing', why: 'ended' };
  if (type === 'handshake' || type === 'heartbeat') return { kind: 'nothing', why: type };
  if (type === 'query-status') return { kind: 'nothing', why: 'query' };

  // What one event does not say, no other says for it.
  if (events.some(({ focus }) => focus === undefined) && entries.length === 0) return { kind: 'look' };
  const named = [...events.map(({ focus }) => focus), ...entries.map(addressOf)].filter((each) => typeof each === 'string');
  const claims = named.filter((each) => /(^|\/)Claim\/[^/]+$/.test(withoutVersion(each)));
  const ids = [...new Set(claims.flatMap((each) => idBelow(baseUrl, withoutVersion(each)) ?? []))];
  const saysAll = events.length > 0 && events.every(({ focus }) => focus !== undefined);
  if (!saysAll && named.length < Math.max(events.length, 1)) return { kind: 'look' };
  if (ids.length > 0) return { kind: 'claims', ids };
  return { kind: 'nothing', why: claims.length > 0 ? 'elsewhere' : 'other-type' };
}

/** An entry is named by what it was asked for by, where its address is a URN, or not there. */
function addressOf({ fullUrl, request, resource }: Json): string | undefined {
  if (typeof fullUrl === 'string' && !fullUrl.startsWith('urn:')) return fullUrl;
  const url = isObject(request) ? request.url : undefined;
  if (typeof url === 'string' && url.includes('/')) return url;
  const { resourceType, id } = isObject(resource) ? resource : {};
  return typeof resourceType === 'string' && isId(id) ? `${resourceType}/${id}` : undefined;
}

const withoutVersion = (reference: string): string => reference.replace(/\/_history\/[^/]*$/, '');

/** A reference of another server is never followed: its id would be taken for one of ours. */
function idBelow(baseUrl: string, reference: string): string | undefined {
  const relative = reference.startsWith(`${baseUrl}/`) ? reference.slice(baseUrl.length + 1) : reference;
  const id = /^Claim\/([^/]+)$/.exec(relative)?.[1];
  return isId(id) ? id : undefined;
}

function ofParameters({ parameter }: Json): Status {
  const all = objects(parameter);
  const code = (name: string): unknown => all.find((each) => each.name === name)?.valueCode;
  const events = all
    .filter(({ name }) => name === 'notification-event')
    .map(({ part }) => ({ focus: referenceOf(objects(part).find(({ name }) => name === 'focus')?.valueReference) }));
  return { type: code('type'), status: code('status'), events };
}

function ofStatus({ type, status, notificationEvent }: Json): Status {
  return { type, status, events: objects(notificationEvent).map(({ focus }) => ({ focus: referenceOf(focus) })) };
}

const objects = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

const referenceOf = (value: unknown): string | undefined =>
  isObject(value) && typeof value.reference === 'string' ? value.reference : undefined;
