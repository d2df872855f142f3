/** A file name in a directory of the test's own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export function newFile(name = 'state.db'): string {
  const directory = mkdtempSync(join(tmpdir(), 's9326-store-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, name);
}
