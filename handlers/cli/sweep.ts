/** `s9326 sweep`: judges all claims of a source, and can be stopped and begun again. */
import { availableParallelism } from 'node:os';
import type { SingleBar } from 'cli-progress';
import { SweepError, sweep } from '../sweep/sweep.ts';
import { fileErrorText, UsageError } from './problem.ts';
import { readSettings } from './settings.ts';

export interface SweepCommand {
  readonly source: string;
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
    const outputs = await sweep({
      source: command.source,
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
    if (error instanceof SweepError) throw new UsageError(error.message);
    if (text !== undefined) throw new UsageError(text);
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

interface Bar {
  begin(total: number | undefined, unreadable: number): void;
  advance(done: { readonly works: number; readonly claims: number; readonly findings: number }): void;
  end(): void;
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
  };
}
