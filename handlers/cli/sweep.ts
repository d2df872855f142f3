/** `s9326 sweep`: judges all claims of a source, and can be stopped and begun again. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SingleBar } from 'cli-progress';
import { BulkError } from '../bulk/bulk-error.ts';
import { KEPT_FILE } from '../bulk/merge.ts';
import { FhirServerError } from '../fhir-server/fhir-server.ts';
import { createHttpFhirServer } from '../fhir-server/http-fhir-server.ts';
import { bringBucket, isBucket, keptObjects } from '../sweep/from-bucket.ts';
import { bringBySearch } from '../sweep/from-search.ts';
import { bringRecord } from '../sweep/from-server.ts';
import { hasRun } from '../sweep/parts.ts';
import { readServerAuth } from '../sweep/server-auth.ts';
import { SweepError, sweep } from '../sweep/sweep.ts';
import { writeAnswersBack } from '../sweep/write-answers.ts';
import type { Outputs } from '../sweep/write-outputs.ts';
import type { ServerAccess } from '../webhook/source.ts';
import { fileErrorText, UsageError } from './problem.ts';
import { readSettings } from './settings.ts';

export interface SweepCommand {
  readonly source: string;
  readonly export?: string;
  readonly record?: string;
  readonly search?: boolean;
  readonly writeBack?: boolean;
  readonly out: string;
  readonly policy?: readonly string[];
  readonly asOf?: string;
  readonly timeZone?: string;
  readonly threads?: number;
  readonly memory?: string;
}

/** 0 nothing refused or pended, 1 some claim is or was set aside, 2 bad usage, 130 stopped. Throws a UsageError for bad usage. */
export async function sweepCommand(command: SweepCommand): Promise<number> {
  const { stderr } = process;
  const { policies, asOf, timeZone, canonicalBase, now } = await readSettings(
    {
      ...(command.policy ? { policy: command.policy } : {}),
      ...(command.asOf ? { asOf: command.asOf } : {}),
      ...(command.timeZone ? { timeZone: command.timeZone } : {}),
    },
    // That several do not choose among each other is what a sweep does with them.
    (line) => (line.includes('appliesTo') ? undefined : stderr.write(`${line}\n`)),
  );
  const stopping = new AbortController();
  const stop = () => {
    // The second one does not wait.
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
    stderr.write('\nStopping when what was begun is done; the same command goes on from there.\n');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const progress = await progressBar(stderr);
  try {
    const server = isServer(command.source) ? accessOf(command) : undefined;
    if (!server && (command.writeBack || command.search))
      throw new UsageError('--search and --write-back are for a source that is a FHIR server');
    const source = server
      ? await bring({ ...command, canonicalBase }, server, stopping.signal, progress.tell)
      : isBucket(command.source)
        ? await bringObjects(command, stopping.signal, progress.tell)
        : command.source;
    const outputs = await sweep({
      source,
      directory: command.out,
      options: { policies, timeZone, canonicalBase, ...(asOf === undefined ? {} : { asOf }) },
      threads: command.threads ?? Math.max(1, availableParallelism() - 1),
      now: () => now,
      signal: stopping.signal,
      ...(server && command.writeBack
        ? {
            afterwards: async (works, judging) => {
              const { written } = await writeAnswersBack(works, judging, createHttpFhirServer(server, { now: Date.now }), Date.now);
              progress.tell(`${written} answers are on the server.`);
            },
          }
        : {}),
      onTotal: progress.begin,
      onDone: progress.advance,
      ...(command.memory === undefined ? {} : { memoryLimit: command.memory }),
    });
    progress.end();
    if (!outputs) return 130;
    return tellOutputs(outputs, command.out);
  } catch (error) {
    progress.end();
    if (stopping.signal.aborted) return 130;
    throw asUsageError(error);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

const isServer = (source: string): boolean => /^https?:\/\//i.test(source);

/** What the caller can mend, in words; anything else as it is. */
export function asUsageError(error: unknown): unknown {
  if (error instanceof SweepError || error instanceof BulkError || error instanceof FhirServerError) return new UsageError(error.message);
  const text = fileErrorText(error);
  return text === undefined ? error : new UsageError(text);
}

/** Says what came out; with the exit code. */
export function tellOutputs({ summary, files }: Outputs, out: string): number {
  const decisions = Object.entries(summary.byDecision).map(([decision, { claims }]) => `${claims} ${decision}`);
  process.stdout.write(`${summary.claims} claims judged as of ${summary.asOf}: ${decisions.join(', ') || 'none bills S9326'}\n`);
  if (summary.setAside > 0) process.stdout.write(`${summary.setAside} set aside, with the reasons in set-aside.ndjson\n`);
  process.stdout.write(`In ${out}: ${files.join(', ')}, claims/\n`);
  return summary.setAside > 0 || Object.keys(summary.byDecision).some((decision) => decision !== 'approved') ? 1 : 0;
}

function accessOf({ source }: SweepCommand): ServerAccess {
  const read = readServerAuth(process.env);
  if (!read.ok) throw new UsageError(...read.problems);
  return { baseUrl: source.replace(/\/+$/, ''), auth: read.auth };
}

/** The record of a FHIR server, brought to this machine: beside the answers, where the next sweep finds it and asks only for what is new. */
async function bring(
  command: SweepCommand & { readonly canonicalBase?: string | undefined },
  access: ServerAccess,
  signal: AbortSignal,
  onProgress: (text: string) => void,
): Promise<string> {
  const { out, export: level = 'all', record: directory = join(out, 'record') } = command;
  if (!/^(all|Patient|Group\/[A-Za-z0-9.-]{1,64})$/.test(level))
    throw new UsageError(`--export ${level}: must be all, Patient or Group/ID`);
  // A sweep that was begun goes on with the record that it began with.
  if (hasRun(out) && existsSync(join(directory, KEPT_FILE))) return join(directory, KEPT_FILE);
  if (command.search) {
    const server = createHttpFhirServer(access, { now: Date.now });
    return bringBySearch({ server, directory, asOf: Date.now(), canonicalBase: command.canonicalBase, signal, onProgress });
  }
  const { file, errors } = await bringRecord({ access, level: level === 'all' ? '' : level, directory, now: Date.now, signal, onProgress });
  if (errors > 0) onProgress(`${errors} resources could not be given by the server: what depends on them cannot be known.`);
  return file;
}

/** The same of a bucket. Region, credentials and endpoint are those of the AWS SDK: environment, profile, role. */
async function bringObjects(
  { source, out, record: directory = join(out, 'record') }: SweepCommand,
  signal: AbortSignal,
  onProgress: (text: string) => void,
): Promise<string> {
  const kept = hasRun(out) ? keptObjects(directory) : undefined;
  if (kept !== undefined) return kept;
  const client = await s3Client();
  try {
    return await bringBucket({ client, url: source, directory, signal, onProgress });
  } finally {
    client.destroy();
  }
}

/** Other stores than AWS have one name for all their buckets. */
export async function s3Client(): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  return new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined });
}

