/** A process of its own that puts jobs in the file's queue and works on it: `path puts prefix jobMs leaseMs`. Prints the claim of each job that it begins. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createSqliteQueue } from '../../../handlers/store/sqlite-queue.ts';

const [path = '', puts = '0', prefix = '', jobMs = '0', leaseMs = '60000'] = process.argv.slice(2);
const queue = createSqliteQueue(path, { now: Date.now, leaseMs: Number(leaseMs), pollMs: 20 });
void queue.work(async ({ claim }) => {
  process.stdout.write(`${claim}\n`);
  await sleep(Number(jobMs));
});
for (let i = 0; i < Number(puts); i += 1) {
  await queue.put([{ source: 'clinic', claim: `${prefix}${i}` }]);
  // So that each lets the others write too.
  await sleep(1);
}
while (queue.pending() > 0) await sleep(20);
await queue.close();
