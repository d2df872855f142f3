/** What a notification leads to, put in a queue and worked on after it was acknowledged. Names no patient. */
export interface Job {
  /** Name of the source. */
  readonly source: string;
  /** Logical id of the Claim; absent: a notification said only that something changed, so look what did since the last look. */
  readonly claim?: string;
}

export interface JobQueue {
  /** Resolves once all of them are kept safe. */
  put(jobs: readonly Job[]): Promise<void>;
}

/** Works on one job. Rejects when it is to be tried again, or can never succeed: see JobFailure. */
export type Worker = (job: Job) => Promise<void>;

/** Why a job did not succeed. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
  /** False: goes to the dead letters at once. */
  readonly isTransient: boolean;
  readonly retryAfterMs: number | undefined;

  /** The message says what, and never of whom. */
  constructor(
    message: string,
    { isTransient, retryAfterMs, cause }: { isTransient: boolean; retryAfterMs?: number | undefined; cause?: unknown },
  ) {
    super(message, { cause });
    this.isTransient = isTransient;
    this.retryAfterMs = retryAfterMs;
  }
}
