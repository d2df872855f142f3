/** The file on this machine that keeps what is to be done and what was answered. */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** How long a writer waits for another process's write, which takes a millisecond or so. */
const BUSY_MS = 10_000;

/** Opens the file for use by several processes at once, and makes it where there is none, for its owner only. `:memory:` is of this process alone. */
export function openSqlite(path: string, schema: string): DatabaseSync {
  // SQLite itself would make it readable to others; the files that it puts beside it take over its mode.
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  // FULL: what was acknowledged survives a loss of power, not only a killed process.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec(schema);
  return database;
}

/** All of it or nothing, and no other writer between its statements. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
