/** How much one process takes on at once. Beyond it a caller is told to come again, rather than that all wait and memory grows. */
export interface Capacity {
  /** Undefined when there is no room; else what gives the room back, once. */
  enter(bytes: number): (() => void) | undefined;
}

export interface CapacityLimits {
  readonly maxRequests: number;
  /** Of all bodies together: each becomes several times its size while it is judged. */
  readonly maxBytes: number;
}

export function createCapacity({ maxRequests, maxBytes }: CapacityLimits): Capacity {
  let requests = 0;
  let held = 0;
  return {
    enter(bytes) {
      if (requests >= maxRequests || (requests > 0 && held + bytes > maxBytes)) return undefined;
      requests += 1;
      held += bytes;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        requests -= 1;
        held -= bytes;
      };
    },
  };
}

/**
 * Judging does not yield, so requests take turns: between two of them the process reads what else has arrived, and can say at once that
 * there is no room. Resolves when it is the caller's turn.
 */
export function createTurns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return last;
  };
}
