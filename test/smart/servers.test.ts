import { expect, test } from 'vitest';
import { missing, scopesOf } from '../../handlers/smart/app/launch.ts';
import { readSmartServers } from '../../handlers/smart/servers.ts';
import { startServer } from '../handlers/support/server.ts';

const read = (servers: unknown) =>
  readSmartServers({ S9326_SMART_SERVERS: typeof servers === 'string' ? servers : JSON.stringify(servers) });
const LEAST = { iss: 'https://ehr.example/fhir/', clientId: 'page' };

test('a server needs its base and our id there; the base’s own origin is always one that may be asked', () => {
  expect(read([{ ...LEAST, origins: ['https://login.example'], frameAncestors: ['https://chart.example'] }])).toEqual({
    ok: true,
    servers: [
      {
        iss: 'https://ehr.example/fhir',
        clientId: 'page',
        origins: ['https://ehr.example', 'https://login.example'],
        frameAncestors: ['https://chart.example'],
      },
    ],
  });
  expect(readSmartServers({ S9326_SMART_SERVERS: '' })).toEqual({ ok: true, servers: [] });
});

test('every problem is named by its place, never with a value', () => {
  const faulty = {
    iss: 'http://ehr.example',
    name: 1,
    policy: 'none',
    timeZone: 'Mars',
    origins: ['https://a.example/x'],
    frameAncestors: 'x',
    'p@ss-word': 1,
  };
  expect(read([faulty, LEAST, LEAST, 1])).toEqual({
    ok: false,
    problems: [
      'S9326_SMART_SERVERS[0].iss must be the base of a FHIR server, an https URL (http only on loopback)',
      'S9326_SMART_SERVERS[0].clientId must be the id under which the EHR knows this page',
      'S9326_SMART_SERVERS[0].name must be a text',
      'S9326_SMART_SERVERS[0].policy must be the id of a shipped policy',
      'S9326_SMART_SERVERS[0].timeZone must be an IANA time zone',
      'S9326_SMART_SERVERS[0].origins must be a list of origins (https://login.example.org)',
      'S9326_SMART_SERVERS[0].frameAncestors must be a list of origins (https://login.example.org)',
      'S9326_SMART_SERVERS[0].? is not known here',
      'S9326_SMART_SERVERS[3] must be an object',
      'S9326_SMART_SERVERS[2] has the iss of another server',
    ],
  });
  expect(read('{')).toEqual({ ok: false, problems: ['S9326_SMART_SERVERS must be a JSON array of servers'] });
});

test('scopes are asked in the letters of the server’s version, or as configured', () => {
  expect(scopesOf({}, true, false)).toMatch(/^launch patient\/Patient\.read /);
  expect(scopesOf({}, false, true)).toMatch(/^launch\/patient patient\/Patient\.rs /);
  expect(scopesOf({ scope: 'patient/*.read' }, true, true)).toBe('launch patient/*.read');
});

test.each([
  [undefined, []],
  ['launch patient/Claim.rs patient/Coverage.read', []],
  ['patient/*.rs', []],
  ['user/*.cruds', []],
  ['patient/Claim.rs', ['patient/Coverage.rs']],
  ['', ['patient/Claim.rs', 'patient/Coverage.rs']],
  ['patient/Claim.c patient/Coverage.rs', ['patient/Claim.rs']],
])('granted %j: not granted are %j', (granted, left) => {
  expect(missing(['patient/Claim.rs', 'patient/Coverage.rs'], granted)).toEqual(left);
});

test('the page may ask the configured servers alone, and be framed by those alone who are named', async () => {
  const servers = JSON.stringify([{ ...LEAST, frameAncestors: ['https://chart.example'] }]);
  const { url } = await startServer({ env: { S9326_SMART_SERVERS: servers } });
  const { headers } = await fetch(`${url}/smart/launch.html`);
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; connect-src 'self' https://ehr.example; frame-ancestors https://chart.example; base-uri 'none'; form-action 'none'",
  );
  expect(await (await fetch(`${url}/smart/servers.json`)).json()).toEqual([
    { iss: 'https://ehr.example/fhir', clientId: 'page', origins: ['https://ehr.example'] },
  ]);
});

test('the script is one file of ours, fresh when it changed; other methods and paths are refused', async () => {
  const { url } = await startServer();
  const script = await fetch(`${url}/smart/app.js`);
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const etag = script.headers.get('etag') ?? '';
  expect((await script.text()).length).toBeLessThan(300_000);
  expect((await fetch(`${url}/smart/app.js`, { headers: { 'if-none-match': etag } })).status).toBe(304);
  const refused = await Promise.all([fetch(`${url}/smart/index.html`, { method: 'POST' }), fetch(`${url}/smart/other.js`)]);
  expect(refused.map(({ status }) => status)).toEqual([405, 404]);
  expect((await fetch(`${url}/smart/launch.html`)).headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});
