/** The environment of a deployment, read once at cold start. Every problem is named at once, by variable, never with its value. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface JwtProof {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: URL;
  /** All of them must be in the token. */
  readonly scopes: readonly string[];
}

export interface Config {
  /** Absent: no token is accepted. */
  readonly jwt?: JwtProof;
  /** SHA-256 of each accepted API key; empty: no key is accepted. */
  readonly apiKeyHashes: readonly Uint8Array[];
  /** Absent: the core's own base. */
  readonly canonicalBase?: string;
  readonly maxBodyBytes: number;
  /** Requests that one process judges or reads at a time; beyond it, 429. */
  readonly maxConcurrent: number;
}

export type ReadConfig = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly problems: readonly string[] };

/** What a synchronous Lambda invocation can carry, each way; a body wrapped in the JSON of an event meets that limit a little earlier. */
export const LAMBDA_BODY_BYTES = 6 * 1024 * 1024;

/** Well above what one core keeps up with, so that only a flood meets it. */
export const DEFAULT_CONCURRENT = 256;

/** SMART has no scope for an operation: writing Claims is what submitting one comes nearest to. */
export const DEFAULT_SCOPE = 'system/Claim.write';

/** False: every request for a judgement will be refused. */
export const asksForSomeProof = (config: Config): boolean => config.jwt !== undefined || config.apiKeyHashes.length > 0;

/** Empty is unset, because serverless.yml writes every variable. */
export function readConfig(environment: Environment): ReadConfig {
  const problems: string[] = [];
  const read = <T>(name: string, parse: (text: string) => T | undefined, rule: string): T | undefined => {
    const text = environment[name]?.trim();
    if (!text) return undefined;
    const value = parse(text);
    if (value === undefined) problems.push(`${name} ${rule}`);
    return value;
  };

  const issuer = read('S9326_JWT_ISSUER', asIs, '');
  const audience = read('S9326_JWT_AUDIENCE', asIs, '');
  const jwksUrl = read('S9326_JWKS_URL', keysUrl, 'must be an https URL (http only on loopback)');
  const scopes = read('S9326_SCOPE', words, 'must be one or more scopes, divided by spaces') ?? [DEFAULT_SCOPE];
  const missing = ['S9326_JWT_ISSUER', 'S9326_JWT_AUDIENCE', 'S9326_JWKS_URL'].filter((name) => !environment[name]?.trim());
  if (missing.length === 1 || missing.length === 2) problems.push(`${missing.join(' and ')} must be set too: tokens need all three`);

  const apiKeyHashes = read('S9326_API_KEY_SHA256', sha256List, 'must be SHA-256 hashes in hex, divided by commas') ?? [];
  const canonicalBase = read('S9326_CANONICAL_BASE', baseUrl, 'must be an http or https URL without query or fragment');
  const maxBodyBytes = read('S9326_MAX_BODY_BYTES', wholeNumber, 'must be a whole number above 0') ?? LAMBDA_BODY_BYTES;
  const maxConcurrent = read('S9326_MAX_CONCURRENT', wholeNumber, 'must be a whole number above 0') ?? DEFAULT_CONCURRENT;

  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    config: {
      ...(issuer && audience && jwksUrl ? { jwt: { issuer, audience, jwksUrl, scopes } } : {}),
      apiKeyHashes,
      ...(canonicalBase === undefined ? {} : { canonicalBase }),
      maxBodyBytes,
      maxConcurrent,
    },
  };
}

/** For a process that cannot go on without: throws with every problem. */
export function requireConfig(environment: Environment): Config {
  const read = readConfig(environment);
  if (!read.ok) throw new Error(`The configuration cannot be used:\n${read.problems.join('\n')}`);
  return read.config;
}

const asIs = (text: string): string => text;

const words = (text: string): readonly string[] => text.split(/\s+/);

const wholeNumber = (text: string): number | undefined => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined);

function url(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Keys fetched in the clear could be swapped on the way. */
function keysUrl(text: string): URL | undefined {
  const parsed = url(text);
  const isLoopback = parsed !== undefined && ['127.0.0.1', '[::1]', 'localhost'].includes(parsed.hostname);
  return parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback) ? parsed : undefined;
}

function baseUrl(text: string): string | undefined {
  const parsed = url(text);
  const isBase = parsed !== undefined && /^https?:$/.test(parsed.protocol) && parsed.search === '' && parsed.hash === '';
  return isBase ? text.replace(/\/+$/, '') : undefined;
}

function sha256List(text: string): readonly Uint8Array[] | undefined {
  const hashes = text.split(',').map((hash) => hash.trim().toLowerCase());
  return hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash)) ? hashes.map((hash) => Buffer.from(hash, 'hex')) : undefined;
}
