import { expect, test } from 'vitest';
import { DEFAULT_SCOPE, LAMBDA_BODY_BYTES, readConfig, requireConfig } from '../../handlers/http/config.ts';

const HASH = 'ab'.repeat(32);

test('an empty environment has the defaults, and no proof', () => {
  const expected = { ok: true, config: { apiKeyHashes: [], maxBodyBytes: LAMBDA_BODY_BYTES, maxConcurrent: 256 } };

  expect(readConfig({})).toEqual(expected);
  expect(readConfig({ S9326_JWT_ISSUER: '', S9326_API_KEY_SHA256: ' ', S9326_MAX_BODY_BYTES: '' })).toEqual(expected);
});

test('a full environment is read', () => {
  const config = requireConfig({
    S9326_JWT_ISSUER: 'https://issuer.example',
    S9326_JWT_AUDIENCE: 'https://s9326.example',
    S9326_JWKS_URL: 'https://issuer.example/keys',
    S9326_API_KEY_SHA256: `${HASH}, ${HASH.toUpperCase()}`,
    S9326_CANONICAL_BASE: 'https://s9326.example/fhir/',
    S9326_MAX_BODY_BYTES: '1000000',
  });

  expect(config).toMatchObject({
    jwt: { issuer: 'https://issuer.example', audience: 'https://s9326.example', scopes: [DEFAULT_SCOPE] },
    canonicalBase: 'https://s9326.example/fhir',
    maxBodyBytes: 1_000_000,
  });
  expect(config.jwt?.jwksUrl.href).toBe('https://issuer.example/keys');
  expect(config.apiKeyHashes.map((hash) => Buffer.from(hash).toString('hex'))).toEqual([HASH, HASH]);
});

test('every problem is named at once, by its variable and without its value', () => {
  const read = readConfig({
    S9326_JWT_ISSUER: 'https://issuer.example',
    S9326_JWKS_URL: 'http://issuer.example/keys',
    S9326_API_KEY_SHA256: 'the key itself',
    S9326_CANONICAL_BASE: 'not a url',
    S9326_MAX_BODY_BYTES: '6 MB',
  });

  expect(read).toEqual({
    ok: false,
    problems: [
      'S9326_JWKS_URL must be an https URL (http only on loopback)',
      'S9326_JWT_AUDIENCE must be set too: tokens need all three',
      'S9326_API_KEY_SHA256 must be SHA-256 hashes in hex, divided by commas',
      'S9326_CANONICAL_BASE must be an http or https URL without query or fragment',
      'S9326_MAX_BODY_BYTES must be a whole number above 0',
    ],
  });
});

test.each(['http://127.0.0.1:8080/keys', 'http://localhost/keys', 'http://[::1]/keys'])(
  'keys may come in the clear from loopback: %s',
  (url) => {
    const env = { S9326_JWT_ISSUER: 'a', S9326_JWT_AUDIENCE: 'b', S9326_JWKS_URL: url };

    expect(readConfig(env).ok).toBe(true);
  },
);

test('a process that cannot go on gets every problem in one error', () => {
  expect(() => requireConfig({ S9326_JWKS_URL: 'x', S9326_MAX_BODY_BYTES: 'x' })).toThrow(
    /S9326_JWKS_URL[\s\S]*S9326_JWT_ISSUER[\s\S]*S9326_MAX_BODY_BYTES/,
  );
});
