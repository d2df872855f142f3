import type { Advice } from '../advice.ts';
import type { Therapy } from '../therapy.ts';
import { sourceOf } from './source.ts';

/** Is it on record that other pain control failed or does not suit? */
export function alternativesDocumented({ alternatives, unreadDocuments }: Therapy): readonly Advice[] {
  if (alternatives.length > 0) return [];
  const about = { question: 'alternatives-documented', order: '', source: sourceOf('qualchoice-bi319') } as const;
  const what =
    'Name in the order (reason or note), or in a letter of medical necessity, which analgesics by mouth or skin were tried, and why they failed or do not suit. Orders of such analgesics that were stopped with a reason say it too.';
  return unreadDocuments.length > 0
    ? [
        {
          ...about,
          indicator: 'info',
          summary: 'Check that a document on record says why other pain control failed or does not suit',
          detail: `There are documents that could not be read here. If none of them says it: ${what.charAt(0).toLowerCase()}${what.slice(1)}`,
        },
      ]
    : [
        {
          ...about,
          indicator: 'warning',
          summary: 'Nothing on record says that other pain control failed or does not suit',
          detail: `Payers ask why the pain could not be controlled without a pump. ${what}`,
        },
      ];
}
