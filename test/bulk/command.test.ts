/** `s9326 sweep` of a FHIR server, as a person runs it. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startHttpServer } from '../fhir-server/support/http-server.ts';
import { soakRecord } from '../soak/webhook-records.ts';
import { folder } from '../sweep/source.ts';

const CLI = join(import.meta.dirname, '../../handlers/cli/s9326.mjs');

function run(words: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; out: string; errors: string }> {
  const child = spawn(process.execPath, [CLI, 'sweep', ...words], { env: { ...process.env, ...env } });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, errors })));
}

test('brings the record with the configured proof, judges it, and a second run with the same folder asks nothing', async () => {
  const { claim, evidence } = soakRecord(1);
  const server = await startHttpServer(({ url }) => {
    if (url.includes('$export')) return { status: 202, headers: { 'content-location': `${server.origin}/fhir/status` } };
    const output = [{ type: 'Claim', url: `${server.origin}/fhir/file` }];
    if (url === '/fhir/status') return { body: { transactionTime: '2025-04-01T00:00:00Z', requiresAccessToken: true, output, error: [] } };
    return { body: [claim, ...evidence].map((each) => `${JSON.stringify(each)}\n`).join('') };
  });
  const [out, record] = [folder(), folder()];
  const words = ['--source', `${server.origin}/fhir`, '--export', 'Group/g1', '--record', record, '--out', join(out, 'answers')];
  const env = { S9326_SWEEP_AUTH: JSON.stringify({ type: 'bearer', token: { env: 'KEY' } }), KEY: 'not-to-be-shown' };
  const first = await run(words, env);

  expect([first.code, first.out.split(' judged')[0]]).toEqual([0, '1 claims']);
  expect(server.asked[0]?.url).toContain('/fhir/Group/g1/$export');
  expect(new Set(server.asked.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer not-to-be-shown']));
  expect(first.errors).not.toContain('not-to-be-shown');
  expect(JSON.parse(readFileSync(join(record, 'source-state.json'), 'utf8')).transactionTime).toBe('2025-04-01T00:00:00Z');
  const asked = server.asked.length;
  expect((await run(words, env)).code).toBe(0);
  expect(server.asked).toHaveLength(asked);
});

test.each([
  [['--export', 'Everybody'], {}, '--export Everybody: must be all, Patient or Group/ID'],
  [[], { S9326_SWEEP_AUTH: '{"type":"magic"}' }, 'S9326_SWEEP_AUTH.type'],
  [[], {}, 'GET $export: 403 (forbidden)'],
])('%j with %j is bad usage, in words', async (more, env, text) => {
  const outcome = { resourceType: 'OperationOutcome', issue: [{ code: 'forbidden' }] };
  const server = await startHttpServer(() => ({ status: 403, body: outcome }));
  const { code, errors } = await run(['--source', `${server.origin}/fhir`, '--out', folder(), ...more], env);
  expect([code, errors]).toEqual([2, expect.stringContaining(text)]);
});
