/** The app on a free loopback port, with its log kept, and a caller for it. */
import { onTestFinished } from 'vitest';
import { type Core, core as realCore } from '../../../handlers/http/core.ts';
import { serve } from '../../../handlers/http/serve.ts';
import { FHIR_JSON } from './requests.ts';

export interface TestServer {
  readonly url: string;
  readonly apiKey: string;
  readonly lines: string[];
  /** POSTs to $submit with the key of this run and FHIR JSON, unless said otherwise. */
  submit(body: unknown, headers?: Record<string, string>, query?: string): Promise<Response>;
}

export interface TestServerOptions {
  readonly env?: Record<string, string>;
  readonly core?: Core;
  readonly now?: () => number;
}

/** Received at noon UTC, unless said otherwise. */
export const NOON = Date.UTC(2025, 3, 1, 12);

export async function startServer({ env = {}, core = realCore, now = () => NOON }: TestServerOptions = {}): Promise<TestServer> {
  const lines: string[] = [];
  const { url, apiKey = '', close } = await serve({ port: 0, env, core, now, write: (line) => lines.push(line) });
  onTestFinished(close);
  const submit = (body: unknown, headers: Record<string, string> = {}, query = '') =>
    fetch(`${url}/fhir/Claim/$submit${query}`, {
      method: 'POST',
      headers: { ...(apiKey === '' ? {} : { 'x-api-key': apiKey }), ...FHIR_JSON, ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    });
  return { url, apiKey, lines, submit };
}
