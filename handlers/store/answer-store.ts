/** What was answered already, so that duplicate, reordered and concurrent notifications of one version of a Claim end in one answer. */
export interface AnswerStore {
  /**
   * Takes the key for `leaseMs`. `begun`: the caller alone may work on it now. `busy`: somebody else is at it, and their lease has not
   * run out. `done`: it was finished before.
   */
  begin(key: string, owner: string, leaseMs: number): Promise<'begun' | 'busy' | 'done'>;
  /** Marks what the owner began as done, for good. Does nothing when somebody else holds the key by now. */
  finish(key: string, owner: string): Promise<void>;
  /** Gives back what the owner began, so that the next may begin at once. */
  release(key: string, owner: string): Promise<void>;
  /** Until when a source's changes were looked at: an instant as the server wrote it. */
  watermark(source: string): Promise<string | undefined>;
  setWatermark(source: string, instant: string): Promise<void>;
}
