/** The AnswerStore of a single machine, in a SQLite file; several processes may share it, and the queue may be in the same file. */
import type { AnswerStore } from './answer-store.ts';
import { openSqlite } from './open-sqlite.ts';

export interface SqliteStore extends AnswerStore {
  close(): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY,
    holder TEXT,
    lease_until INTEGER,  -- absent once it is done
    done_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS watermark (source TEXT PRIMARY KEY, instant TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** `path` may be `:memory:`. */
export function createSqliteStore(path: string, { now }: { now(): number }): SqliteStore {
  const database = openSqlite(path, SCHEMA);
  // Its holder may take it again: a call may be repeated because its answer was lost.
  const begin = database.prepare(`
    INSERT INTO answer (key, holder, lease_until) VALUES (:key, :holder, :now + :leaseMs)
    ON CONFLICT (key) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
      WHERE lease_until <= :now OR holder = excluded.holder`);
  const isDone = database.prepare('SELECT 1 FROM answer WHERE key = ? AND done_at IS NOT NULL');
  const finish = database.prepare('UPDATE answer SET done_at = ?, holder = NULL, lease_until = NULL WHERE key = ? AND holder = ?');
  const release = database.prepare('DELETE FROM answer WHERE key = ? AND holder = ?');
  const watermark = database.prepare('SELECT instant FROM watermark WHERE source = ?');
  const setWatermark = database.prepare('INSERT OR REPLACE INTO watermark (source, instant) VALUES (?, ?)');
  return {
    async begin(key, holder, leaseMs) {
      const { changes } = begin.run({ key, holder, leaseMs, now: now() });
      if (changes === 1) return 'begun';
      return isDone.get(key) ? 'done' : 'busy';
    },
    async finish(key, owner) {
      finish.run(now(), key, owner);
    },
    async release(key, owner) {
      release.run(key, owner);
    },
    async watermark(source) {
      return watermark.get(source)?.instant as string | undefined;
    },
    async setWatermark(source, instant) {
      setWatermark.run(source, instant);
    },
    close: () => database.close(),
  };
}
