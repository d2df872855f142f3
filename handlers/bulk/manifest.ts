/** The manifest of a finished export (Bulk Data Access 2.0, Complete Status), read with care. */
import { BulkError } from './bulk-error.ts';

export interface BulkFile {
  readonly type: string;
  readonly url: string;
  /** Resources in it, where the server says. */
  readonly count?: number;
}

export interface Manifest {
  /** As of when the data are, by the server's clock: the next `_since`. */
  readonly transactionTime: string;
  readonly requiresAccessToken: boolean;
  readonly output: readonly BulkFile[];
  /** Bundles that name what was deleted since. */
  readonly deleted: readonly BulkFile[];
  /** OperationOutcomes: `error` of version 2, `outcome` of later ones. */
  readonly error: readonly BulkFile[];
}

export function readManifest(json: unknown): Manifest {
  const { transactionTime, requiresAccessToken, output, deleted, error, outcome } = Object(json) as Record<string, unknown>;
  if (typeof transactionTime !== 'string' || Number.isNaN(Date.parse(transactionTime)))
    throw new BulkError('The manifest has no transactionTime, by which the next export would know what is new.');
  if (!Array.isArray(output)) throw new BulkError('The manifest has no output.');
  return {
    transactionTime,
    // What is not said is taken for the safe way of the standard: a token is needed.
    requiresAccessToken: requiresAccessToken !== false,
    output: readFiles(output, 'output'),
    deleted: readFiles(deleted, 'deleted'),
    error: [...readFiles(error, 'error'), ...readFiles(outcome, 'outcome')],
  };
}

function readFiles(list: unknown, name: string): readonly BulkFile[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new BulkError(`The manifest's ${name} is no list.`);
  return list.map((each: unknown, i) => {
    const { type, url, count } = Object(each) as Record<string, unknown>;
    if (typeof url !== 'string' || !URL.canParse(url)) throw new BulkError(`The manifest's ${name}[${i}] has no url.`);
    const isType = typeof type === 'string' && /^[A-Za-z]{1,60}$/.test(type);
    return { type: isType ? type : 'Resource', url, ...(typeof count === 'number' ? { count } : {}) };
  });
}
