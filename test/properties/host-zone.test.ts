import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const script = fileURLToPath(new URL('print-hashes.ts', import.meta.url));

/** What the script prints on a machine in that zone. */
async function hashesIn(zone: string): Promise<{ hash: string; judged: number; zone: string }> {
  const { stdout } = await run(process.execPath, [script], { env: { ...process.env, TZ: zone, NODE_OPTIONS: '' } });
  return JSON.parse(stdout);
}

test('a machine in Chicago or in Samoa gives the same bytes as one in UTC', async () => {
  const zones = ['UTC', 'America/Chicago', 'Pacific/Apia'];
  const printed = [];
  for (const zone of zones) printed.push(await hashesIn(zone));

  expect(printed.map(({ zone }) => zone)).toEqual(zones);
  expect(printed.map(({ judged }) => judged)).toEqual([200, 200, 200]);
  expect(new Set(printed.map(({ hash }) => hash)).size).toBe(1);
});
