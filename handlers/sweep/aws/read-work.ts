import { gunzipSync } from 'node:zlib';
import type { Work } from '../judge-work.ts';

/** An object of the work → its units. What cannot be read is work too, with its problem: it is set aside, and the rest goes on. */
export function worksOfObject(name: string, bytes: Uint8Array): readonly Work[] {
  const broken = (key: string, problem: string): Work => ({ key, texts: [], problem });
  let text: string;
  try {
    text = gunzipSync(bytes).toString();
  } catch {
    return [broken(name, 'The object is no gzip.')];
  }
  return text.split('\n').flatMap((line, i) => {
    if (line === '') return [];
    try {
      const work = JSON.parse(line) as Work;
      if (typeof work.key === 'string' && Array.isArray(work.texts)) return [work];
    } catch {
      // Told with the others.
    }
    return [broken(`${name}:${i + 1}`, 'The line is no unit of work: see s9326 partition.')];
  });
}
