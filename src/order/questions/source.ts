import { SOURCES, type SourceId } from '../../policy/sources.ts';
import type { Advice } from '../advice.ts';

/** A source of the catalogue, as a card names it. */
export function sourceOf(id: SourceId): Advice['source'] {
  const { title, url }: { readonly title: string; readonly url?: string } = SOURCES[id];
  return { label: title, ...(url !== undefined && { url }) };
}
