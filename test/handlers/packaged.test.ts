import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_KEY_SHA256, eventOf } from './support/event.ts';
import { bundleHandler, invoke } from './support/packaged.ts';
import { claim } from './support/requests.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 's9326-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('the bundle of the handler', () => {
  test('judges a claim and refuses one without a proof, in a process that has nothing else', async () => {
    const file = join(directory, 'bundle', 'submit.mjs');
    const { warnings, bytes } = await bundleHandler('handlers/submit.ts', file);
    const events = [
      eventOf(claim('c1')),
      eventOf(claim('c1'), { headers: { 'x-api-key': 'another' } }),
      eventOf(undefined, { method: 'GET', path: '/health' }),
    ];

    const { results, log, exitCode, errors } = await invoke(file, events, { S9326_API_KEY_SHA256: API_KEY_SHA256 });

    expect([exitCode, errors, warnings]).toEqual([0, '', 0]);
    expect(results.map(({ statusCode }) => statusCode)).toEqual([200, 401, 200]);
    expect(JSON.parse(results[0]?.body ?? '')).toMatchObject({ resourceType: 'ClaimResponse', outcome: 'complete' });
    const lines = log.map((line) => JSON.parse(line));
    expect(lines.flatMap(({ status }) => status ?? [])).toEqual([200, 401, 200]);
    expect(lines.flatMap(({ status_class }) => status_class ?? [])).toEqual(['2xx', '4xx', '2xx']);
    expect(lines.every((line) => 'message' in line || '_aws' in line)).toBe(true);
    // A cold start reads it all; what makes it grow past this should be on purpose.
    expect(bytes).toBeLessThan(480_000);
  });

  test('does not start with a configuration that cannot be used, and names all of it', async () => {
    const file = join(directory, 'broken', 'submit.mjs');
    await bundleHandler('handlers/submit.ts', file);

    const { exitCode, errors } = await invoke(file, [], { S9326_JWKS_URL: 'secret', S9326_MAX_BODY_BYTES: 'secret' });

    expect(exitCode).not.toBe(0);
    expect(errors).toMatch(/S9326_JWKS_URL must be[\s\S]*S9326_JWT_ISSUER[\s\S]*S9326_MAX_BODY_BYTES must be/);
    expect(
      errors
        .split('\n')
        .filter((line) => line.startsWith('S9326_'))
        .join(),
    ).not.toContain('secret');
  });
});
