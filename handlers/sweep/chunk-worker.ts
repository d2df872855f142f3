/** In a worker thread: judges a chunk and writes its part. Gives back only what the progress bar tells. */
import { type SentBatch, worksOf } from './batch.ts';
import { judgeWork, type SweepOptions } from './judge-work.ts';
import { writePart } from './parts.ts';
import type { PartDone } from './rows-of.ts';

export interface Chunk extends SentBatch {
  readonly directory: string;
  readonly ordinal: number;
  readonly options: SweepOptions;
}

export default async function judgeChunk({ directory, ordinal, options, ...batch }: Chunk): Promise<PartDone> {
  const works = await worksOf(batch);
  return writePart(
    directory,
    ordinal,
    works.map((each) => judgeWork(each, options)),
  );
}
