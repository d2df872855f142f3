/**
 * `npm run soak:sweep`: 5,000 claims; two threads give the bytes of one, and a sweep that is killed (SIGKILL) at ten random points and begun again
 * gives them too; all answers are those known. Ends with exit code 1 when it is not so.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeDice } from '../count/dice.ts';
import { differences } from '../population/compare.ts';
import { writePopulation } from '../population/write.ts';

const { values } = parseArgs({
  options: {
    claims: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '10' },
  },
});
const directory = mkdtempSync(join(tmpdir(), 's9326-soak-sweep-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
const { source, answers, claims, administrations } = await writePopulation(directory, Number(values.claims), Number(values.seed));
console.log(`${claims} claims, ${administrations} administrations`);

/** Undefined when it was killed. */
async function run(out: string, threads: number, killAfterMs?: number): Promise<number | undefined> {
  const cli = join(import.meta.dirname, '../../handlers/cli/s9326.mjs');
  const wanted = ['sweep', '--source', source, '--out', out, '--as-of', '2026-01-01T00:00:00Z', '--threads', String(threads)];
  const child = spawn(process.execPath, [cli, ...wanted], { stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  if (killAfterMs === undefined) return (await ended) ?? undefined;
  const first = await Promise.race([ended, setTimeout(killAfterMs).then(() => 'killed' as const)]);
  if (first === 'killed') child.kill('SIGKILL');
  return (await ended) ?? undefined;
}

/** One hash over all files with their names, but for what a run keeps for itself. */
function hashOf(out: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' }).sort())
    if (statSync(join(out, name)).isFile())
      hash
        .update(name)
        .update('\0')
        .update(readFileSync(join(out, name)));
  return hash.digest('hex').slice(0, 16);
}

let failed = false;
function check(what: string, ok: boolean): void {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${what}`);
  failed ||= !ok;
}

const [one, two, killed] = ['one', 'two', 'killed'].map((name) => join(directory, name)) as [string, string, string];
const started = performance.now();
check('one thread ends', (await run(one, 1)) === 1);
const length = performance.now() - started;
const known = await differences(answers, one);
check(`the known answers${known.map((line) => `\n       ${line}`).join('')}`, known.length === 0);
check('two threads end', (await run(two, 2)) === 1);
check('two threads give the bytes of one', hashOf(two) === hashOf(one));
const dice = makeDice(Number(values.seed));
for (let kill = 1; kill <= Number(values.kills); kill += 1) {
  const after = dice.whole(300, Math.round(length));
  const code = await run(killed, dice.whole(1, 2), after);
  console.log(`       kill ${kill} after ${after} ms${code === undefined ? '' : ': it had ended'}`);
}
check('begun again it ends', (await run(killed, 2)) === 1);
check('and gives the bytes of one that was not killed', hashOf(killed) === hashOf(one));
process.exitCode = failed ? 1 : 0;
