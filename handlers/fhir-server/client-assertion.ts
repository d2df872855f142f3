/** What a client of SMART Backend Services signs in place of a secret (private_key_jwt). */
import { importJWK, type JWK, SignJWT } from 'jose';

/** Signs for one request only: an assertion that is seen twice is refused as a replay. */
export type SignAssertion = (tokenUrl: string) => Promise<string>;

/** Five minutes are allowed; a server whose clock is behind ours sees a longer time. */
const LIFETIME_MS = 240_000;

/** Throws for a key that no server could know or use; never quotes it. */
export function createAssertionSigner(clientId: string, privateKey: Readonly<Record<string, unknown>>, now: () => number): SignAssertion {
  const algorithm = algorithmOf(privateKey);
  const { kid, d } = privateKey;
  if (algorithm === undefined || typeof d !== 'string' || typeof kid !== 'string' || kid === '') {
    throw new TypeError('The private key must be a JWK with a kid, either RSA (RS384) or EC on P-384 (ES384)');
  }
  return async (tokenUrl) =>
    new SignJWT({ iss: clientId, sub: clientId, aud: tokenUrl, jti: crypto.randomUUID(), exp: Math.floor((now() + LIFETIME_MS) / 1000) })
      .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
      .sign(await importJWK(privateKey as JWK, algorithm));
}

function algorithmOf({ kty, crv, alg }: Readonly<Record<string, unknown>>): 'RS384' | 'ES384' | undefined {
  const algorithm = kty === 'RSA' ? 'RS384' : kty === 'EC' && crv === 'P-384' ? 'ES384' : undefined;
  return alg === undefined || alg === algorithm ? algorithm : undefined;
}
