/** A source → objects of whole patients for the sweep on AWS, where no machine holds all of it: `00000001.ndjson.gz`, a unit of work a line. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Work } from './judge-work.ts';
import { filesOf, withWork } from './sweep.ts';

export interface PartitionRun {
  readonly source: string;
  readonly directory: string;
  /** Units of work in an object, at most. */
  readonly size: number;
  readonly threads: number;
  readonly memoryLimit?: string;
}

/** What a function reads, judges and writes in well under its time and memory. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** How many objects were written. Rejects with a SweepError for what the caller can mend. */
export function partition({ source, directory, size, threads, memoryLimit }: PartitionRun): Promise<number> {
  const files = filesOf(source);
  mkdirSync(directory, { recursive: true });
  return withWork({ files, staging: join(directory, '.join'), threads, memoryLimit }, async ({ work }) => {
    let [objects, characters] = [0, 0];
    let lines: string[] = [];
    const flush = (): void => {
      objects += 1;
      writeFileSync(join(directory, `${String(objects).padStart(8, '0')}.ndjson.gz`), gzipSync(lines.join('')));
      [lines, characters] = [[], 0];
    };
    for await (const { parsed: _, ...one } of work()) {
      const line = `${JSON.stringify(one satisfies Work)}\n`;
      lines.push(line);
      characters += line.length;
      if (lines.length >= size || characters >= MOST_CHARACTERS) flush();
    }
    if (lines.length > 0) flush();
    return objects;
  });
}
