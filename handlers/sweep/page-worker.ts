/** In a worker thread: draws the pages of claims that the worklist shows, by judging their records again. */
import { writeFileSync } from 'node:fs';
import { drawPages, type SweepOptions, type Work } from './judge-work.ts';

export interface PageTask {
  readonly work: Work;
  /** Files of each claim, by the claim as its row names it. */
  readonly files: ReadonlyMap<string, { readonly page: string; readonly appeal?: string }>;
  readonly options: SweepOptions;
}

export default function drawTask({ work, files, options }: PageTask): void {
  for (const { claim, page, appeal } of drawPages(work, options)) {
    const wanted = files.get(claim);
    if (wanted) writeFileSync(wanted.page, page);
    if (wanted?.appeal !== undefined && appeal !== undefined) writeFileSync(wanted.appeal, appeal);
  }
}