interface Bar {
  begin(total: number | undefined, unreadable: number): void;
  advance(done: { readonly works: number; readonly claims: number; readonly findings: number }): void;
  end(): void;
  /** A line beside the bar. */
  tell(text: string): void;
}

async function progressBar(stream: NodeJS.WriteStream): Promise<Bar> {
  const { default: cliProgress } = await import('cli-progress');
  let bar: SingleBar | undefined;
  let [works, claims, findings] = [0, 0, 0];
  const started = performance.now();
  return {
    begin(total, unreadable) {
      if (unreadable > 0) stream.write(`${unreadable} lines of the source are no JSON and were passed over.\n`);
      if (!stream.isTTY) return;
      const format =
        total === undefined
          ? '{claims} claims, {findings} findings, {rate} records/s'
          : '{bar} {percentage}%  {claims} claims, {findings} findings, {rate} records/s, {eta_formatted} left';
      bar = new cliProgress.SingleBar({
        stream,
        format,
        barsize: 24,
        barCompleteChar: '█',
        barIncompleteChar: '·',
        clearOnComplete: true,
        hideCursor: false,
        gracefulExit: false,
      });
      bar.start(total ?? 0, 0, { claims, findings, rate: 0 });
    },
    advance(done) {
      works += done.works;
      claims += done.claims;
      findings += done.findings;
      const rate = Math.round(works / ((performance.now() - started) / 1000));
      bar?.update(works, { claims, findings, rate });
    },
    end: () => bar?.stop(),
    tell: (text) => void stream.write(`${text}\n`),
  };
}
