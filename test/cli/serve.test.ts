import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { BIN, s9326 } from './run.ts';

let child: ChildProcess | undefined;

afterEach(() => {
  child?.kill('SIGKILL');
});

test('serve tells its address and a line to paste, answers, and ends at Ctrl-C', async () => {
  const { S9326_API_KEY_SHA256: _keys, S9326_JWT_ISSUER: _issuer, ...env } = process.env;
  const served = spawn(process.execPath, [BIN, 'serve', '--port', '0'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  child = served;
  let said = '';
  for await (const chunk of served.stdout) {
    said += chunk;
    if (said.includes('$submit')) break;
  }
  const [, url = '', key = ''] = /ready on (\S+) .*X-Api-Key: (\S+)'/s.exec(said) ?? [];

  const answer = await fetch(`${url}/fhir/Claim/$submit`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/fhir+json' },
    body: JSON.stringify(bundle()),
  });
  expect(await answer.json()).toMatchObject({ resourceType: 'ClaimResponse' });

  const ended = new Promise((resolve) => served.on('exit', (code) => resolve(code)));
  served.kill('SIGINT');
  expect(await ended).toBe(0);
});

test('a port that is taken is told', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  const { code, stderr } = await s9326(['serve', '--port', String(port)]);

  other.close();
  expect([code, stderr]).toEqual([2, `port ${port} of 127.0.0.1 is in use: name another with --port, or 0 for any free one\n`]);
});
