import type { Identifier } from '@medplum/fhirtypes';
import { isObject, type JsonObject } from './json.ts';

/** What a Bundle says of itself, for whoever answers it. */
export interface Envelope {
  readonly type?: string;
  readonly profiles: readonly string[];
  readonly identifier?: Identifier;
  /** FHIRPath of the Bundle in what was sent. */
  readonly path: string;
}

/** Nothing of it is needed to judge, so what is not of its type is left alone. */
export function readEnvelope({ type, meta, identifier }: JsonObject, path: string): Envelope {
  const profiles: unknown[] = isObject(meta) && Array.isArray(meta.profile) ? meta.profile : [];
  const { system, value } = isObject(identifier) ? identifier : {};
  return {
    ...(typeof type === 'string' && { type }),
    profiles: profiles.filter((profile) => typeof profile === 'string'),
    ...(typeof value === 'string' && { identifier: { ...(typeof system === 'string' && { system }), value } }),
    path,
  };
}
