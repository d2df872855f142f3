/** A FHIR server over HTTP, as the webhook and the sweep ask it. */
import type { CapabilityStatement, Resource } from '@medplum/fhirtypes';
import type { ServerAccess } from '../webhook/source.ts';
import { belowBase, parseBase, resourceUrl } from './below-base.ts';
import { createConnection } from './connection.ts';
import { createCreateUnlessFound } from './create-unless-found.ts';
import { createExchange } from './exchange.ts';
import { type FhirServer, FhirServerError } from './fhir-server.ts';
import { createGetAll, REFUSED } from './get-all.ts';
import { createRetry } from './retry.ts';
import { createTokens } from './tokens.ts';

export interface HttpFhirServerDeps {
  now(): number;
  readonly fetch?: typeof fetch;
  sleep?(ms: number): Promise<void>;
  /** From 0 to below 1; spreads the waits. */
  random?(): number;
  /** For one request with all its attempts, its token and the waits between them. */
  readonly deadlineMs?: number;
  /** For one attempt. */
  readonly timeoutMs?: number;
  readonly maxAttempts?: number;
  /** Of one answer, unpacked. */
  readonly maxBodyBytes?: number;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Throws for access that can never work: a base that is no URL, an unsafe token URL, a key of the wrong kind. What is still failing for a
 * moment when attempts or time run out is thrown as a transient FhirServerError, in `getAll` and `follow` too: never judged without it.
 */
export function createHttpFhirServer(access: ServerAccess, deps: HttpFhirServerDeps): FhirServer {
  const { now, fetch = globalThis.fetch, sleep = wait, random = Math.random } = deps;
  const { deadlineMs = 60_000, timeoutMs = 30_000, maxAttempts = 5, maxBodyBytes = 64 * 1024 * 1024 } = deps;
  const base = parseBase(access.baseUrl);
  const exchange = createExchange({ fetch, now, timeoutMs, maxBodyBytes });
  const retry = createRetry({ now, sleep, random, maxAttempts, deadlineMs });
  const connectAs = (auth: ServerAccess['auth']) =>
    createConnection({ base, exchange, retry, now, tokens: createTokens(base, auth, exchange, now) });
  const connection = connectAs(access.auth);
  const capabilities = askedOnce(() => readCapabilities(connection, connectAs({ type: 'none' })));

  return {
    baseUrl: access.baseUrl.replace(/\/+$/, ''),
    capabilities,
    async read<T extends Resource['resourceType']>(type: T, id: string) {
      const url = resourceUrl(base, type, id);
      if (!url) return undefined;
      const fetched = await connection.get(url, type);
      if (fetched.ok) return fetched.resource as Extract<Resource, { resourceType: T }>;
      if (fetched.status === 404 || fetched.status === 410) return undefined;
      throw new FhirServerError(`GET ${type}: ${fetched.status}`, { status: fetched.status, isTransient: false });
    },
    getAll: createGetAll(connection, capabilities),
    async follow(link) {
      const url = belowBase(base, link);
      return url ? connection.get(url, 'Bundle', 'GET page') : REFUSED;
    },
    createUnlessFound: createCreateUnlessFound(connection),
  };
}

type Connection = ReturnType<typeof createConnection>;

/** Public by the standard, so asked without the token; some servers want it all the same. */
async function readCapabilities(connection: Connection, anonymous: Connection): Promise<CapabilityStatement | undefined> {
  const url = belowBase(connection.base, 'metadata');
  if (!url) return undefined;
  const get = async ({ get }: Connection) => get(url, 'CapabilityStatement', 'GET metadata');
  try {
    const open = await get(anonymous);
    const fetched = open.ok || (open.status !== 401 && open.status !== 403) ? open : await get(connection);
    return fetched.ok ? (fetched.resource as CapabilityStatement) : undefined;
  } catch (error) {
    if (error instanceof FhirServerError && !error.isTransient) return undefined;
    throw error;
  }
}

/** What failed is asked again by the next who wants it. */
function askedOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return async () => {
    asked ??= ask().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}
