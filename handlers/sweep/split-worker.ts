/**
 * In a worker thread: a stretch of a file of NDJSON → the buckets of the patients that its lines name. Only bytes are moved; whose a line is, is told
 * where the bucket is read. A line that names two patients goes to both.
 */
import { appendFileSync, createReadStream } from 'node:fs';
import { threadId } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';
import { bucketOf, Claimants, mentionsIn, patientOf } from './patient-of.ts';

export interface Stretch {
  readonly file: string;
  /** Bytes [from, to), whole lines; of a `.gz`, all. */
  readonly from: number;
  readonly to: number;
  readonly directory: string;
  readonly buckets: number;
  /** Of Claimants. */
  readonly claimants: Uint8Array<SharedArrayBuffer>;
}

export default async function splitStretch({ file, from, to, directory, buckets, claimants }: Stretch): Promise<void> {
  const sink = new Sink(directory, buckets);
  const bytes = createReadStream(file, { start: from, end: to - 1, highWaterMark: BLOCK });
  const taken = new Claimants(claimants);
  for await (const lines of wholeLines(file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes)) splitLines(lines, taken, sink);
  sink.flush();
}

function splitLines(lines: Buffer, claimants: Claimants, sink: Sink): void {
  // A character for each byte, so that places in the text are places in the buffer.
  const text = lines.toString('latin1');
  let taken: number[] = [];
  let line = -1;
  for (const { start, end, id: mentioned } of mentionsIn(text)) {
    if (start !== line) [line, taken] = [start, []];
    const id = mentioned ?? ownId(lines, start, end);
    if (id === undefined || !claimants.mayHave(id)) continue;
    const bucket = bucketOf(id, sink.buckets);
    if (taken.includes(bucket)) continue;
    taken.push(bucket);
    sink.add(bucket, lines, start, end);
  }
}

function ownId(lines: Buffer, start: number, end: number): string | undefined {
  try {
    return patientOf(JSON.parse(lines.toString('utf8', start, end)));
  } catch {
    // Counted already, when all lines were checked.
    return undefined;
  }
}

/** What all buckets together hold before it is written. */
const HELD = 32 * 1024 * 1024;

class Sink {
  readonly buckets: number;
  readonly #directory: string;
  readonly #held: { buffer: Buffer; length: number }[] = [];
  readonly #size: number;

  constructor(directory: string, buckets: number) {
    this.#directory = directory;
    this.buckets = buckets;
    this.#size = Math.min(Math.floor(HELD / buckets), 256 * 1024);
  }

  add(bucket: number, lines: Buffer, start: number, end: number): void {
    this.#held[bucket] ??= { buffer: Buffer.allocUnsafeSlow(this.#size), length: 0 };
    const held = this.#held[bucket];
    const length = end - start;
    if (held.length + length > this.#size) {
      this.#write(bucket, held.buffer.subarray(0, held.length));
      held.length = 0;
    }
    if (length > this.#size) this.#write(bucket, lines.subarray(start, end));
    else held.length += lines.copy(held.buffer, held.length, start, end);
  }

  flush(): void {
    for (const [bucket, held] of this.#held.entries())
      if (held && held.length > 0) this.#write(bucket, held.buffer.subarray(0, held.length));
  }

  /** Each thread has files of its own, so that none waits for another. */
  #write(bucket: number, bytes: Buffer): void {
    appendFileSync(pieceOf(this.#directory, bucket, threadId), bytes);
  }
}

export const pieceOf = (directory: string, bucket: number, thread: number): string => `${directory}/${bucket}.${thread}.ndjson`;

const BLOCK = 4 * 1024 * 1024;
const LINE_FEED = 10;

/** Whole lines, some megabytes at a time; each ends with a line feed. */
async function* wholeLines(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let [length, wanted] = [0, BLOCK];
  for await (const chunk of stream) {
    held.push(chunk);
    length += chunk.length;
    if (length < wanted) continue;
    const bytes = Buffer.concat(held);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) yield bytes.subarray(0, end);
    held = [bytes.subarray(end)];
    length = bytes.length - end;
    // A line longer than that is looked for a few times only.
    wanted = Math.max(BLOCK, 2 * length);
  }
  const rest = Buffer.concat(held);
  if (rest.length > 0) yield rest.at(-1) === LINE_FEED ? rest : Buffer.concat([rest, Buffer.from([LINE_FEED])]);
}
