import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serve } from '../../handlers/http/serve.ts';

const bundle = readFileSync('test/examples/bundles/one-week.json', 'utf8');
const lines: string[] = [];
let served: Served;

beforeAll(async () => {
  served = await serve({ port: 0, env: {}, write: (line) => lines.push(line) });
});
afterAll(() => served.close());

const submit = () =>
  fetch(`${served.url}/fhir/Claim/$submit`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', 'x-api-key': served.apiKey ?? '' },
    body: bundle,
  });

const pathIn = (response: Response) =>
  /^<(\/claims\/[\w-]{24})>; rel="alternate"; type="text\/html"$/.exec(response.headers.get('link') ?? '')?.[1];

test('an answer under serve names the page of the judged claim, and a browser gets it without a key', async () => {
  const path = pathIn(await submit());
  const page = await fetch(served.url + path);
  const html = await page.text();

  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toMatch('text/html');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(html).toContain('6 of 9 units of S9326');
});

test('an address that was not given out has no page', async () => {
  const page = await fetch(`${served.url}/claims/AAAAAAAAAAAAAAAAAAAAAAAA`);

  expect(page.status).toBe(404);
});

test('after a hundred more answers the oldest page is gone', async () => {
  const oldest = pathIn(await submit());
  for (let i = 0; i < 100; i += 1) await submit();

  expect((await fetch(served.url + oldest)).status).toBe(404);
});

test('the log has the route and not the address of the page', () => {
  const logged = lines.filter((line) => line.includes('/claims/'));

  expect(logged.length).toBeGreaterThan(0);
  expect(logged.every((line) => line.includes('GET /claims/{id}') && !/claims\/[\w-]{24}/.test(line))).toBe(true);
});
