/** NDJSON of any size → buckets of whole patients on disk, each small enough to be read at once. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Claimants } from './patient-of.ts';
import { poolOf } from './pool.ts';
import type { Stretch } from './split-worker.ts';

const STRETCH = 64 * 1024 * 1024;

export interface Split {
  readonly files: readonly string[];
  readonly directory: string;
  readonly buckets: number;
  readonly claimants: Claimants;
  readonly threads: number;
  /** What a thread splits at a time. */
  readonly stretchBytes?: number;
}

export async function split({ files, directory, buckets, claimants, threads, stretchBytes = STRETCH }: Split): Promise<void> {
  const pool = poolOf('./split-worker.ts', threads);
  try {
    const stretches = files.flatMap((file) => stretchesOf(file, stretchBytes));
    await Promise.all(
      stretches.map(([file, from, to]) => pool.run({ file, from, to, directory, buckets, claimants: claimants.bits } satisfies Stretch)),
    );
  } finally {
    await pool.close();
  }
}

/** Each begins and ends with a line. */
function stretchesOf(file: string, stretch: number): readonly (readonly [file: string, from: number, to: number])[] {
  const { size } = statSync(file);
  if (size === 0) return [];
  if (file.endsWith('.gz') || size <= stretch) return [[file, 0, size]];
  const borders = [0];
  const handle = openSync(file, 'r');
  try {
    for (let from = stretch; from < size; ) {
      const border = lineAfter(handle, from);
      if (border === undefined || border >= size) break;
      borders.push(border);
      from = border + stretch;
    }
  } finally {
    closeSync(handle);
  }
  return borders.map((from, i) => [file, from, borders[i + 1] ?? size]);
}

/** Where the next line begins; undefined when there is none. */
function lineAfter(handle: number, from: number): number | undefined {
  const block = Buffer.alloc(1024 * 1024);
  for (let at = from; ; ) {
    const read = readSync(handle, block, 0, block.length, at);
    if (read === 0) return undefined;
    const found = block.subarray(0, read).indexOf('\n');
    if (found >= 0) return at + found + 1;
    at += read;
  }
}
