/**
 * What a deployed function costs: its import above that of an empty handler, its zip, the gate of its input beside `JSON.parse`, and a warm call
 * through AWS's runtime client beside a handler that only parses and stringifies. All in one run, the two taking turns.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { parse as parseYaml } from 'yaml';
import { checkR4 } from '../handlers/r4/check-r4.ts';
import { DEFINITIONS } from '../handlers/r4/definitions.generated.ts';
import { API_KEY_SHA256, eventOf } from '../test/handlers/support/event.ts';
import { type Lambda, startLambda } from '../test/lambda/support/lambda.ts';
import { type Deployed, unpack } from '../test/lambda/support/package.ts';
import { whyNoRuntimeClient } from '../test/lambda/support/runtime-client.ts';
import { packageAll } from '../test/lambda/support/serverless.ts';
import { bundleOf } from './bundle-of.ts';

const ROUNDS = 25;
const CALLS = 300;

const PARSES = `export const handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/fhir+json' },
  body: JSON.stringify(JSON.parse(event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body)),
});`;
const EMPTY = 'export const handler = async () => ({ statusCode: 200 });';

export async function benchService(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 's9326-bench-'));
  try {
    await packageAll(folder);
    const submit = await unpack(folder, 'submit', join(folder, 'submit'));
    const empty = await small(EMPTY, folder, 'empty', submit);
    const parses = await small(PARSES, folder, 'parses', submit);
    benchZips(folder);
    benchImports(submit, empty);
    benchGate();
    const reason = whyNoRuntimeClient();
    if (reason === undefined) await benchCalls(submit, parses);
    else console.log(`Warm calls were not measured: ${reason}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bundled as serverless.yml bundles the others. */
async function small(source: string, folder: string, name: string, like: Deployed): Promise<Deployed> {
  const { minify, target, format, define, banner } = parseYaml(readFileSync('serverless.yml', 'utf8')).custom.esbuild;
  const directory = join(folder, name);
  const entry = join(folder, `${name}.ts`);
  writeFileSync(entry, source);
  await build({
    entryPoints: [entry],
    bundle: true,
    minify,
    target,
    format,
    define,
    banner,
    platform: 'node',
    outfile: join(directory, 'handler.mjs'),
  });
  return { ...like, name, directory, handler: 'handler.handler' };
}

function benchZips(folder: string): void {
  const bytes = readFileSync(join(folder, 'submit.zip')).length;
  // As they lie in the zip: text that hardly packs.
  const definitions = zipSync({ definitions: Buffer.from(DEFINITIONS) }, { level: 9 }).length;
  console.log(`\nsubmit.zip ${(bytes / 1024).toFixed(0)} KB, of which the definitions of R4 ${(definitions / 1024).toFixed(0)} KB`);
}

function benchImports(submit: Deployed, empty: Deployed): void {
  const times: Record<'submit' | 'empty', number[]> = { submit: [], empty: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.submit.push(importMs(join(submit.directory, 'handlers/submit.mjs'), submit));
    times.empty.push(importMs(join(empty.directory, 'handler.mjs'), submit));
  }
  const [own, none] = [at(times.submit, 0.5), at(times.empty, 0.5)];
  console.log(
    `import: ${own.toFixed(1)} ms, an empty handler ${none.toFixed(1)} ms, difference ${(own - none).toFixed(1)} ms (medians of ${ROUNDS})`,
  );
}

function importMs(file: string, { variables }: Deployed): number {
  const script = `const s=performance.now();await import(${JSON.stringify(pathToFileURL(file).href)});console.log(performance.now()-s)`;
  const env = { ...process.env, ...variables, S9326_API_KEY_SHA256: API_KEY_SHA256 };
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' });
  return Number(printed.trim().split('\n').at(-1));
}

function benchGate(): void {
  console.log('\nadministrations      KB   parse ms   gate ms      ÷');
  for (const administrations of [51, 1021]) {
    const text = JSON.stringify(bundleOf(administrations));
    const json = JSON.parse(text);
    const times: Record<'parse' | 'gate', number[]> = { parse: [], gate: [] };
    checkR4(json);
    for (let round = 0; round < 30; round += 1) {
      times.parse.push(timed(() => JSON.parse(text)));
      times.gate.push(timed(() => checkR4(json)));
    }
    const [parse, gate] = [at(times.parse, 0.5), at(times.gate, 0.5)];
    console.log(
      `${String(administrations).padStart(15)} ${(text.length / 1024).toFixed(0).padStart(7)} ${parse.toFixed(3).padStart(10)} ${gate.toFixed(2).padStart(9)} ${(gate / parse).toFixed(1).padStart(6)}`,
    );
  }
}

async function benchCalls(submit: Deployed, parses: Deployed): Promise<void> {
  const event = eventOf(bundleOf(51));
  const variables = { S9326_API_KEY_SHA256: API_KEY_SHA256 };
  const running: Record<'submit' | 'parses', Lambda> = {
    submit: await startLambda(submit, variables),
    parses: await startLambda(parses, {}),
  };
  const times: Record<'submit' | 'parses', number[]> = { submit: [], parses: [] };
  for (let call = 0; call < CALLS; call += 1)
    for (const name of ['submit', 'parses'] as const) {
      const outcome = await running[name].invoke(event);
      if (!outcome.ok) throw new Error(`${name} failed: ${outcome.error.errorType}`);
      // The first ones are not warm.
      if (call >= 20) times[name].push(outcome.milliseconds);
    }
  for (const lambda of Object.values(running)) await lambda.stop();
  const told = (share: number): string => {
    const [own, other] = [at(times.submit, share), at(times.parses, share)];
    return `p${share * 100} ${own.toFixed(1)} ms, parse and stringify ${other.toFixed(1)} ms, ÷ ${(own / other).toFixed(1)}`;
  };
  console.log(`\nwarm call with 51 administrations, through the runtime client (${CALLS - 20} each):\n${told(0.5)}\n${told(0.99)}`);
}

function timed(task: () => unknown): number {
  const started = performance.now();
  task();
  return performance.now() - started;
}

/** The value below which this share lies. */
function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
