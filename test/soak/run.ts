/**
 * `npm run soak`: many parallel callers on one local server (`s9326 serve`, a process of its own) for a while. Every answer must be the one
 * that is given alone; memory must not grow; beyond capacity there is 429 and nothing else. Ends with exit code 1 when it is not so.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleOf } from '../../bench/bundle-of.ts';

const { values } = parseArgs({
  options: {
    callers: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '120' },
    overload: { type: 'boolean', default: false },
  },
});
const callers = Number(values.callers);
const seconds = Number(values.seconds);
const AS_OF = '2025-04-01T00:00:00Z';

interface Case {
  readonly body: string;
  alone: string;
}

/** Records of different sizes, with the instant given, so that an answer does not depend on when it was asked for. */
const cases: Case[] = [1, 5, 20, 60, 200].map((administrations) => ({
  body: JSON.stringify({
    resourceType: 'Parameters',
    parameter: [
      { name: 'asOf', valueInstant: AS_OF },
      { name: 'resource', resource: bundleOf(administrations) },
    ],
  }),
  alone: '',
}));

const server = spawn(process.execPath, [join(import.meta.dirname, '../../handlers/cli/s9326.mjs'), 'serve', '--port', '0'], {
  env: { ...process.env, ...(values.overload ? { S9326_MAX_CONCURRENT: '16' } : {}) },
  stdio: ['ignore', 'pipe', 'ignore'],
});
const { url, key } = await ready();
const agent = new Agent({ keepAlive: true, maxSockets: callers });

for (const each of cases) {
  const { status, text } = await submit(each.body);
  if (status !== 200) throw new Error(`alone: ${status}`);
  each.alone = text;
}

const statuses = new Map<number, number>();
const latencies: number[] = [];
let wrong = 0;
const end = performance.now() + seconds * 1000;
const memory: number[] = [];
const sampler = setInterval(() => memory.push(residentMb()), 5000);
await Promise.all(Array.from({ length: callers }, (_, i) => call(i)));
clearInterval(sampler);
memory.push(residentMb());
server.kill('SIGINT');
agent.destroy();

const [first = 0] = memory.slice(Math.floor(memory.length / 4));
const last = memory.at(-1) ?? 0;
latencies.sort((a, b) => a - b);
const at = (share: number): string => `${Math.round(latencies[Math.floor((latencies.length - 1) * share)] ?? 0)} ms`;
const answered = statuses.get(200) ?? 0;
console.log(
  `${callers} callers, ${seconds} s: ${answered} answers (${Math.round(answered / seconds)} a second), ${wrong} unlike the one given alone`,
);
console.log(`statuses ${JSON.stringify(Object.fromEntries(statuses))}; p50 ${at(0.5)}, p99 ${at(0.99)}`);
console.log(`memory after a quarter ${first.toFixed(0)} MB, at the end ${last.toFixed(0)} MB, most ${Math.max(...memory).toFixed(0)} MB`);
const allowed = values.overload ? [200, 429] : [200];
const hasGrown = last > first * 1.25 + 30;
if (wrong > 0 || hasGrown || [...statuses.keys()].some((status) => !allowed.includes(status))) process.exitCode = 1;

async function call(caller: number): Promise<void> {
  for (let turn = caller; performance.now() < end; turn += 1) {
    const each = cases[turn % cases.length] as Case;
    const started = performance.now();
    const { status, text } = await submit(each.body);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status === 200) latencies.push(performance.now() - started);
    if (status === 200 && text !== each.alone) wrong += 1;
  }
}

/** Status 0 for a connection that failed. */
function submit(body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/fhir+json', 'x-api-key': key, 'content-length': Buffer.byteLength(body) };
    const sent = request(`${url}/fhir/Claim/$submit`, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      response.on('error', () => resolve({ status: 0, text: '' }));
    });
    sent.on('error', () => resolve({ status: 0, text: '' }));
    sent.end(body);
  });
}

function ready(): Promise<{ url: string; key: string }> {
  return new Promise((resolve) => {
    let printed = '';
    server.stdout?.on('data', (chunk) => {
      printed += String(chunk);
      const [, base] = /ready on (\S+)/.exec(printed) ?? [];
      const [, apiKey] = /X-Api-Key: ([\w-]+)/.exec(printed) ?? [];
      if (base && apiKey) resolve({ url: base, key: apiKey });
    });
  });
}

/** Linux only; elsewhere memory is not looked at. */
function residentMb(): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
