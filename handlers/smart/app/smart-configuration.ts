/** SMART App Launch 2.x, discovery: `{iss}/.well-known/smart-configuration`. */
import type { AuthorizationServer } from 'oauth4webapi';
import { LaunchProblem, type SmartServer } from './smart-server.ts';

export interface SmartConfiguration {
  readonly as: AuthorizationServer & { readonly authorization_endpoint: string; readonly token_endpoint: string };
  /** Scopes as SMART 2 writes them (`.rs`); else as SMART 1 does (`.read`). */
  readonly isV2: boolean;
}

/** Rejects with a LaunchProblem for a server that a page cannot be launched from. */
export async function readSmartConfiguration({ iss, origins }: SmartServer): Promise<SmartConfiguration> {
  const json = await askFor(`${iss}/.well-known/smart-configuration`);
  const authorization = endpointOf(json.authorization_endpoint, 'authorization');
  const token = endpointOf(json.token_endpoint, 'token');
  if (!origins.includes(token.origin))
    throw new LaunchProblem(`Tokens of this server come from ${token.origin}, which is not among the origins in its configuration here.`);
  const methods = json.code_challenge_methods_supported;
  if (Array.isArray(methods) && !methods.includes('S256'))
    throw new LaunchProblem('The server does not support PKCE with S256, without which no page is safe to launch.');
  const capabilities: unknown = json.capabilities;
  return {
    as: {
      issuer: typeof json.issuer === 'string' && json.issuer !== '' ? json.issuer : iss,
      authorization_endpoint: authorization.href,
      token_endpoint: token.href,
      ...(json.authorization_response_iss_parameter_supported === true && { authorization_response_iss_parameter_supported: true }),
    },
    isV2: Array.isArray(capabilities) && capabilities.includes('permission-v2'),
  };
}

async function askFor(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const response = await fetch(url, { headers: { accept: 'application/json' }, credentials: 'omit' });
    const json: unknown = response.ok ? await response.json() : undefined;
    if (typeof json === 'object' && json !== null) return json as Readonly<Record<string, unknown>>;
  } catch {
    // Told below, as what it is to the person who reads it.
  }
  throw new LaunchProblem('The server does not say how to sign in to it (.well-known/smart-configuration), or does not let this page ask.');
}

function endpointOf(value: unknown, what: string): URL {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url && (url.protocol === 'https:' || isLoopback(url)) && url.username === '') return url;
  throw new LaunchProblem(`The server names no safe ${what} endpoint (https).`);
}

export const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
