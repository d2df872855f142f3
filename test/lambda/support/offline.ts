/** `npx serverless offline`: the service of serverless.yml over HTTP on this machine, without credentials. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, PROJECT, SERVERLESS } from './serverless.ts';

export interface Offline {
  readonly url: string;
  printed(): string;
  /** As Ctrl-C does; the code that it ends with. */
  stop(): Promise<number | null>;
}

const READY_MS = 60_000;
const STOP_MS = 15_000;

export async function startOffline(variables: Readonly<Record<string, string>>): Promise<Offline> {
  const home = await mkdtemp(join(tmpdir(), 's9326-offline-'));
  const [http, lambda] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [SERVERLESS, 'offline', '--httpPort', `${http}`, '--lambdaPort', `${lambda}`], {
    cwd: PROJECT,
    env: { ...environmentOf(home), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
    });
  const ended = once(child, 'close');
  try {
    await ready(child, () => text);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    url: `http://127.0.0.1:${http}`,
    printed: () => text,
    async stop() {
      child.kill('SIGINT');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      const [code] = await ended;
      clearTimeout(timer);
      await rm(home, { recursive: true, force: true });
      return code;
    },
  };
}

/** What cannot be bundled makes it wait for ever, so there is an end to our waiting. */
async function ready(child: ChildProcess, printed: () => string): Promise<void> {
  const end = Date.now() + READY_MS;
  while (!printed().includes('Server ready')) {
    if (child.exitCode !== null) throw new Error(`serverless offline ended with ${child.exitCode}:\n${printed()}`);
    if (Date.now() > end)
      throw new Error(`serverless offline was not ready after ${READY_MS / 1000} s (can every source be bundled?):\n${printed()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
