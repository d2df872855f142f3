/** `s9326 sweep`: judges all claims of a source, and can be stopped and begun again. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { SingleBar } from 'cli-progress';
import { BulkError } from '../bulk/bulk-error.ts';
import { KEPT_FILE } from '../bulk/merge.ts';
import { FhirServerError } from '../fhir-server/fhir-server.ts';
import { bringRecord } from '../sweep/from-server.ts';
import { hasRun } from '../sweep/parts.ts';
import { readServerAuth } from '../sweep/server-auth.ts';
import { SweepError, sweep } from '../sweep/sweep.ts';
import { fileErrorText, UsageError } from './problem.ts';
import { readSettings } from './settings.ts';

export interface SweepCommand {
  readonly source: string;
  readonly export?: string;
  readonly record?: string;
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
    const source = isServer(command.source) ? await bring(command, stopping.signal, progress.tell) : command.source;
    const outputs = await sweep({
      source,
      directory: command.out,
      options: { policies, timeZone, canonicalBase, ...(asOf === undefined ? {} : { asOf }) },
      threads: command.threads ?? Math.max(1, availableParallelism() - 1),
      now: () => now,
      signal: stopping.signal,
      onTotal: progress.begin,
      onDone: progress.advance,
      ...(command.memory === undefined ? {} : { memoryLimit: command.memory }),
    });
    progress.end();
    if (!outputs) return 130;
    const { summary, files } = outputs;
    const decisions = Object.entries(summary.byDecision).map(([decision, { claims }]) => `${claims} ${decision}`);
    process.stdout.write(`${summary.claims} claims judged as of ${summary.asOf}: ${decisions.join(', ') || 'none bills S9326'}\n`);
    if (summary.setAside > 0) process.stdout.write(`${summary.setAside} set aside, with the reasons in set-aside.ndjson\n`);
    process.stdout.write(`In ${command.out}: ${files.join(', ')}, claims/\n`);
    return summary.setAside > 0 || Object.keys(summary.byDecision).some((decision) => decision !== 'approved') ? 1 : 0;
  } catch (error) {
    progress.end();
    const text = fileErrorText(error);
    if (stopping.signal.aborted) return 130;
    if (error instanceof SweepError || error instanceof BulkError || error instanceof FhirServerError) throw new UsageError(error.message);
    if (text !== undefined) throw new UsageError(text);
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

const isServer = (source: string): boolean => /^https?:\/\//i.test(source);

/** The record of a FHIR server, brought to this machine: beside the answers, where the next sweep finds it and asks only for what is new. */
async function bring(command: SweepCommand, signal: AbortSignal, tell: (text: string) => void): Promise<string> {
  const { source, out, export: level = 'all', record = join(out, 'record') } = command;
  if (!/^(all|Patient|Group\/[A-Za-z0-9.-]{1,64})$/.test(level))
    throw new UsageError(`--export ${level}: must be all, Patient or Group/ID`);
  const read = readServerAuth(process.env);
  if (!read.ok) throw new UsageError(...read.problems);
  // A sweep that was begun goes on with the record that it began with.
  if (hasRun(out) && existsSync(join(record, KEPT_FILE))) return join(record, KEPT_FILE);
  const brought = await bringRecord({
    access: { baseUrl: source.replace(/\/+$/, ''), auth: read.auth },
    level: level === 'all' ? '' : level,
    directory: record,
    now: Date.now,
    signal,
    onProgress: tell,
  });
  if (brought.errors > 0) tell(`${brought.errors} resources could not be given by the server: what depends on them cannot be known.`);
  return brought.file;
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
