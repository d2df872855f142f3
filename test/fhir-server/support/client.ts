/** The client as tests use it: against a server at `/fhir`, with waits that are kept and not waited. */
import type { FhirServer } from '../../../handlers/fhir-server/fhir-server.ts';
import { FhirServerError } from '../../../handlers/fhir-server/fhir-server.ts';
import { createHttpFhirServer, type HttpFhirServerDeps } from '../../../handlers/fhir-server/http-fhir-server.ts';
import type { ServerAuth } from '../../../handlers/webhook/source.ts';

export const NOON = Date.UTC(2025, 3, 1, 12);

export interface TestClient {
  readonly fhir: FhirServer;
  /** Every wait before another attempt, in milliseconds. */
  readonly waits: number[];
  /** Moves the clock on; waits move it too. */
  pass(ms: number): void;
}

export function createClient(origin: string, auth: ServerAuth = { type: 'none' }, deps: Partial<HttpFhirServerDeps> = {}): TestClient {
  const waits: number[] = [];
  let now = NOON;
  const pass = (ms: number): void => {
    now += ms;
  };
  const sleep = async (ms: number): Promise<void> => {
    waits.push(ms);
    pass(ms);
  };
  const fhir = createHttpFhirServer({ baseUrl: `${origin}/fhir`, auth }, { now: () => now, sleep, random: () => 0.5, ...deps });
  return { fhir, waits, pass };
}

/** What it failed with, as plain fields. */
export async function failureOf(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof FhirServerError)) throw error;
    const { message, status, isTransient, retryAfterMs } = error;
    return { message, status, isTransient, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  throw new Error('it did not fail');
}

export const patient = (id: string) => ({ resourceType: 'Patient', id }) as const;
