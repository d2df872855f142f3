/**
 * What a notification is about, whoever sent it: Medplum, HAPI, or a server with the Subscriptions backport (R4, R4B, R5). Only ids of
 * Claims are taken from it; what they hold is read back from the source's own server, so that nothing that came with it is believed.
 */
import type { Issue } from '../../src/index.ts';
import { readJson } from '../http/read-json.ts';
import { isId, isObject, type Json, type Notification, type ReadNotification } from './notification.ts';
import { readBackport } from './read-backport.ts';

export interface RawNotification {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** What stands in the path behind the source's name; HAPI puts the resource there. */
  readonly target?: { readonly type: string; readonly id: string };
  readonly body: Uint8Array;
  /** Of the source's server; a Claim of another is none of ours. */
  readonly baseUrl: string;
}

/** Never throws. */
export function readNotification({ method, target, body, baseUrl }: RawNotification): ReadNotification {
  if (target) return readTarget(target, method);
  if (body.length === 0) return is({ kind: 'look' });
  const read = readJson(body);
  if (!read.ok) return refused('structure', '', 'The body is not JSON.');
  const { json } = read;
  if (!isObject(json)) return refused('structure', '', 'The body is not a resource.');
  // Medplum's body for what was deleted.
  if (Object.keys(json).length === 0) return is({ kind: 'nothing', why: 'deleted' });
  if (typeof json.resourceType !== 'string') return refused('structure', '', 'The body is not a resource.');
  if (json.resourceType === 'Bundle') return readBundle(json, baseUrl);
  if (json.resourceType !== 'Claim') return is({ kind: 'nothing', why: 'other-type' });
  return isId(json.id)
    ? is({ kind: 'claims', ids: [json.id] })
    : refused('required', 'Claim.id', 'The Claim has no id that it could be read by.');
}

function readTarget({ type, id }: { type: string; id: string }, method: RawNotification['method']): ReadNotification {
  if (type !== 'Claim') return is({ kind: 'nothing', why: 'other-type' });
  if (!isId(id)) return refused('value', '', 'The path does not end in the id of a Claim.');
  return is(method === 'DELETE' ? { kind: 'nothing', why: 'deleted' } : { kind: 'claims', ids: [id] });
}

function readBundle(bundle: Json, baseUrl: string): ReadNotification {
  const { type } = bundle;
  const entries: readonly Json[] = Array.isArray(bundle.entry) ? bundle.entry.filter(isObject) : [];
  const status = isObject(entries[0]?.resource) ? entries[0].resource : undefined;
  const isStatus = status?.resourceType === 'SubscriptionStatus' || status?.resourceType === 'Parameters';
  // R4 and R4B have `history`, R5 a type of its own. An answer to `$status` is a searchset.
  if ((type === 'history' || type === 'subscription-notification') && status && isStatus)
    return readBackport(status, entries.slice(1), baseUrl);
  // HAPI's for a topic or a search of its own.
  if (type === 'transaction' || type === 'batch') {
    const claims = entries.flatMap(({ resource }) => (isObject(resource) && resource.resourceType === 'Claim' ? [resource.id] : []));
    const ids = [...new Set(claims.filter(isId))];
    return is(ids.length > 0 ? { kind: 'claims', ids } : { kind: 'nothing', why: 'other-type' });
  }
  return refused('invalid', 'Bundle.type', 'The Bundle is not a notification: its type, or its first entry, is another.');
}

const is = (notification: Notification): ReadNotification => ({ ok: true, notification });

const refused = (code: Issue['code'], expression: string, text: string): ReadNotification => ({
  ok: false,
  issues: [{ severity: 'error', code, expression, text }],
});
