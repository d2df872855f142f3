/** Where a reference of the server's own resources leads, as seen from its base. */
import type { Reference } from '@medplum/fhirtypes';
import { withoutVersion } from '../../src/fhir/record.ts';

/** `Type/id`, the whole reference where it leads elsewhere, or undefined where it names no resource of its own. */
export interface Place {
  readonly isHere: boolean;
  readonly key: string;
}

export function placeOf(reference: Reference | undefined, baseUrl: string): Place | undefined {
  const text: unknown = reference?.reference;
  if (typeof text !== 'string' || text === '' || text.startsWith('#')) return undefined;
  const plain = withoutVersion(text);
  const key = plain.startsWith(`${baseUrl}/`) ? plain.slice(baseUrl.length + 1) : plain;
  return { isHere: /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(key) && !/\/\.+$/.test(key), key };
}
