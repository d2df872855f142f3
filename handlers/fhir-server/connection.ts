/** Requests to one FHIR server: below its base only, with its token, and again where that can help. */
import type { Resource } from '@medplum/fhirtypes';
import { readJson } from '../http/read-json.ts';
import { type Answer, type Call, type Exchange, isOk, refusal } from './exchange.ts';
import { type Fetched, FhirServerError } from './fhir-server.ts';
import type { Retry } from './retry.ts';
import type { Tokens } from './tokens.ts';

export interface Connection {
  readonly base: URL;
  /** One attempt, with the token; throws for what is worth asking again. */
  attempt(call: Call, deadline: number, alsoTransient?: readonly number[]): Promise<Answer>;
  /** As many attempts as are allowed. */
  ask(call: Call, alsoTransient?: readonly number[]): Promise<Answer>;
  /** GETs a resource; throws when it is neither there nor refused, or is of another type. */
  get(url: URL, type: string, what?: string): Promise<Fetched>;
  readonly retry: Retry;
  readonly now: () => number;
}

export interface ConnectionParts {
  readonly base: URL;
  readonly exchange: Exchange;
  readonly tokens: Tokens;
  readonly retry: Retry;
  now(): number;
}

export const FHIR_JSON = 'application/fhir+json';

export function createConnection({ base, exchange, tokens, retry, now }: ConnectionParts): Connection {
  const attempt: Connection['attempt'] = async (call, deadline, alsoTransient = []) => {
    const send = async (token: string | undefined): Promise<Answer> => {
      const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
      return exchange({ ...call, headers: { accept: FHIR_JSON, ...call.headers, ...authorization } }, deadline);
    };
    const token = await tokens.current(deadline);
    let answer = await send(token);
    // It may have been withdrawn before its end. A new one that is refused too will not get better.
    if (answer.status === 401 && token !== undefined && tokens.discard(token)) answer = await send(await tokens.current(deadline));

    const error = refusal(call.what, answer, now());
    if (error.isTransient) throw error;
    if (alsoTransient.includes(answer.status)) throw new FhirServerError(error.message, { status: answer.status, isTransient: true });
    return answer;
  };
  const ask: Connection['ask'] = (call, alsoTransient) => retry((deadline) => attempt(call, deadline, alsoTransient));
  return {
    base,
    attempt,
    ask,
    async get(url, type, what = `GET ${type}`) {
      const answer = await ask({ what, method: 'GET', url, headers: {} });
      if (!isOk(answer)) return { ok: false, status: answer.status };
      const resource = readResource(what, answer);
      if (resource.resourceType !== type)
        throw new FhirServerError(`${what}: the answer is another resource`, { status: answer.status, isTransient: false });
      return { ok: true, resource };
    },
    retry,
    now,
  };
}

export function readResource(what: string, { status, body }: Answer): Resource {
  const read = readJson(body);
  if (read.ok && isResource(read.json)) return read.json;
  throw new FhirServerError(`${what}: the answer is not a resource in JSON`, { status, isTransient: false });
}

export const isResource = (json: unknown): json is Resource =>
  typeof json === 'object' && json !== null && 'resourceType' in json && typeof json.resourceType === 'string';
