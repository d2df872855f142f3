/** How long a job that failed for now waits until it is tried again, whichever queue it is in. */
import { JobFailure } from '../webhook/job.ts';

const FIRST_MS = 1000;
const LONGEST_MS = 60 * 60_000;
/** Below the twelve hours that SQS can hide a message for. */
const LONGEST_ASKED_MS = 11 * 60 * 60_000;

/** Doubles with each attempt, half of it by chance, so that those who failed together do not come back together; never before the time that was asked for. */
export function backOffMs(attempts: number, retryAfterMs = 0, random: () => number = Math.random): number {
  const step = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));
  return Math.min(LONGEST_ASKED_MS, Math.ceil(retryAfterMs + step * (0.5 + random() / 2)));
}

/** What a worker rejected with. Anything but a JobFailure is a bug or a loss of connection: tried again, and only its class is told, since its message may quote the record. */
export function failureOf(error: unknown): JobFailure {
  if (error instanceof JobFailure) return error;
  return new JobFailure(`Not processed: ${error instanceof Error ? error.constructor.name : 'thrown value'}.`, { isTransient: true });
}
