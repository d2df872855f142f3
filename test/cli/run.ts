/** Runs the bin for real, as a shell would. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const BIN = fileURLToPath(new URL('../../handlers/cli/s9326.mjs', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export const s9326 = (args: readonly string[], options: RunOptions = {}): Promise<Ran> => run(process.execPath, [BIN, ...args], options);

export function run(command: string, args: readonly string[], { input = '', cwd, env = {} }: RunOptions = {}): Promise<Ran> {
  // The runner's own wishes about colour and width are not those of the test.
  const { FORCE_COLOR: _force, NO_COLOR: _none, COLUMNS: _columns, ...inherited } = process.env;
  const child = spawn(command, args, { ...(cwd === undefined ? {} : { cwd }), env: { ...inherited, ...env } });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  // Whoever has read enough may close before all is written.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}
