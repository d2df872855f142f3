/**
 * A Bulk Data export (HL7 Bulk Data Access 2.0): asked for with GET, waited for, its files fetched. What was begun goes on after a stop: the status
 * address, the manifest and the files that are there are kept in the folder of the export.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BulkError, LinksExpired } from './bulk-error.ts';
import type { BulkHttp } from './bulk-http.ts';
import { download } from './download.ts';
import { type BulkFile, type Manifest, readManifest } from './manifest.ts';

export interface ExportRequest {
  /** Base of the FHIR server, without a slash at the end. */
  readonly baseUrl: string;
  /** Where `$export` is asked for: `` for all, `Patient`, or `Group/id`. */
  readonly level: string;
  readonly types: readonly string[];
  readonly since?: string | undefined;
  /** Of this export alone. */
  readonly directory: string;
  /** In words, for whoever waits. */
  readonly onProgress?: ((text: string) => void) | undefined;
}

export interface Exported {
  readonly transactionTime: string;
  readonly files: readonly string[];
  readonly deleted: readonly string[];
  /** OperationOutcomes of what the server could not give, as NDJSON. */
  readonly errors: readonly string[];
}

const MOST_EXPORTS = 3;
const FIRST_POLL_MS = 1000;
const LONGEST_POLL_MS = 60_000;
const FHIR_JSON = 'application/fhir+json';

/** Rejects with a BulkError for what asking again does not mend. */
export async function exportAll(http: BulkHttp, request: ExportRequest): Promise<Exported> {
  for (let exports = 1; ; exports += 1) {
    try {
      return await exportOnce(http, request);
    } catch (error) {
      // A new export has new links; what was fetched by the old ones may be of another instant.
      if (!(error instanceof LinksExpired) || exports >= MOST_EXPORTS) throw error;
      request.onProgress?.('The links of the export are no longer good: asking for it anew.');
      rmSync(request.directory, { recursive: true, force: true });
    }
  }
}

async function exportOnce(http: BulkHttp, request: ExportRequest): Promise<Exported> {
  const { directory, onProgress } = request;
  mkdirSync(directory, { recursive: true });
  const [statusFile, manifestFile] = ['status.json', 'manifest.json'].map((name) => join(directory, name)) as [string, string];
  const status = (readKept(statusFile) as { url?: string } | undefined)?.url ?? (await begin(http, request));
  keep(statusFile, { url: status });
  const kept = readKept(manifestFile);
  const manifest = kept === undefined ? await waitFor(http, new URL(status), onProgress) : readManifest(kept);
  keep(manifestFile, manifest);
  const { transactionTime, requiresAccessToken, output, deleted, error } = manifest;
  const fetchAll = async (files: readonly BulkFile[], prefix: string): Promise<readonly string[]> => {
    const fetched: string[] = [];
    for (const [i, file] of files.entries()) {
      const name = join(directory, `${prefix}${String(i + 1).padStart(5, '0')}.${file.type}.ndjson`);
      onProgress?.(`Fetching ${file.type}, file ${i + 1} of ${files.length}`);
      await download(http, file, name, requiresAccessToken);
      fetched.push(name);
    }
    return fetched;
  };
  const exported: Exported = {
    transactionTime,
    files: await fetchAll(output, ''),
    deleted: await fetchAll(deleted, 'deleted-'),
    errors: await fetchAll(error, 'error-'),
  };
  // A courtesy: the server may then delete what it made. Whether it does is not ours.
  await http
    .ask(new URL(status), { what: 'DELETE export', method: 'DELETE', accept: FHIR_JSON, withToken: true })
    .then((response) => response.body?.cancel())
    .catch(() => undefined);
  return exported;
}

async function begin(http: BulkHttp, { baseUrl, level, types, since, onProgress }: ExportRequest): Promise<string> {
  const url = new URL(`${baseUrl}/${level === '' ? '' : `${level}/`}$export`);
  url.searchParams.set('_type', types.join(','));
  url.searchParams.set('_outputFormat', 'application/fhir+ndjson');
  if (since !== undefined) url.searchParams.set('_since', since);
  onProgress?.('Asking for an export');
  const response = await http.ask(url, { what: 'GET $export', accept: FHIR_JSON, headers: { prefer: 'respond-async' }, withToken: true });
  const status = response.headers.get('content-location');
  const reason = response.status === 202 ? '' : await codesOf(response);
  await response.body?.cancel().catch(() => undefined);
  if (response.status !== 202) throw new BulkError(`GET $export: ${response.status}${reason}`);
  if (status === null || !URL.canParse(status, url.href)) throw new BulkError('GET $export: the answer does not say where its status is');
  return new URL(status, url.href).href;
}

async function waitFor(http: BulkHttp, status: URL, onProgress: ExportRequest['onProgress']): Promise<Manifest> {
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(LONGEST_POLL_MS, pause * 2)) {
    const response = await http.ask(status, { what: 'GET export status', accept: 'application/json', withToken: true });
    if (response.status === 200) {
      const json: unknown = await response.json().catch(() => undefined);
      return readManifest(json);
    }
    if (response.status === 404 || response.status === 410) throw new LinksExpired(`GET export status: ${response.status}`);
    const reason = response.status === 202 ? '' : await codesOf(response);
    await response.body?.cancel().catch(() => undefined);
    if (response.status !== 202) throw new BulkError(`GET export status: ${response.status}${reason}`);
    onProgress?.(`The server is at it${progressOf(response)}`);
    await http.wait(http.retryAfter(response) ?? pause);
  }
}

/** Free text of the server's, of which only what a progress can be is shown. */
function progressOf({ headers }: Response): string {
  const text = headers.get('x-progress') ?? '';
  return /^[\w %./,()-]{1,100}$/.test(text) ? `: ${text}` : '';
}

/** Issue codes of an OperationOutcome: the texts may quote what is a patient's. */
async function codesOf(response: Response): Promise<string> {
  const json: unknown = await response.json().catch(() => undefined);
  const issues: unknown = Object(json).issue;
  const codes = (Array.isArray(issues) ? issues : []).flatMap((issue: unknown) => {
    const { code } = Object(issue) as { code?: unknown };
    return typeof code === 'string' && /^[a-z-]{1,40}$/.test(code) ? [code] : [];
  });
  return codes.length > 0 ? ` (${[...new Set(codes)].join(', ')})` : '';
}

const readKept = (file: string): unknown => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

function keep(file: string, value: unknown): void {
  writeFileSync(`${file}.unfinished`, JSON.stringify(value));
  renameSync(`${file}.unfinished`, file);
}
