/**
 * Pages of what was judged, for `s9326 serve` on one machine: kept in memory, the last hundred answers, under addresses that cannot be
 * guessed. The address is the proof: a browser sends no key. It goes back to the caller in a Link header.
 */
import { randomBytes } from 'node:crypto';
import type { Judgement } from '../../src/index.ts';
import { claimsPage } from '../../src/present/page.ts';
import { PAGES_PATH } from './pages-path.ts';

export interface Pages {
  /** The path of the page of these judgements. */
  keep(judgements: readonly Judgement[]): string;
  /** HTML; undefined for a path that is not, or no longer, kept. */
  read(id: string): string | undefined;
}

const MOST_PAGES = 100;

export function keepPages(): Pages {
  const kept = new Map<string, readonly Judgement[]>();
  return {
    keep(judgements) {
      const id = randomBytes(18).toString('base64url');
      kept.set(id, judgements);
      const oldest = kept.size > MOST_PAGES ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      return `${PAGES_PATH}/${id}`;
    },
    read(id) {
      const judgements = kept.get(id);
      return judgements && claimsPage(judgements);
    },
  };
}
