/** Which JSON is spoken (FHIR R4 http.html, content types): `application/fhir+json`, and the generic types for those who ask for them. */
import { ContentType } from '@medplum/core';

const OFFERED: ReadonlyMap<string, string> = new Map([
  ['*/*', ContentType.FHIR_JSON],
  ['application/*', ContentType.FHIR_JSON],
  [ContentType.FHIR_JSON, ContentType.FHIR_JSON],
  [ContentType.JSON, ContentType.JSON],
]);

/** Names that `_format` has besides the types (FHIR R4 http.html, "mime-type"). */
const FORMATS: ReadonlyMap<string, string> = new Map([
  ['json', ContentType.FHIR_JSON],
  ['text/json', ContentType.FHIR_JSON],
]);

/** The content type of the answer; undefined for 406. `_format` goes before Accept, which some clients cannot set. */
export function answerType(accept: string | undefined, format: string | undefined): string | undefined {
  // A plus sign that was not escaped arrives as a blank.
  if (format !== undefined) return FORMATS.get(format) ?? OFFERED.get(format.replace(' ', '+'));
  const ranges = (accept ?? '*/*').split(',').map(readRange);
  const best = ranges.filter(({ type, quality }) => quality > 0 && OFFERED.has(type)).sort((a, b) => b.quality - a.quality)[0];
  return best && OFFERED.get(best.type);
}

function readRange(range: string): { type: string; quality: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
}

/** True for FHIR JSON and JSON in UTF-8, not compressed. */
export function isReadable(contentType: string | undefined, contentEncoding: string | undefined): boolean {
  const [type, ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  const isJson = type === ContentType.FHIR_JSON || type === ContentType.JSON;
  return isJson && (charset ?? 'utf-8') === 'utf-8' && (contentEncoding ?? 'identity').trim().toLowerCase() === 'identity';
}
