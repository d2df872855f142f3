/** What is deployed, bundled as serverless.yml says, and run in a process of its own. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { parse } from 'yaml';

export const PROJECT = join(import.meta.dirname, '../../..');

export async function serverlessYml(): Promise<
  Record<string, unknown> & { custom: { esbuild: Omit<BuildOptions, 'plugins'> & { outputFileExtension: string; plugins: string } } }
> {
  return parse(await readFile(join(PROJECT, 'serverless.yml'), 'utf8'));
}

/** Bundles the entry with the settings that `serverless package` uses. */
export async function bundleHandler(entry: string, outfile: string): Promise<{ warnings: number; bytes: number }> {
  const { outputFileExtension: _extension, plugins: file, ...settings } = (await serverlessYml()).custom.esbuild;
  const options: BuildOptions = { ...settings, plugins: (await import(join(PROJECT, file))).default };
  const result = await build({ ...options, absWorkingDir: PROJECT, entryPoints: [entry], outfile, logLevel: 'silent', metafile: true });
  const bytes = Object.values(result.metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return { warnings: result.warnings.length, bytes };
}

export interface Invoked {
  readonly results: readonly { statusCode: number; headers: Record<string, string>; body: string }[];
  readonly log: readonly string[];
  readonly exitCode: number | null;
  readonly errors: string;
}

/** Imports the file and calls its handler with each event. The results come on a channel of their own, as Lambda keeps them from the log. */
export function invoke(file: string, events: readonly unknown[], env: Readonly<Record<string, string>>): Promise<Invoked> {
  const script = `
    process.once('message', async (events) => {
      const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
      const results = [];
      for (const event of events) results.push(await handler(event));
      process.send(results, () => process.disconnect());
    });`;
  return new Promise((resolve, reject) => {
    // Away from the checkout, so that nothing but the bundle can be found; and with no environment but what Lambda gives.
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: join(file, '..'),
      env: { AWS_REGION: 'us-east-1', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let [out, errors]: [string, string] = ['', ''];
    let results: Invoked['results'] = [];
    child.stdout?.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('message', (message) => {
      results = message as Invoked['results'];
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ results, log: out.split('\n').filter((line) => line !== ''), exitCode, errors }));
    child.send(events);
  });
}
