/** When and how long to wait before asking again. */
import { FhirServerError } from './fhir-server.ts';

export interface RetryOptions {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** From 0 to below 1. */
  random(): number;
  /** The first one counts too. */
  readonly maxAttempts: number;
  /** For all attempts and the waits between them. */
  readonly deadlineMs: number;
}

/** Runs the attempt until it succeeds, fails for good, or the bounds are reached: then its last error is thrown. */
export type Retry = <T>(attempt: (deadline: number) => Promise<T>) => Promise<T>;

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;

const TRANSIENT = [408, 429, 500, 502, 503, 504];

export const isTransientStatus = (status: number): boolean => TRANSIENT.includes(status);

export function createRetry({ now, sleep, random, maxAttempts, deadlineMs }: RetryOptions): Retry {
  return async (attempt) => {
    const deadline = now() + deadlineMs;
    for (let count = 1; ; count += 1) {
      try {
        return await attempt(deadline);
      } catch (error) {
        if (!(error instanceof FhirServerError && error.isTransient) || count >= maxAttempts) throw error;
        // Full jitter, so that those who failed together do not come back together.
        const delay = (error.retryAfterMs ?? 0) + random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (count - 1));
        if (now() + delay >= deadline) throw error;
        await sleep(delay);
      }
    }
  };
}

/** Seconds or an HTTP date; undefined for anything else. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const instant = header.endsWith(' GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(instant) ? undefined : Math.max(0, instant - now);
}
