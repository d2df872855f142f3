/** Bytes in chunks → bytes in lines, one at a time: a year of claims need not fit the memory. */

/** A string of V8 holds a little over 536 million characters; nothing that is longer could be parsed. */
export const MAX_BYTES = 500_000_000;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Absent: the line is longer than MAX_BYTES. */
  readonly bytes?: Uint8Array;
  /** With its line break. */
  readonly length: number;
}

const NEWLINE = 0x0a;

export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let pending: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  const take = (end: Uint8Array, withBreak: number): Line => {
    if (length + end.length <= MAX_BYTES) pending.push(end);
    length += end.length;
    const line = { number, length: length + withBreak, ...(length <= MAX_BYTES ? { bytes: Buffer.concat(pending) } : {}) };
    pending = [];
    length = 0;
    number += 1;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      yield take(chunk.subarray(from, at), 1);
      from = at + 1;
    }
    const rest = chunk.subarray(from);
    length += rest.length;
    // Past the limit only the length is kept: the line is refused when its end is found.
    if (length <= MAX_BYTES) pending.push(rest);
    else pending = [];
  }
  if (length > 0) yield take(new Uint8Array(), 0);
}
