/** The words of an attachment that holds plain text itself. What it only points to, and any other format, stays unread. */
import type { Attachment } from '@medplum/fhirtypes';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** More than a long letter; who sends a book gets its beginning read. */
const MOST_CHARACTERS = 200_000;

const known = new WeakMap<Attachment, string>();

/** Undefined where there is no text that could be read here. */
export function attachedText(attachment: Attachment): string | undefined {
  const { contentType, data } = attachment;
  if (data === undefined || !/^text\/plain\b/i.test(contentType ?? '')) return undefined;
  const text = known.get(attachment) ?? decode(data.slice(0, MOST_CHARACTERS));
  known.set(attachment, text);
  return text;
}

/** Base64 → text. Bytes that are no UTF-8 are taken one by one. */
function decode(data: string): string {
  const bytes = bytesOf(data);
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return bytes.map((byte) => String.fromCharCode(byte)).join('');
  }
}

function bytesOf(data: string): number[] {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const letter of data) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return bytes;
}
