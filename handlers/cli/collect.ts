/** `s9326 collect`: fetches what a sweep on AWS found. */
import { availableParallelism } from 'node:os';
import { RULE_SET } from '../../src/rules/index.ts';
import { collectRun } from '../sweep/aws/collect-run.ts';
import { SweepError } from '../sweep/sweep.ts';
import { UsageError } from './problem.ts';
import { asUsageError, s3Client, tellOutputs } from './sweep.ts';

export interface CollectCommand {
  readonly run: string;
  readonly out: string;
  readonly threads?: number;
}

/** As of a sweep: 0 nothing refused or pended, 1 some claim is or was set aside, 130 stopped. Throws a UsageError for bad usage. */
export async function collectCommand({ run: url, out, threads }: CollectCommand): Promise<number> {
  const { stderr } = process;
  const [, bucket, run] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/runs\/([^/]+)\/?$/.exec(url) ?? [];
  if (bucket === undefined || run === undefined) throw new UsageError(`--run ${url}: a run is s3://BUCKET/runs/NAME`);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const client = await s3Client();
  try {
    const { missing, otherRuleSet, ...outputs } = await collectRun({
      client,
      bucket,
      run,
      directory: out,
      threads: threads ?? Math.max(1, availableParallelism() - 1),
      signal: stopping.signal,
      ...(stderr.isTTY
        ? { onProgress: (done, total) => void stderr.write(`\rFetched ${done} of ${total}${done === total ? '\n' : ''}`) }
        : {}),
    });
    if (missing > 0) stderr.write(`${missing} objects of the work are not judged: the run is under way, was stopped, or they failed.\n`);
    if (otherRuleSet !== undefined)
      stderr.write(
        `warning: it was judged by rules ${otherRuleSet}, and these are ${RULE_SET}: a page may say something else than its row.\n`,
      );
    return tellOutputs(outputs, out);
  } catch (error) {
    if (stopping.signal.aborted) return 130;
    throw s3Error(error, url) ?? asUsageError(error);
  } finally {
    client.destroy();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** Its message may name keys; its name is that of S3's error code. */
function s3Error(error: unknown, url: string): UsageError | undefined {
  const isOfS3 =
    error instanceof Error && !(error instanceof SweepError) && ('$metadata' in error || error.name === 'CredentialsProviderError');
  return isOfS3 ? new UsageError(`${url} could not be read (${error.name})`) : undefined;
}
