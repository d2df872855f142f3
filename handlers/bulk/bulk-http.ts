/** GET and DELETE as a Bulk Data client needs them: with the token only where it belongs, redirects followed by hand, and again after what passes. */

import { readRetryAfter } from '../fhir-server/retry.ts';
import type { Tokens } from '../fhir-server/tokens.ts';
import { BulkError } from './bulk-error.ts';

export interface BulkHttp {
  /** Answers with any status but those worth asking again, which are waited for. The body is the caller's to read or to cancel. */
  ask(url: URL, options: AskOptions): Promise<Response>;
  /** Waits, and rejects when the run is stopped meanwhile. */
  wait(ms: number): Promise<void>;
  retryAfter(response: Response): number | undefined;
}

export interface AskOptions {
  /** For messages: `GET $export`. */
  readonly what: string;
  readonly method?: 'GET' | 'DELETE';
  readonly accept: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** False: the token is not sent, as with files whose manifest says so. */
  readonly withToken: boolean;
}

export interface BulkHttpOptions {
  readonly base: URL;
  readonly tokens: Tokens;
  readonly fetch: typeof fetch;
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

const MOST_ATTEMPTS = 6;
const MOST_REDIRECTS = 5;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
const TOKEN_MS = 60_000;
/** Of the wait for the first byte; a file may take as long as it takes. */
const ANSWER_MS = 120_000;

const WORTH_ASKING_AGAIN: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

export function createBulkHttp({ base, tokens, fetch, now, sleep, signal }: BulkHttpOptions): BulkHttp {
  const retryAfter = (response: Response): number | undefined => readRetryAfter(response.headers.get('retry-after'), now());
  const wait = async (ms: number): Promise<void> => {
    signal?.throwIfAborted();
    await sleep(ms, signal);
    signal?.throwIfAborted();
  };

  async function sendOnce(url: URL, { what, method = 'GET', accept, headers, withToken }: AskOptions): Promise<Response> {
    // The token goes no further than the server's own origin.
    const token = withToken && url.origin === base.origin ? await tokens.current(now() + TOKEN_MS) : undefined;
    const call = (proof: string | undefined): Promise<Response> => {
      const authorization: Record<string, string> = proof === undefined ? {} : { authorization: `Bearer ${proof}` };
      return answered(
        what,
        fetch(url, { method, headers: { accept, ...headers, ...authorization }, redirect: 'manual', signal: signal ?? null }),
      );
    };
    const response = await call(token);
    // It may have been withdrawn before its end.
    if (response.status !== 401 || token === undefined || !tokens.discard(token)) return response;
    await response.body?.cancel();
    return call(await tokens.current(now() + TOKEN_MS));
  }

  /** One request, and where its answer redirects to. */
  async function send(first: URL, options: AskOptions): Promise<Response> {
    let url = first;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const response = await sendOnce(url, options);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) return response;
      await response.body?.cancel();
      const next: URL | undefined = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
      const isSafe = next?.protocol === 'https:' || (next?.protocol === 'http:' && url.protocol === 'http:');
      if (!next || !isSafe) throw new BulkError(`${options.what}: redirected to where nothing is safe to ask`);
      url = next;
    }
    throw new BulkError(`${options.what}: redirected too often`);
  }

  return {
    wait,
    retryAfter,
    async ask(url, options) {
      for (let attempt = 1; ; attempt += 1) {
        signal?.throwIfAborted();
        const response = await send(url, options).catch((error: unknown) => {
          signal?.throwIfAborted();
          if (error instanceof BulkError || attempt >= MOST_ATTEMPTS) throw error;
          return undefined;
        });
        if (response && !WORTH_ASKING_AGAIN.has(response.status)) return response;
        if (attempt >= MOST_ATTEMPTS) throw new BulkError(`${options.what}: ${response?.status ?? 'no answer'}, ${attempt} times`);
        await response?.body?.cancel();
        await wait((response && retryAfter(response)) ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)));
      }
    },
  };
}

/** Messages of fetch are left out: they may quote the address. */
async function answered(what: string, call: Promise<Response>): Promise<Response> {
  const patience = AbortSignal.timeout(ANSWER_MS);
  const late = new Promise<never>((_, reject) => {
    patience.addEventListener('abort', reject, { once: true });
  });
  try {
    return await Promise.race([call, late]);
  } catch {
    throw new Error(`${what}: no answer`);
  }
}
