/** Who may ask for a judgement: the holder of a token of the configured issuer, or of an API key. Nothing configured: nobody. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Config, JwtProof } from './config.ts';

export type Proof =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: 401 | 403; readonly challenge: string }
  | { readonly ok: false; readonly status: 503 };

export type Authorizer = (headers: Headers) => Promise<Proof>;

/** Signatures only: neither `none`, nor a secret that the issuer would have to share. */
const ALGORITHMS = ['RS256', 'RS384', 'ES256', 'ES384'];
const CLOCK_TOLERANCE_SECONDS = 60;
const REALM = 'Bearer realm="s9326"';

export function createAuthorizer(config: Config, now: () => number): Authorizer {
  const verifyToken = config.jwt && createTokenVerifier(config.jwt, now);
  return async (headers) => {
    const key = headers.get('x-api-key');
    if (key !== null && isKnownKey(key, config.apiKeyHashes)) return { ok: true };
    const token = /^Bearer +([^ ]+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
    if (token === undefined) return { ok: false, status: 401, challenge: REALM };
    return verifyToken ? verifyToken(token) : INVALID_TOKEN;
  };
}

/** Every hash is compared, in constant time, so that the answer's time tells nothing of the keys. */
function isKnownKey(key: string, hashes: readonly Uint8Array[]): boolean {
  const hash = createHash('sha256').update(key).digest();
  return hashes.filter((known) => timingSafeEqual(known, hash)).length > 0;
}

const INVALID_TOKEN: Proof = { ok: false, status: 401, challenge: `${REALM}, error="invalid_token"` };

export function createTokenVerifier({ issuer, audience, jwksUrl, scopes }: JwtProof, now: () => number): (token: string) => Promise<Proof> {
  // Kept for ten minutes; an unknown key id fetches anew, but at most twice a minute, so that rotation works and floods do not.
  const keys = createRemoteJWKSet(jwksUrl);
  const tooNarrow: Proof = { ok: false, status: 403, challenge: `${REALM}, error="insufficient_scope", scope="${scopes.join(' ')}"` };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(now()),
        // Checked only when present otherwise: a token without it would never end.
        requiredClaims: ['exp'],
      });
      const granted = scopesOf(payload);
      return scopes.every((scope) => granted.includes(scope)) ? { ok: true } : tooNarrow;
    } catch (error) {
      return isFaultOfToken(error) ? INVALID_TOKEN : { ok: false, status: 503 };
    }
  };
}

/** `scope` of RFC 8693, and `scp`, which some issuers use, often as a list. */
function scopesOf({ scope, scp }: JWTPayload): readonly string[] {
  return [scope, scp].flatMap((claim: unknown) => (Array.isArray(claim) ? claim : typeof claim === 'string' ? claim.split(' ') : []));
}

/** What remains is about fetching the issuer's keys. */
function isFaultOfToken(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return false;
  return /^ERR_(JWT_|JWS_|JOSE_ALG_NOT_ALLOWED|JOSE_NOT_SUPPORTED|JWKS_NO_MATCHING_KEY|JWKS_MULTIPLE_MATCHING_KEYS)/.test(error.code);
}
