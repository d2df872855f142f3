/** An issuer of tokens: keys made for the test, their public halves served on loopback. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { onTestFinished } from 'vitest';
import { NOON } from './server.ts';

export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'https://s9326.example';
export const SCOPE = 'system/Claim.write';
type KeyLike = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

const NOON_SECONDS = NOON / 1000;

export interface Issuer {
  readonly env: Record<string, string>;
  /** How often the keys were fetched. */
  readonly fetches: () => number;
  /** Makes a key and publishes it beside the others, unless told not to. */
  addKey(kid: string, options?: { algorithm?: string; publish?: boolean }): Promise<void>;
  removeKey(kid: string): void;
  /** A good token, but for what is given. */
  token(kid: string, claims?: Readonly<Record<string, unknown>>): Promise<string>;
  fail(): void;
}

export async function startIssuer(): Promise<Issuer> {
  const secret = new Map<string, { key: KeyLike; algorithm: string }>();
  const published = new Map<string, object>();
  let fetches = 0;
  let failing = false;
  const server = createServer((_request, response) => {
    fetches += 1;
    response.writeHead(failing ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [...published.values()] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;

  return {
    env: { S9326_JWT_ISSUER: ISSUER, S9326_JWT_AUDIENCE: AUDIENCE, S9326_JWKS_URL: `http://127.0.0.1:${port}/keys` },
    fetches: () => fetches,
    async addKey(kid, { algorithm = 'ES256', publish = true } = {}) {
      const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
      secret.set(kid, { key: privateKey, algorithm });
      if (publish) published.set(kid, { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' });
    },
    removeKey: (kid) => void published.delete(kid),
    async token(kid, claims = {}) {
      const known = secret.get(kid);
      if (!known) throw new Error(`no key ${kid}`);
      const payload = { iss: ISSUER, aud: AUDIENCE, sub: 'client', scope: SCOPE, iat: NOON_SECONDS, exp: NOON_SECONDS + 300, ...claims };
      const stated = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
      return new SignJWT(stated).setProtectedHeader({ alg: known.algorithm, kid, typ: 'JWT' }).sign(known.key);
    },
    fail: () => {
      failing = true;
    },
  };
}
