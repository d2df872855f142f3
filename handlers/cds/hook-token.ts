/** Who calls a hook: the token that CDS Hooks has each call carry, for this very address, once. */
import { createHash } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { CdsClient } from './clients.ts';
import type { UsedTokens } from './replay.ts';

export type HookProof =
  | { readonly ok: true; readonly client: CdsClient }
  | { readonly ok: false; readonly status: 401; readonly challenge: string }
  | { readonly ok: false; readonly status: 503 };

export interface HookTokenDependencies {
  readonly clients: readonly CdsClient[];
  readonly used: UsedTokens;
  now(): number;
}

/** The standard recommends the 384 ones. Neither `none`, nor a secret that both would have to hold. */
const ALGORITHMS = ['ES384', 'RS384', 'ES256', 'RS256'];
const CLOCK_TOLERANCE_SECONDS = 60;
/** The standard has them live for minutes. What is older is not accepted whatever its own end, so that what was used need not be kept for longer. */
const MAX_AGE_SECONDS = 3600;
const LONGEST_ID = 256;

const CHALLENGE = 'Bearer realm="s9326"';
const NO_TOKEN: HookProof = { ok: false, status: 401, challenge: CHALLENGE };
const REFUSED: HookProof = { ok: false, status: 401, challenge: `${CHALLENGE}, error="invalid_token"` };
const NOT_NOW: HookProof = { ok: false, status: 503 };

/** `audience` is the address of the endpoint that was called, as its callers know it. */
export function createHookVerifier({ clients, used, now }: HookTokenDependencies) {
  const known = clients.map((client) => ({ client, keys: createRemoteJWKSet(client.keysUrl) }));

  return async (headers: Headers, audience: string): Promise<HookProof> => {
    const token = /^Bearer +([^ ]+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
    if (token === undefined) return NO_TOKEN;
    const found = claimedClient(token);
    if (!found) return REFUSED;
    const { client, keys } = found;
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, {
        issuer: client.iss,
        audience,
        algorithms: ALGORITHMS,
        typ: 'JWT',
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(now()),
        maxTokenAge: MAX_AGE_SECONDS,
        requiredClaims: ['exp', 'iat', 'jti'],
      }));
    } catch (error) {
      return isFaultOfToken(error) ? REFUSED : NOT_NOW;
    }
    return useOnce(client, payload);
  };

  /** Whose it says to be. Nothing of it is believed yet: it only picks the keys that it must be signed with. */
  function claimedClient(token: string) {
    try {
      const { jku, kid } = decodeProtectedHeader(token);
      const { iss, tenant } = decodeJwt(token);
      const found = known.find(({ client }) => client.iss === iss && (client.tenant === undefined || client.tenant === tenant));
      // Keys are never fetched from where a token says: that would let anyone sign, and have us call any address.
      const isElsewhere = jku !== undefined && !isSameUrl(jku, found?.client.keysUrl);
      return kid === undefined || isElsewhere ? undefined : found;
    } catch {
      return undefined;
    }
  }

  async function useOnce(client: CdsClient, { jti, exp = 0, iat = 0 }: JWTPayload): Promise<HookProof> {
    if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_ID) return REFUSED;
    const end = Math.min(exp, iat + MAX_AGE_SECONDS) + CLOCK_TOLERANCE_SECONDS;
    // Not as it came: it is somebody else's text, and of any kind.
    const id = createHash('sha256')
      .update(JSON.stringify([client.iss, client.tenant, jti]))
      .digest('base64url');
    const isFirst = await used.use(id, end * 1000);
    if (isFirst === undefined) return NOT_NOW;
    return isFirst ? { ok: true, client } : REFUSED;
  }
}

const isSameUrl = (jku: unknown, url: URL | undefined): boolean =>
  typeof jku === 'string' && URL.canParse(jku) && new URL(jku).href === url?.href;

/** What remains is about fetching the keys. */
function isFaultOfToken(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return false;
  return /^ERR_(JWT_|JWS_|JOSE_ALG_NOT_ALLOWED|JOSE_NOT_SUPPORTED|JWKS_NO_MATCHING_KEY|JWKS_MULTIPLE_MATCHING_KEYS)/.test(error.code);
}
