/** In a worker thread: judges a chunk and writes its part. Gives back only what the progress bar tells. */
import { judgeWork, type SweepOptions, type Work } from './judge-work.ts';
import { writePart } from './parts.ts';

export interface Chunk {
  readonly directory: string;
  readonly ordinal: number;
  readonly work: readonly Work[];
  readonly options: SweepOptions;
}

export interface ChunkDone {
  readonly claims: number;
  readonly findings: number;
  readonly setAside: number;
}

export default function judgeChunk({ directory, ordinal, work, options }: Chunk): ChunkDone {
  const done = work.map((each) => judgeWork(each, options));
  writePart(directory, ordinal, done);
  const answers = done.flatMap((each) => each.answers);
  return {
    claims: answers.length,
    findings: answers.reduce((sum, { findings }) => sum + findings.length, 0),
    setAside: done.reduce((sum, { setAside }) => sum + setAside.length, 0),
  };
}
