/** A server whose canonical base is its own address, as a deployment's should be: what it points to is there. */

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { serve } from '../../handlers/http/serve.ts';

/** The base of a server that runs until the test ends. */
export async function startOwnBase(): Promise<string> {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/fhir`;
  const { close } = await serve({ port, env: { S9326_CANONICAL_BASE: base }, write: () => undefined });
  onTestFinished(close);
  return base;
}

/** One that was free a moment ago: the base must be known before the server starts. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
