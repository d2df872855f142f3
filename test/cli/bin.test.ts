import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { BIN, run } from './run.ts';

/** A Node of this machine that cannot run TypeScript as it is. */
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .filter((path) => existsSync(path))
  .find((path) => Number(execFileSync(path, ['-p', 'parseInt(process.versions.node)'], { encoding: 'utf8' })) < 22);

describe.skipIf(oldNode === undefined)('on a Node that is too old', () => {
  const old = oldNode ?? '';

  test('the one beside it does the work, with its input, output and exit code', async () => {
    const { code, stdout } = await run(old, [BIN, 'validate', '--as-of', '2025-04-01T00:00:00Z'], {
      input: JSON.stringify(bundle({ units: 12 })),
    });

    expect(JSON.parse(stdout)).toMatchObject({ claim: 'Claim/c1', decision: 'reduced' });
    expect(code).toBe(1);
  });

  test('one sentence says so when there is no other', async () => {
    const { code, stdout, stderr } = await run(old, [BIN, 'rules'], { env: { S9326_HANDED_OVER: '1' } });

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^s9326 needs Node 22\.18 or later, or 24: .+\n$/);
  });
});
