/** A FHIR server as the source of a sweep: its record is brought to this machine first, in whole and then only what is new. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBulkHttp } from '../bulk/bulk-http.ts';
import { exportAll } from '../bulk/export.ts';
import { KEPT_FILE, mergeExport } from '../bulk/merge.ts';
import { parseBase } from '../fhir-server/below-base.ts';
import { ADMINISTRATIONS, OBSERVATIONS, OF_ANY_DATE } from '../fhir-server/evidence-types.ts';
import { createExchange } from '../fhir-server/exchange.ts';
import { createTokens } from '../fhir-server/tokens.ts';
import type { ServerAccess } from '../webhook/source.ts';

export interface ServerSource {
  readonly access: ServerAccess;
  /** `` for all, `Patient`, or `Group/id`. */
  readonly level: string;
  /** Where the record is kept from one sweep to the next. */
  readonly directory: string;
  now(): number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (text: string) => void;
}

export interface Brought {
  /** NDJSON of the whole record, for the sweep. */
  readonly file: string;
  /** Resources that the server said it could not give. */
  readonly errors: number;
}

/** Kept beside the record, so that one is not taken for another server's. */
interface SourceState {
  readonly baseUrl: string;
  readonly level: string;
  readonly transactionTime: string;
}

const TYPES = [
  'Patient',
  ...OF_ANY_DATE.map(({ type }) => type),
  ADMINISTRATIONS.type,
  OBSERVATIONS.type,
  'Organization',
  'Location',
  'Medication',
  'Device',
];

/** Rejects with a BulkError, with what `signal` was aborted for, or with a FhirServerError where there is no token. */
export async function bringRecord(source: ServerSource): Promise<Brought> {
  const { access, level, directory, now, signal, onProgress, fetch = globalThis.fetch, sleep = wait } = source;
  const base = parseBase(access.baseUrl);
  const tokens = createTokens(base, access.auth, createExchange({ fetch, now, timeoutMs: 30_000, maxBodyBytes: 1_048_576 }), now);
  const http = createBulkHttp({ base, tokens, fetch, now, sleep, signal });
  const stateFile = join(directory, 'source-state.json');
  const state = existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as SourceState) : undefined;
  const isSame = state?.baseUrl === access.baseUrl && state.level === level;
  const since = isSame ? state.transactionTime : undefined;
  if (state && !isSame) rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const exporting = join(directory, 'export');
  const exported = await exportAll(http, { baseUrl: access.baseUrl, level, types: TYPES, since, directory: exporting, onProgress });
  onProgress?.('Putting the record together');
  await mergeExport(directory, exported);
  const errors = exported.errors.reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').filter(Boolean).length, 0);
  // Only now: an export that was cut short is gone on with, from the same instant.
  const next: SourceState = { baseUrl: access.baseUrl, level, transactionTime: exported.transactionTime };
  writeFileSync(`${stateFile}.unfinished`, `${JSON.stringify(next)}\n`);
  renameSync(`${stateFile}.unfinished`, stateFile);
  rmSync(exporting, { recursive: true, force: true });
  return { file: join(directory, KEPT_FILE), errors };
}

const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
