/** A FHIR R4 server as we need one: read, search in a batch, and create what is not there yet. */
import type { CapabilityStatement, Resource } from '@medplum/fhirtypes';

export type Fetched = { readonly ok: true; readonly resource: Resource } | { readonly ok: false; readonly status: number };

export interface FhirServer {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** What the server states of itself; undefined when it does not. Asked once. */
  capabilities(): Promise<CapabilityStatement | undefined>;
  /** Undefined for what is not there or was deleted (404, 410). */
  read<T extends Resource['resourceType']>(type: T, id: string): Promise<Extract<Resource, { resourceType: T }> | undefined>;
  /** GETs paths below the base (`Coverage?beneficiary=Patient/p1`, `Patient/p1`), as one batch where the server takes batches; an answer for each, in order. */
  getAll(paths: readonly string[]): Promise<readonly Fetched[]>;
  /** GETs a `next` link. One that leads elsewhere than below the base is refused: `{ ok: false, status: 0 }`. */
  follow(url: string): Promise<Fetched>;
  /** Creates the resource unless the search (`identifier=system|value`) finds one; the one that is there then. */
  createUnlessFound<T extends Resource>(resource: T, search: string): Promise<T>;
}

/** The server did not do what was asked. The message never carries a body, a URL's query or a token. */
export class FhirServerError extends Error {
  override readonly name = 'FhirServerError';
  readonly status: number | undefined;
  /** False: asking again cannot help. */
  readonly isTransient: boolean;
  readonly retryAfterMs: number | undefined;

  /** `status` is undefined where no answer came. */
  constructor(message: string, { status, isTransient, retryAfterMs }: { status?: number; isTransient: boolean; retryAfterMs?: number }) {
    super(message);
    this.status = status;
    this.isTransient = isTransient;
    this.retryAfterMs = retryAfterMs;
  }
}
