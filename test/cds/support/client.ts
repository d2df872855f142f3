/** An EHR that calls hooks: its keys on loopback, its tokens, and the service on a free port. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { onTestFinished } from 'vitest';
import { serve } from '../../../handlers/http/serve.ts';

export const NOW = Date.parse('2026-03-02T15:00:00Z');
export const SECONDS = NOW / 1000;
export const ISS = 'https://ehr.example';

export interface Ehr {
  readonly jku: string;
  /** How often the keys were fetched. */
  readonly fetches: () => number;
  /** Made and published beside the others. */
  addKey(kid: string, algorithm: string): Promise<void>;
  /** A good token for the address, but for what is given; undefined leaves a claim or a header out. */
  token(audience: string, options?: TokenOptions): Promise<string>;
  fail(): void;
}

export interface TokenOptions {
  readonly kid?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

export async function startEhr(): Promise<Ehr> {
  const keys = new Map<string, { key: CryptoKey; algorithm: string }>();
  const published: object[] = [];
  let [fetches, failing] = [0, false];
  const server = createServer((_request, response) => {
    fetches += 1;
    response.writeHead(failing ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const ehr: Ehr = {
    jku: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    fetches: () => fetches,
    async addKey(kid, algorithm) {
      const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
      keys.set(kid, { key: privateKey, algorithm });
      published.push({ ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' });
    },
    async token(audience, { kid = 'k1', claims = {}, header = {} } = {}) {
      const known = keys.get(kid);
      if (!known) throw new Error(`no key ${kid}`);
      const payload = stated({ iss: ISS, aud: audience, iat: SECONDS, exp: SECONDS + 300, jti: randomUUID(), ...claims });
      return new SignJWT(payload)
        .setProtectedHeader(stated({ alg: known.algorithm, kid, typ: 'JWT', ...header }) as { alg: string })
        .sign(known.key);
    },
    fail: () => {
      failing = true;
    },
  };
  await ehr.addKey('k1', 'ES384');
  return ehr;
}

const stated = (members: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

export interface Hooks {
  readonly url: string;
  readonly lines: string[];
  readonly apiKey: string;
  /** POSTs with a good token, unless other headers are given. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export interface HooksOptions {
  readonly ehr?: Ehr;
  readonly client?: Readonly<Record<string, unknown>>;
  readonly env?: Record<string, string>;
  readonly now?: () => number;
}

export async function startHooks({ ehr, client = {}, env = {}, now = () => NOW }: HooksOptions = {}): Promise<Hooks> {
  const lines: string[] = [];
  const clients = ehr ? { S9326_CDS_CLIENTS: JSON.stringify([{ iss: ISS, jku: ehr.jku, ...client }]) } : {};
  const { url, apiKey = '', close } = await serve({ port: 0, env: { ...clients, ...env }, now, write: (line) => lines.push(line) });
  onTestFinished(close);
  return {
    url,
    lines,
    apiKey,
    async post(path, body, headers) {
      const proof = async () => (ehr ? { authorization: `Bearer ${await ehr.token(`${url}${path}`)}` } : { 'x-api-key': apiKey });
      return fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(headers ?? (await proof())) } as Record<string, string>,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    },
  };
}
