/** Which tokens were used: a token of CDS Hooks is for one call. */
export interface UsedTokens {
  /** True the first time, until then (milliseconds since the epoch). Undefined when there is no room to remember it: then it cannot be accepted. */
  use(id: string, until: number): Promise<boolean | undefined> | boolean | undefined;
}

/** Well above the calls that one process answers while a token lives. */
const DEFAULT_ROOM = 100_000;

/**
 * In the memory of this process, for `s9326 serve`. On Lambda, where several answer, a table stands in its place (dynamo-hooks.ts).
 */
export function createUsedTokens(now: () => number, room = DEFAULT_ROOM): UsedTokens {
  const ends = new Map<string, number>();
  return {
    use(id, until) {
      const end = ends.get(id);
      if (end !== undefined && end >= now()) return false;
      if (end === undefined && ends.size >= room) forgetEnded();
      if (end === undefined && ends.size >= room) return undefined;
      ends.set(id, until);
      return true;
    },
  };

  function forgetEnded(): void {
    for (const [id, end] of ends) if (end < now()) ends.delete(id);
  }
}
