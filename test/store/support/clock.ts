/** A clock that stands still unless it is moved. */
export interface Clock {
  now(): number;
  move(ms: number): void;
}

export function createClock(start = Date.UTC(2025, 3, 1)): Clock {
  let at = start;
  return {
    now: () => at,
    move: (ms) => {
      at += ms;
    },
  };
}
