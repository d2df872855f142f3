/** Where feedback is kept: an entry for each card of a service, the last word on it. Ids, outcomes and our own reasons; never what a person wrote. */
import { openSqlite } from '../store/open-sqlite.ts';

export interface ToldCard {
  /** UUID of the card, in lower case. */
  readonly card: string;
  readonly outcome: 'accepted' | 'overridden';
  /** A code of our `override-reason`. */
  readonly reason?: string;
  /** When it was taken so, as the caller wrote it. */
  readonly at: string;
}

export interface FeedbackStore {
  /** An EHR may tell the same card twice: the later call stands. Rejects when it could not be kept. */
  keep(service: string, told: readonly ToldCard[]): Promise<void> | void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS feedback (
    service TEXT NOT NULL,
    card TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (service, card)
  ) STRICT;
`;

export interface SqliteFeedback extends FeedbackStore {
  all(): readonly Record<string, unknown>[];
  close(): void;
}

/** In the state file of this machine, which the webhook uses too; `:memory:` is gone with the process. */
export function createSqliteFeedback(path: string): SqliteFeedback {
  const database = openSqlite(path, SCHEMA);
  const insert = database.prepare('INSERT OR REPLACE INTO feedback (service, card, outcome, reason, at) VALUES (?, ?, ?, ?, ?)');
  return {
    keep(service, told) {
      for (const { card, outcome, reason, at } of told) insert.run(service, card, outcome, reason ?? null, at);
    },
    all: () => database.prepare('SELECT * FROM feedback ORDER BY service, card').all(),
    close: () => database.close(),
  };
}
