/** A small seeded generator of numbers (mulberry32): the same seed gives the same throws everywhere. */
export interface Dice {
  /** 0 up to, not including, 1. */
  readonly next: () => number;
  readonly chance: (probability: number) => boolean;
  /** A whole number from low to high, both included. */
  readonly whole: (low: number, high: number) => number;
  readonly pick: <T>(choices: readonly T[]) => T;
  /** Mostly exactly `edge`, one below or one above; at times far from it. Never below `least`. */
  readonly near: (edge: number, least?: number) => number;
  readonly shuffle: <T>(things: readonly T[]) => T[];
}

export function makeDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const chance = (probability: number) => next() < probability;
  const pick = <T>(choices: readonly T[]): T => choices[whole(0, choices.length - 1)] as T;
  const near = (edge: number, least = 0) => Math.max(least, chance(0.8) ? edge + pick([-1, 0, 0, 1, 1]) : whole(0, edge * 2));
  const shuffle = <T>(things: readonly T[]): T[] =>
    things
      .map((thing) => ({ thing, at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ thing }) => thing);
  return { next, chance, whole, pick, near, shuffle };
}
