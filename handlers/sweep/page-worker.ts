/** In a worker thread: draws the pages of claims that the worklist shows, by judging their records again. */
import { writeFileSync } from 'node:fs';
import { drawPages, type SweepOptions, type Work } from './judge-work.ts';

export interface PageTask {
  readonly work: Work;
  /** File of each claim's page, by the claim as its row names it. */
  readonly files: ReadonlyMap<string, string>;
  readonly options: SweepOptions;
}

export default function drawTask({ work, files, options }: PageTask): void {
  for (const { claim, page } of drawPages(work, options)) {
    const file = files.get(claim);
    if (file !== undefined) writeFileSync(file, page);
  }
}
