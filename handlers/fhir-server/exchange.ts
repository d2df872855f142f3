/** One HTTP request and its answer: bounded in time and size, and never taken elsewhere by a redirect. */
import { FhirServerError } from './fhir-server.ts';
import { isTransientStatus, readRetryAfter } from './retry.ts';

export interface Call {
  /** Method and type for messages, such as `GET Coverage`; never an id or a query. */
  readonly what: string;
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Whole for 2xx; for 4xx what there is, up to a bound; empty for others. */
  readonly body: Uint8Array;
}

/** Answers with any status, redirects too; throws a transient error where no answer came before the deadline, an instant. */
export type Exchange = (call: Call, deadline: number) => Promise<Answer>;

export interface ExchangeOptions {
  readonly fetch: typeof fetch;
  now(): number;
  /** For one request, to the last byte of its answer. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
}

const MAX_REFUSAL_BYTES = 65_536;

export const isOk = ({ status }: { readonly status: number }): boolean => status >= 200 && status <= 299;

export function createExchange({ fetch, now, timeoutMs, maxBodyBytes }: ExchangeOptions): Exchange {
  return async ({ what, url, ...init }, deadline) => {
    const signal = AbortSignal.timeout(Math.max(1, Math.ceil(Math.min(timeoutMs, deadline - now()))));
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal });
      const { status, headers } = response;
      if (!isOk(response)) return { status, headers, body: await readRefusal(response, signal) };
      const { bytes, isWhole } = await readAtMost(maxBodyBytes, response, signal);
      if (!isWhole) throw new FhirServerError(`${what}: the answer is too long`, { status, isTransient: false });
      return { status, headers, body: bytes };
    } catch (error) {
      if (error instanceof FhirServerError) throw error;
      throw new FhirServerError(`${what}: no answer${signal.aborted ? ' in time' : codeOf(error)}`, { isTransient: true });
    }
  };
}

/** The error that a status stands for. */
export function refusal(what: string, { status, headers }: Answer, now: number, detail = ''): FhirServerError {
  const retryAfterMs = readRetryAfter(headers.get('retry-after'), now);
  return new FhirServerError(`${what}: ${status}${detail}`, {
    status,
    isTransient: isTransientStatus(status),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Never worth failing for: the status has said what matters. */
async function readRefusal(response: Response, signal: AbortSignal): Promise<Uint8Array> {
  const isExplained = response.status >= 400 && response.status <= 499;
  if (!isExplained) response.body?.cancel().catch(() => undefined);
  const read = isExplained ? await readAtMost(MAX_REFUSAL_BYTES, response, signal).catch(() => undefined) : undefined;
  return read?.bytes ?? new Uint8Array();
}

/** Content-Length is not looked at: it counts what is compressed. */
async function readAtMost(maxBytes: number, response: Response, signal: AbortSignal): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stop = (): void => void reader?.cancel().catch(() => undefined);
  // fetch holds the signal weakly once the headers are there, so that a body may outlast it.
  signal.addEventListener('abort', stop, { once: true });
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    length += read.value.length;
    if (length > maxBytes) {
      stop();
      return { bytes: new Uint8Array(), isWhole: false };
    }
    chunks.push(read.value);
  }
  signal.throwIfAborted();
  return { bytes: joined(chunks, length), isWhole: true };
}

/** Without Buffer: the page of the plug-in runs this in a browser. */
function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** `ECONNREFUSED` and the like. Messages are left out: they may quote the URL. */
function codeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? ` (${code})` : '';
}
