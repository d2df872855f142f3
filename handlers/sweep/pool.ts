import { Piscina } from 'piscina';

/** Threads are begun as there is work for them: one that is ended while it still loads its modules has taken Node down with it. */
export const poolOf = (file: `./${string}.ts`, threads: number): Piscina =>
  new Piscina({
    filename: new URL(file, import.meta.url).href,
    maxThreads: threads,
    minThreads: 0,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });

const IDLE_MS = 60_000;
