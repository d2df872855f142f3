import type { Issue } from '../../src/index.ts';

/** What a notification is about. */
export type Notification =
  | { readonly kind: 'claims'; readonly ids: readonly string[] }
  /** Something changed, and it is not said what: whoever gets this looks. */
  | { readonly kind: 'look' }
  | { readonly kind: 'nothing'; readonly why: 'handshake' | 'heartbeat' | 'query' | 'ended' | 'deleted' | 'other-type' | 'elsewhere' };

export type ReadNotification =
  | { readonly ok: true; readonly notification: Notification }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** R4's `id`. */
export const isId = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9.-]{1,64}$/.test(value);
