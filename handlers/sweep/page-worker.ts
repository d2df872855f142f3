/** In a worker thread: draws the pages of claims that the worklist shows, by judging their records again. */
import { writeFileSync } from 'node:fs';
import { type SentBatch, worksOf } from './batch.ts';
import { drawPages, type SweepOptions } from './judge-work.ts';

/** Files of each claim, by its work and by the claim as its row names it. */
export type PageFiles = ReadonlyMap<string, ReadonlyMap<string, { readonly page: string; readonly appeal?: string }>>;

export interface PageTask extends SentBatch {
  readonly files: PageFiles;
  readonly options: SweepOptions;
}

export default async function drawTask({ files, options, ...batch }: PageTask): Promise<void> {
  for (const work of await worksOf(batch)) {
    const ofWork = files.get(work.key);
    if (!ofWork) continue;
    for (const { claim, page, appeal } of drawPages(work, options)) {
      const wanted = ofWork.get(claim);
      if (wanted) writeFileSync(wanted.page, page);
      if (wanted?.appeal !== undefined && appeal !== undefined) writeFileSync(wanted.appeal, appeal);
    }
  }
}
