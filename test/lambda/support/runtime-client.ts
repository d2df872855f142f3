/**
 * The runtime interface client of AWS Lambda, which is what runs a Node.js function there. It is built from source on demand, in a folder
 * with a lock file of its own, so that whoever installs this package needs no compiler.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../runtime-client');
const INSTALLED = join(FOLDER, 'node_modules/aws-lambda-ric');
/** Made by the last step of the build: an install that was broken off has none. */
const NATIVE_PART = join(INSTALLED, 'rapid-client.node');
const TOOLS = ['cmake', 'g++', 'make', 'tar', 'xz'];

/** The program to run with Node. */
export const RUNTIME_CLIENT = join(INSTALLED, 'index.mjs');

/** Builds the client where it is not there yet, which takes a minute. A sentence comes back where this machine cannot build it. */
export function whyNoRuntimeClient(): string | undefined {
  if (existsSync(NATIVE_PART)) return undefined;
  if (process.platform !== 'linux') return 'The runtime interface client of AWS Lambda is built on Linux only.';
  const missing = TOOLS.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
  if (missing.length > 0) return `The runtime interface client of AWS Lambda cannot be built here: there is no ${missing.join(', no ')}.`;
  console.log('Building the runtime interface client of AWS Lambda (about a minute, once) …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--prefix', FOLDER], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (!existsSync(NATIVE_PART)) throw new Error(`npm ci in ${FOLDER} ended well, but did not build the client: are install scripts off?`);
  return undefined;
}
