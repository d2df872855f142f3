/** Whether a notification is from the source that it says: the proof is held against the bytes as they came. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createTokenVerifier, type Proof } from '../http/proof.ts';
import type { SourceProof } from './source.ts';

/** Answers 401 for a proof that is not there or not right; 503 when the keys of an issuer cannot be fetched. */
export type Verify = (headers: Headers, body: Uint8Array) => Promise<Proof>;

const SIGNATURE_HEADER = 'x-signature';
const CHALLENGE = 'Signature realm="s9326"';
const REFUSED: Proof = { ok: false, status: 401, challenge: CHALLENGE };

export function createVerify(proof: SourceProof, now: () => number): Verify {
  if (proof.type === 'hmac')
    return async (headers, body) => {
      const expected = createHmac('sha256', proof.secret).update(body).digest('hex');
      return isEqual(headers.get(SIGNATURE_HEADER)?.trim().toLowerCase(), expected) ? { ok: true } : REFUSED;
    };
  if (proof.type === 'header') return async (headers) => (isEqual(headers.get(proof.name)?.trim(), proof.value) ? { ok: true } : REFUSED);
  const { issuer, audience, jwksUrl } = proof;
  const verifyToken = createTokenVerifier({ issuer, audience, jwksUrl, scopes: [] }, now);
  return async (headers) => {
    const token = /^Bearer +([^ ]+) *$/i.exec(headers.get('authorization') ?? '')?.[1];
    return token === undefined ? { ok: false, status: 401, challenge: 'Bearer realm="s9326"' } : verifyToken(token);
  };
}

/** In a time that tells nothing of either, not even its length. */
function isEqual(given: string | undefined, expected: string): boolean {
  const hash = (text: string): Uint8Array => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given ?? ''), hash(expected)) && given !== undefined;
}
