/** Runs `serverless` as a machine has it that is offline and without credentials. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const PROJECT = join(import.meta.dirname, '../../..');
export const SERVERLESS = join(PROJECT, 'node_modules/serverless/bin/serverless.js');

/** Where a machine without an account stands: nothing of the caller's but where programs are. */
export const environmentOf = (home: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: home,
  AWS_EC2_METADATA_DISABLED: 'true',
  SLS_TELEMETRY_DISABLED: '1',
});

/** It takes seconds. serverless-esbuild never ends when a source cannot be bundled. */
const PACKAGE_MS = 90_000;

/** Zips and templates, into the folder. */
export async function packageAll(out: string, ...more: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const options = { cwd: PROJECT, env: environmentOf(out), timeout: PACKAGE_MS, killSignal: 'SIGKILL' } as const;
  try {
    return await promisify(execFile)(process.execPath, [SERVERLESS, 'package', '--package', out, ...more], options);
  } catch (error) {
    const { killed, stdout = '', stderr = '' } = error as { killed?: boolean; stdout?: string; stderr?: string };
    const what = killed ? `did not end in ${PACKAGE_MS / 1000} s: can every source be bundled?` : 'failed';
    throw new Error(`serverless package ${what}\n${stdout}${stderr}`);
  }
}
