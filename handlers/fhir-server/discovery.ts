/** Where a FHIR server's tokens are given: SMART's well-known configuration, else the CapabilityStatement's oauth-uris. */
import { readJson } from '../http/read-json.ts';
import { belowBase, isLoopback } from './below-base.ts';
import { type Exchange, isOk, refusal } from './exchange.ts';
import { FhirServerError } from './fhir-server.ts';

export interface TokenEndpoint {
  readonly url: URL;
  /** The URL as it was stated: some servers compare an assertion's audience letter by letter. */
  readonly audience: string;
  /** The server wants a client's secret in the form and not in the header. */
  readonly wantsSecretInForm: boolean;
}

const OAUTH_URIS = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris';

/** Asks without a token, which is what it is for. */
export async function discoverTokenEndpoint(base: URL, exchange: Exchange, now: () => number, deadline: number): Promise<TokenEndpoint> {
  const ask = async (what: string, path: string, accept: string): Promise<unknown> => {
    const url = belowBase(base, path) as URL;
    const answer = await exchange({ what, method: 'GET', url, headers: { accept } }, deadline);
    const error = refusal(what, answer, now());
    if (error.isTransient) throw error;
    const read = isOk(answer) ? readJson(answer.body) : undefined;
    return read?.ok ? read.json : undefined;
  };

  const smart = await ask('GET smart-configuration', '.well-known/smart-configuration', 'application/json');
  const endpoint = at(smart, 'token_endpoint');
  if (endpoint !== undefined) {
    const methods = list(at(smart, 'token_endpoint_auth_methods_supported'));
    return {
      ...readTokenUrl(endpoint, isLoopback(base)),
      wantsSecretInForm: methods.includes('client_secret_post') && !methods.includes('client_secret_basic'),
    };
  }
  const statement = await ask('GET metadata', 'metadata', 'application/fhir+json');
  const stated = list(at(statement, 'rest'))
    .flatMap((rest) => list(at(at(rest, 'security'), 'extension')))
    .filter((extension) => at(extension, 'url') === OAUTH_URIS)
    .flatMap((extension) => list(at(extension, 'extension')))
    .find((extension) => at(extension, 'url') === 'token');
  if (stated === undefined) throw new FhirServerError('The server does not say where it gives tokens', { isTransient: false });
  return { ...readTokenUrl(at(stated, 'valueUri'), isLoopback(base)), wantsSecretInForm: false };
}

/** Credentials go there, so not in the clear, and not to this machine unless the server is on it too. */
export function readTokenUrl(stated: unknown, mayBeLoopback: boolean): Pick<TokenEndpoint, 'url' | 'audience'> {
  const audience = typeof stated === 'string' ? stated : '';
  const url = URL.canParse(audience) ? new URL(audience) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && mayBeLoopback && isLoopback(url));
  if (!url || !isSafe || url.username + url.password !== '') {
    throw new FhirServerError('The URL for tokens must be https (http only on loopback)', { isTransient: false });
  }
  return { url, audience };
}

/** What others wrote, of which nothing is sure. */
const at = (json: unknown, key: string): unknown =>
  typeof json === 'object' && json !== null && Object.hasOwn(json, key) ? (json as Record<string, unknown>)[key] : undefined;

const list = (json: unknown): readonly unknown[] => (Array.isArray(json) ? json : []);
