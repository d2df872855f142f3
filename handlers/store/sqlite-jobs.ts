/** The jobs of the local queue as rows of a SQLite file: waiting, taken for a while, or dead. Every step is one transaction, so a process may be killed between any two. */
import { randomUUID } from 'node:crypto';
import type { Job, JobFailure } from '../webhook/job.ts';
import { backOffMs } from './back-off.ts';
import { inTransaction, openSqlite } from './open-sqlite.ts';

/** A job that cannot succeed, or did not in all its attempts. Putting it again starts it anew; when it succeeds it is no dead letter any more. */
export interface DeadLetter extends Job {
  readonly reason: string;
  readonly attempts: number;
  /** When it was given up, in milliseconds of the epoch. */
  readonly at: number;
}

export interface TakenJob {
  readonly id: number;
  readonly job: Job;
  /** This one counts too. */
  readonly attempts: number;
  readonly holder: string;
}

export interface SqliteJobsOptions {
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  /** How long a job is taken for. When its process is killed it is taken again after that, so it has to be longer than any job takes. */
  readonly leaseMs: number;
  readonly maxAttempts: number;
}

export interface SqliteJobs {
  put(jobs: readonly Job[]): void;
  take(): TakenJob | undefined;
  done(taken: TakenJob): void;
  failed(taken: TakenJob, failure: JobFailure): void;
  deadLetters(): readonly DeadLetter[];
  /** How many wait or are worked on. */
  pending(): number;
  close(): void;
}

// `claim` is empty where a job names none: two NULLs would not be the same. `due`: of one that waits when its turn is, of one that is taken when its lease ends.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS job (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    claim TEXT NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    holder TEXT
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS waiting_job ON job (source, claim) WHERE holder IS NULL;
  CREATE INDEX IF NOT EXISTS taken_job ON job (source, claim) WHERE holder IS NOT NULL;
  CREATE INDEX IF NOT EXISTS due_job ON job (due);
  CREATE TABLE IF NOT EXISTS dead_letter (
    source TEXT NOT NULL,
    claim TEXT NOT NULL,
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (source, claim)
  ) STRICT;
`;

const LEASES_RAN_OUT = 'Taken as often as allowed, and never finished in time.';

export function openSqliteJobs(path: string, { now, random, leaseMs, maxAttempts }: SqliteJobsOptions): SqliteJobs {
  const database = openSqlite(path, SCHEMA);
  // What is asked for anew gets all its attempts, but no earlier turn: what it waits for may be a server that asked for it.
  const put = database.prepare(`
    INSERT INTO job (source, claim, due) VALUES (?, ?, ?)
    ON CONFLICT (source, claim) WHERE holder IS NULL DO UPDATE SET attempts = 0`);
  // Not while another of the same claim is worked on: two would only be in each other's way.
  const take = database.prepare(`
    UPDATE job SET holder = :holder, due = :now + :leaseMs, attempts = attempts + 1
    WHERE id = (
      SELECT id FROM job AS next WHERE due <= :now AND NOT EXISTS (
        SELECT 1 FROM job WHERE source = next.source AND claim = next.claim AND holder IS NOT NULL AND due > :now)
      ORDER BY due, id LIMIT 1)
    RETURNING id, source, claim, attempts`);
  const remove = database.prepare('DELETE FROM job WHERE id = :id AND holder = :holder RETURNING source, claim');
  const putBack = database.prepare('UPDATE job SET holder = NULL, due = :due WHERE id = :id AND holder = :holder');
  const delayTwin = database.prepare(
    'UPDATE job SET due = max(due, :due) WHERE source = :source AND claim = :claim AND holder IS NULL RETURNING id',
  );
  const bury = database.prepare('INSERT OR REPLACE INTO dead_letter (source, claim, reason, attempts, at) VALUES (?, ?, ?, ?, ?)');
  const unbury = database.prepare('DELETE FROM dead_letter WHERE source = ? AND claim = ?');
  const dead = database.prepare('SELECT source, claim, reason, attempts, at FROM dead_letter ORDER BY at, source, claim');
  const pending = database.prepare('SELECT count(*) AS jobs FROM job');

  function giveUp({ id, holder, attempts }: TakenJob, reason: string): void {
    const removed = remove.get({ id, holder });
    if (removed) bury.run(removed.source as string, removed.claim as string, reason, attempts, now());
  }

  function takeNext(): TakenJob | undefined {
    const holder = randomUUID();
    const row = take.get({ holder, now: now(), leaseMs });
    return row && { id: row.id as number, job: jobOf(row), attempts: row.attempts as number, holder };
  }

  return {
    put: (jobs) =>
      inTransaction(database, () => {
        for (const { source, claim = '' } of jobs) put.run(source, claim, now());
      }),
    take: () =>
      inTransaction(database, () => {
        let taken = takeNext();
        // Only one whose process was killed, or hung, every time comes so far.
        while (taken && taken.attempts > maxAttempts) {
          giveUp({ ...taken, attempts: maxAttempts }, LEASES_RAN_OUT);
          taken = takeNext();
        }
        return taken;
      }),
    done: ({ id, holder }) =>
      inTransaction(database, () => {
        const removed = remove.get({ id, holder });
        if (removed) unbury.run(removed.source as string, removed.claim as string);
      }),
    failed: (taken, { message, isTransient, retryAfterMs }) =>
      inTransaction(database, () => {
        const { id, job, attempts, holder } = taken;
        if (!isTransient || attempts >= maxAttempts) return giveUp(taken, message);
        const due = now() + backOffMs(attempts, retryAfterMs, random);
        // Put again meanwhile: that one stands for both.
        if (delayTwin.get({ due, source: job.source, claim: job.claim ?? '' })) remove.get({ id, holder });
        else putBack.run({ due, id, holder });
      }),
    deadLetters: () =>
      dead.all().map((row) => ({ ...jobOf(row), reason: row.reason as string, attempts: row.attempts as number, at: row.at as number })),
    pending: () => pending.get()?.jobs as number,
    close: () => database.close(),
  };
}

const jobOf = ({ source, claim }: Readonly<Record<string, unknown>>): Job =>
  claim === '' ? { source: source as string } : { source: source as string, claim: claim as string };
