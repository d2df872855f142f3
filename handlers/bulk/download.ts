/** One file of an export → NDJSON on disk, written beside and renamed, so that it is there in whole or not at all. */
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BulkError, LinksExpired } from './bulk-error.ts';
import type { BulkHttp } from './bulk-http.ts';
import type { BulkFile } from './manifest.ts';

const GONE: ReadonlySet<number> = new Set([401, 403, 404, 410]);
const MOST_ATTEMPTS = 4;

/** What is there already is not fetched again. Rejects with LinksExpired when its link is no longer good. */
export async function download(http: BulkHttp, { url, type, count }: BulkFile, file: string, withToken: boolean): Promise<void> {
  if (existsSync(file)) return;
  const what = `GET ${type} file`;
  for (let attempt = 1; ; attempt += 1) {
    const response = await http.ask(new URL(url), { what, accept: 'application/fhir+ndjson', withToken });
    if (!response.ok) await response.body?.cancel();
    if (GONE.has(response.status)) throw new LinksExpired(`${what}: ${response.status}, its link is no longer good`);
    if (!response.ok) throw new BulkError(`${what}: ${response.status}`);
    const lines = await write(response, `${file}.unfinished`).catch(() => undefined);
    if (lines !== undefined && (count === undefined || lines === count)) {
      renameSync(`${file}.unfinished`, file);
      return;
    }
    const problem = lines === undefined ? 'ended in the middle' : `has ${lines} resources in place of ${count}`;
    if (attempt >= MOST_ATTEMPTS) throw new BulkError(`${what}: ${problem}, ${attempt} times`);
    await http.wait(1000 * attempt);
  }
}

/** How many lines there were. fetch unpacks what HTTP packed; a file that is packed itself begins with gzip's own two bytes. */
async function write(response: Response, file: string): Promise<number> {
  const raw = `${file}.raw`;
  await pipeline(response.body ? Readable.fromWeb(response.body as never) : Readable.from([]), createWriteStream(raw));
  const lines = new LineCount();
  const packed = createReadStream(raw);
  await pipeline((await isGzip(raw)) ? packed.pipe(createGunzip()) : packed, lines, createWriteStream(file));
  rmSync(raw);
  return lines.total;
}

async function isGzip(file: string): Promise<boolean> {
  for await (const chunk of createReadStream(file, { end: 1 })) return (chunk as Buffer)[0] === 0x1f && (chunk as Buffer)[1] === 0x8b;
  return false;
}

/** Passes bytes on, and counts lines that are not empty. */
class LineCount extends Transform {
  total = 0;
  #isInLine = false;

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    for (const byte of chunk) {
      if (byte === 0x0a) this.#isInLine = false;
      else if (!this.#isInLine && byte !== 0x0d && byte !== 0x20) {
        this.#isInLine = true;
        this.total += 1;
      }
    }
    done(null, chunk);
  }
}
