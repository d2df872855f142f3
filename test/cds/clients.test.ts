import { expect, test } from 'vitest';
import { readCdsConfig } from '../../handlers/cds/clients.ts';

const GOOD = { iss: 'https://ehr.example', jku: 'https://ehr.example/jwks', fhirServers: ['https://ehr.example/fhir/'] };
const read = (clients: unknown, more: Record<string, string> = {}) =>
  readCdsConfig({ S9326_CDS_CLIENTS: JSON.stringify(clients), ...more });

test('without anything nobody may call', () => {
  const none = { ok: true, config: { clients: [], origins: [] } };
  expect(readCdsConfig({})).toEqual(none);
  expect(readCdsConfig({ S9326_CDS_CLIENTS: '', S9326_CORS_ORIGINS: ' ', S9326_PUBLIC_URL: '' })).toEqual(none);
});

test('reads clients, origins and the public address', () => {
  const more = { S9326_CORS_ORIGINS: 'https://a.example, https://b.example:8443', S9326_PUBLIC_URL: 'https://hooks.example/base/' };
  expect(read([GOOD, { iss: 'https://ehr.example', jwksUrl: 'http://127.0.0.1:9/keys', tenant: 'north' }], more)).toEqual({
    ok: true,
    config: {
      clients: [
        { iss: 'https://ehr.example', keysUrl: new URL('https://ehr.example/jwks'), fhirServers: ['https://ehr.example/fhir'] },
        { iss: 'https://ehr.example', keysUrl: new URL('http://127.0.0.1:9/keys'), tenant: 'north', fhirServers: [] },
      ],
      origins: ['https://a.example', 'https://b.example:8443'],
      publicUrl: 'https://hooks.example/base',
    },
  });
});

test.each<[string, unknown, readonly string[]]>([
  ['no list', GOOD, [' must be a JSON array of clients']],
  ['no object', ['x'], ['[0] must be an object']],
  ['no issuer', [{ ...GOOD, iss: ' ' }], ['[0].iss must be the issuer of the tokens']],
  ['no place of keys', [{ iss: 'a' }], ['[0] must have either jku or jwksUrl']],
  ['two places of keys', [{ ...GOOD, jwksUrl: GOOD.jku }], ['[0] must have either jku or jwksUrl']],
  ['keys in the clear', [{ ...GOOD, jku: 'http://ehr.example/jwks' }], ['[0].jku must be an https URL (http only on loopback)']],
  [
    'a server in the clear',
    [{ ...GOOD, fhirServers: ['http://ehr.example'] }],
    ['[0].fhirServers must be a list of bases, each an https URL'],
  ],
  ['one server', [{ ...GOOD, fhirServers: 'https://ehr.example' }], ['[0].fhirServers must be a list of bases, each an https URL']],
  ['a name that is not known', [{ ...GOOD, server: 'x' }], ['[0].server is not known here']],
  ['the same client twice', [GOOD, GOOD], ['[1] has the iss and tenant of another client']],
  [
    'several',
    [{ iss: '', tenant: 1 }],
    ['[0].iss must be the issuer of the tokens', '[0] must have either jku or jwksUrl', '[0].tenant must be the tenant of the tokens'],
  ],
])('%s is refused, by its place', (_case, clients, problems) => {
  expect(read(clients)).toEqual({ ok: false, problems: problems.map((problem) => `S9326_CDS_CLIENTS${problem}`) });
});

test.each(['*', 'https://a.example/', 'http://a.example', 'a.example', 'https://a.example https://b.example'])(
  'an origin is not %s',
  (origins) => {
    expect(readCdsConfig({ S9326_CORS_ORIGINS: origins })).toEqual({
      ok: false,
      problems: ['S9326_CORS_ORIGINS must be origins (https://ehr.example.org), divided by commas'],
    });
  },
);
