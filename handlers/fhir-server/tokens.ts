/** The tokens that a FHIR server asks for: fixed, or from its token endpoint, kept and renewed in time. */
import { readJson } from '../http/read-json.ts';
import type { ServerAuth } from '../webhook/source.ts';
import { createAssertionSigner } from './client-assertion.ts';
import { discoverTokenEndpoint, readTokenUrl, type TokenEndpoint } from './discovery.ts';
import { type Answer, type Exchange, isOk, refusal } from './exchange.ts';
import { FhirServerError } from './fhir-server.ts';

export interface Tokens {
  /** Undefined: the server asks for none. One request to the token endpoint serves all who wait; it is not repeated here. */
  current(deadline: number): Promise<string | undefined>;
  /** The server refused this one. True: there can be another. */
  discard(token: string): boolean;
}

interface Kept {
  readonly token: string;
  readonly renewAt: number;
  readonly endsAt: number;
}

/** Enough for a request that is on its way, and a clock that is a little off. */
const MARGIN_MS = 60_000;

/** Where the server does not say how long. */
const UNSTATED_LIFETIME_MS = 300_000;

const WHAT = 'POST token';

export function createTokens(base: URL, auth: ServerAuth, exchange: Exchange, now: () => number): Tokens {
  if (auth.type === 'none') return { current: async () => undefined, discard: () => false };
  if (auth.type === 'bearer') return { current: async () => auth.token, discard: () => false };

  const configured = auth.tokenUrl === undefined ? undefined : { ...readTokenUrl(auth.tokenUrl, true), wantsSecretInForm: false };
  const prove = createProof(auth, now);
  let kept: Kept | undefined;
  let pending: Promise<Kept> | undefined;

  const ask = async (deadline: number): Promise<Kept> => {
    const endpoint = configured ?? (await discoverTokenEndpoint(base, exchange, now, deadline));
    const { headers, form } = await prove(endpoint);
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...form, ...(auth.scope ? { scope: auth.scope } : {}) });
    const answer = await exchange(
      {
        what: WHAT,
        method: 'POST',
        url: endpoint.url,
        headers: { ...headers, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: body.toString(),
      },
      deadline,
    );
    kept = readToken(answer, now());
    return kept;
  };

  return {
    async current(deadline) {
      if (kept && now() < kept.renewAt) return kept.token;
      pending ??= ask(deadline).finally(() => {
        pending = undefined;
      });
      try {
        return (await pending).token;
      } catch (error) {
        // Its last minute is there for this.
        if (kept && now() < kept.endsAt) return kept.token;
        throw error;
      }
    },
    discard(token) {
      if (kept?.token === token) kept = undefined;
      return true;
    },
  };
}

type Prove = (endpoint: TokenEndpoint) => Promise<{ headers: Record<string, string>; form: Record<string, string> }>;

function createProof(auth: Extract<ServerAuth, { type: 'client-secret' | 'private-key' }>, now: () => number): Prove {
  if (auth.type === 'private-key') {
    const sign = createAssertionSigner(auth.clientId, auth.privateKey, now);
    return async ({ audience }) => ({
      headers: {},
      form: { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: await sign(audience) },
    });
  }
  const { clientId, clientSecret } = auth;
  const basic = btoa(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`);
  return async ({ wantsSecretInForm }) =>
    wantsSecretInForm
      ? { headers: {}, form: { client_id: clientId, client_secret: clientSecret } }
      : { headers: { authorization: `Basic ${basic}` }, form: {} };
}

/** RFC 6749 2.3.1 wants both parts so, before they are joined. */
const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

function readToken(answer: Answer, now: number): Kept {
  const read = readJson(answer.body);
  const json: Readonly<Record<string, unknown>> = read.ok && typeof read.json === 'object' && read.json !== null ? { ...read.json } : {};
  const { access_token: token, token_type: type = 'bearer', expires_in: seconds, error } = json;
  if (!isOk(answer)) throw refusal(WHAT, answer, now, oauthError(error));
  const isUsable = typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) && String(type).toLowerCase() === 'bearer';
  if (!isUsable) throw new FhirServerError(`${WHAT}: the answer holds no bearer token`, { status: answer.status, isTransient: false });
  // Some servers write the number as a string.
  const stated = Number(seconds ?? Number.NaN) * 1000;
  const lifetime = stated >= 0 ? stated : UNSTATED_LIFETIME_MS;
  return { token, endsAt: now + lifetime, renewAt: now + lifetime - Math.min(MARGIN_MS, lifetime / 4) };
}

/** `invalid_client` and the like, which say what to mend. */
const oauthError = (code: unknown): string => (typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? ` ${code}` : '');
