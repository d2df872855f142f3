/**
 * `npm run soak:webhook`: claims are told of one to three times, out of order, to `s9326 serve` (a process of its own, killed and started again half
 * way), by a FHIR server that fails a tenth of its calls. In the end each claim has exactly one answer, the right one, and only what cannot
 * succeed is among the dead letters. Ends with exit code 1 when it is not so.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Bundle, ClaimResponse, Provenance } from '@medplum/fhirtypes';
import { createSqliteQueue } from '../../handlers/store/sqlite-queue.ts';
import { adjudicate, readRequest } from '../../src/index.ts';
import { makeDice } from '../count/dice.ts';
import { type FlakyServer, startFlakyServer } from './flaky-fhir-server.ts';
import { bundleOf, soakRecord } from './webhook-records.ts';

const { values } = parseArgs({
  options: {
    claims: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '30' },
  },
});
const total = Number(values.claims);
const dice = makeDice(Number(values.seed));
const random = (): number => dice.next();
const SECRET = 'a secret of the soak test, long enough';
/** The server refuses these for good. */
const REFUSED = new Set([3, 5, 8]);

/** Several, each a source of its own: a search in memory looks at everything that there is. */
const SERVERS = 20;
const refused = new RegExp(`/Claim/c(${[...REFUSED].join('|')})$`);
const servers = await Promise.all(Array.from({ length: SERVERS }, () => startFlakyServer({ share: 0.1, random, refused })));
const numbers = Array.from({ length: total }, (_, i) => i + 1);
for (const number of numbers) {
  const { claim, evidence } = soakRecord(number);
  for (const resource of [...evidence, claim]) await serverOf(number).fhir.create(resource);
}

const folder = mkdtempSync(join(tmpdir(), 's9326-soak-'));
const stateFile = join(folder, 'state.sqlite');
const sources = servers.map(({ baseUrl }, i) => ({
  name: `soak-${i}`,
  proof: { type: 'hmac', secret: SECRET },
  server: { baseUrl, auth: { type: 'none' } },
  writesTask: true,
}));
let service = await startService();

const told = shuffled(numbers.flatMap((number) => Array(1 + Math.floor(random() * 3)).fill(number) as number[]));
const started = performance.now();
let restarts = 0;
for (const [i, number] of told.entries()) {
  if (i === Math.floor(told.length / 2)) await restart();
  await tell(number);
}
const expected = total - REFUSED.size;
const deadline = performance.now() + Number(values.minutes) * 60_000;
// Once more when half of the answers are there, so that a worker dies at its work.
while (performance.now() < deadline) {
  const answers = (await found('ClaimResponse')).length;
  if (restarts === 1 && answers > expected / 2) await restart();
  const waiting = pending();
  if (answers >= expected && waiting === 0) break;
  await setTimeout(5000);
}

const seconds = (performance.now() - started) / 1000;
await stop(service.child, 'SIGINT');
const answers = (await found('ClaimResponse')) as ClaimResponse[];
const provenances = (await found('Provenance')) as Provenance[];
const byClaim = Map.groupBy(answers, ({ request }) => request?.reference ?? '');
const wrong = numbers.filter(
  (number) => !(REFUSED.has(number) ? !byClaim.has(`Claim/c${number}`) : isRight(number, byClaim.get(`Claim/c${number}`) ?? [])),
);
const dead = deadLetters();
const deadOnlyRefused = dead.every((claim) => REFUSED.has(Number(claim.slice(1))));
console.log(`${total} claims, ${told.length} notifications, ${restarts} restarts of a killed process, ${Math.round(seconds)} s`);
const counts = (name: keyof FlakyServer['counts']): number => servers.reduce((sum, each) => sum + each.counts[name], 0);
console.log(
  `the FHIR servers: ${counts('answered')} answered, ${counts('status500')} × 500, ${counts('status429')} × 429, ${counts('cut')} cut`,
);
console.log(`${answers.length} answers and ${provenances.length} Provenances, ${wrong.length} claims without exactly one right answer`);
console.log(`${dead.length} dead letters${deadOnlyRefused ? ', all of claims that the server refuses' : `: ${dead.join(' ')}`}`);
if (wrong.length > 0 || !deadOnlyRefused || dead.length !== REFUSED.size || provenances.length !== expected) {
  console.log(`wrong: ${wrong.slice(0, 20).join(' ')}`);
  process.exitCode = 1;
}
for (const { server } of servers) {
  server.closeAllConnections();
  server.close();
}
rmSync(folder, { recursive: true, force: true });

function serverOf(number: number): FlakyServer {
  return servers[number % SERVERS] as FlakyServer;
}

async function tell(number: number): Promise<void> {
  const body = JSON.stringify({ resourceType: 'Claim', id: `c${number}` });
  const headers = { 'content-type': 'application/fhir+json', 'x-signature': createHmac('sha256', SECRET).update(body).digest('hex') };
  for (let attempt = 0; attempt < 50; attempt += 1) {
    try {
      const { ok } = await fetch(`${service.url}/webhook/soak-${number % SERVERS}`, { method: 'POST', headers, body });
      if (ok) return;
    } catch {
      // It is being started again: a server tells again.
    }
    await setTimeout(200);
  }
  throw new Error('a notification was not taken');
}

async function startService(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../handlers/cli/s9326.mjs'), 'serve', '--port', '0'], {
    env: { ...process.env, S9326_SOURCES: JSON.stringify(sources), S9326_STATE_FILE: stateFile },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    const [, url] = /ready on (http:\S+)/.exec(text) ?? [];
    if (url !== undefined) {
      child.stdout.resume();
      return { url, child };
    }
  }
  throw new Error('the service did not start');
}

async function restart(): Promise<void> {
  restarts += 1;
  await stop(service.child, 'SIGKILL');
  service = await startService();
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

async function found(type: 'ClaimResponse' | 'Provenance') {
  const resources = [];
  for (const { baseUrl, fhir } of servers)
    for (let url: string | undefined = `${baseUrl}/${type}?_count=1000`; url !== undefined; ) {
      const bundle = (await (await fhir.handle(new Request(url))).json()) as Bundle;
      resources.push(...(bundle.entry ?? []).flatMap(({ resource }) => resource ?? []));
      url = bundle.link?.find(({ relation }) => relation === 'next')?.url;
    }
  return resources;
}

function pending(): number {
  const queue = createSqliteQueue(stateFile, { now: Date.now });
  const count = queue.pending();
  void queue.close();
  return count;
}

function deadLetters(): string[] {
  const queue = createSqliteQueue(stateFile, { now: Date.now });
  const letters = queue.deadLetters().map(({ claim }) => claim ?? '');
  void queue.close();
  return letters.sort();
}

/** Judged here from the record as it was made; of what was written, all that a server does not add. */
function isRight(number: number, responses: readonly ClaimResponse[]): boolean {
  const [response] = responses;
  if (responses.length !== 1 || !response) return false;
  const { claim, evidence } = soakRecord(number);
  const read = readRequest(bundleOf(serverOf(number).baseUrl, [claim, ...evidence]));
  const [record] = read.ok ? read.request.records : [];
  const [judgement] = record ? adjudicate(record, { asOf: Date.parse(response.created), policies: [] }) : [];
  const { decision, units } = judgement?.assessment ?? {};
  const text = JSON.stringify(response.extension);
  return decision !== undefined && text.includes(`"${decision}"`) && response.disposition?.includes(String(units?.allowed)) === true;
}

function shuffled<T>(list: T[]): T[] {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
  return list;
}
