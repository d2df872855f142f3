import { expect, test } from 'vitest';
import { s9326 } from './run.ts';

const ONE_WEEK = 'test/examples/bundles/one-week.json';
const MIXTURE = 'test/examples/bundles/epidural-mixture.json';
const HOMECARE = 'test/data/davinci-pas-2.0.1/Bundle-HomecareAuthorizationBundleExample.json';

test('html is one page for one claim', async () => {
  const { code, stdout } = await s9326(['validate', ONE_WEEK, '--format', 'html']);

  expect(code).toBe(1);
  expect(stdout.match(/<!doctype html>/g)).toHaveLength(1);
  expect(stdout).toContain('6 of 9 units of S9326');
});

test('html is one page for several claims, with a list of them', async () => {
  const { stdout } = await s9326(['validate', ONE_WEEK, MIXTURE, '--format', 'html']);

  expect(stdout.match(/<!doctype html>/g)).toHaveLength(1);
  expect(stdout).toContain('<title>2 claims judged</title>');
});

test('html of nothing that could be judged is nothing', async () => {
  const { code, stdout } = await s9326(['validate', '--format', 'html'], { input: '{}' });

  expect([code, stdout]).toEqual([2, '']);
});

test('fhir answers a request of Da Vinci PAS with its response Bundle', async () => {
  const { stdout } = await s9326(['validate', HOMECARE, '--format', 'fhir']);
  const bundle = JSON.parse(stdout);

  expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
  expect(bundle.entry[0].resource).toMatchObject({ resourceType: 'ClaimResponse', use: 'preauthorization' });
});
