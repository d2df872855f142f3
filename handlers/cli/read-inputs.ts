/** Files and standard input → documents, one at a time and in order. What cannot be read is a document with a problem. */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { fileErrorText, type Problem } from './problem.ts';
import { type Document, isBlank, isWholeObject, readDocument } from './read-document.ts';
import { type Line, MAX_BYTES, readLines } from './read-lines.ts';

/** How standard input is asked for, and how it is called in a message. */
export const STDIN = '-';
const STDIN_NAME = '<stdin>';

/** A document, and how many bytes were read for it. */
export type Input = Document & { readonly bytes: number };

export async function* readInputs(files: readonly string[], stdin: AsyncIterable<Uint8Array>): AsyncGenerator<Input> {
  for (const file of files) {
    let none = true;
    try {
      for await (const input of file === STDIN ? readSniffed(stdin, STDIN_NAME) : readNamed(file)) {
        none = false;
        yield input;
      }
      if (none) yield refused({ file: nameOf(file), text: 'is empty' });
    } catch (error) {
      const text = fileErrorText(error);
      if (text === undefined) throw error;
      yield refused({ file: nameOf(file), text });
    }
  }
}

const nameOf = (file: string): string => (file === STDIN ? STDIN_NAME : file);

const refused = (problem: Problem): Input => ({ ok: false, problem, bytes: 0 });

/** The name says what a file holds; where it does not, the content does. */
function readNamed(file: string): AsyncGenerator<Input> {
  if (/\.(ndjson|jsonl)$/i.test(file)) return readNdjson(readLines(createReadStream(file)), file);
  return /\.json$/i.test(file) ? readJson(file) : readSniffed(createReadStream(file), file);
}

async function* readJson(file: string): AsyncGenerator<Input> {
  const { size } = await stat(file);
  const bytes = size > MAX_BYTES ? undefined : await readFile(file);
  const document = readDocument(bytes, { file });
  const several = !document.ok && document.problem.text.includes('nothing more after the end');
  yield { ...(several ? withHint(document) : document), bytes: size };
}

const withHint = (document: Document): Document =>
  document.ok
    ? document
    : { ok: false, problem: { ...document.problem, text: `${document.problem.text} (one resource a line? name the file .ndjson)` } };

async function* readNdjson(lines: AsyncIterable<Line>, file: string): AsyncGenerator<Input> {
  for await (const { number, bytes, length } of lines) {
    if (!isBlank(bytes)) yield { ...readDocument(bytes, { file, line: number }), bytes: length };
  }
}

/**
 * One document or one a line? The first line decides when it is a whole object. Else the lines are kept until two in a row are whole
 * objects, which no JSON document has, or until the end, where what is not one document is a broken one, or lines with a broken first.
 */
async function* readSniffed(chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Input> {
  const lines = readLines(chunks);
  const kept: Line[] = [];
  let whole = 0;
  let before = false;
  for await (const line of lines) {
    if (isBlank(line.bytes)) {
      kept.push(line);
      continue;
    }
    const first = kept.every(({ bytes }) => isBlank(bytes));
    const isWhole = isWholeObject(line.bytes);
    kept.push(line);
    if (isWhole && (first || before)) {
      yield* readNdjson(chain(kept, lines), file);
      return;
    }
    whole += isWhole ? 1 : 0;
    before = isWhole;
  }
  const length = kept.reduce((sum, line) => sum + line.length, 0);
  if (kept.every(({ bytes }) => isBlank(bytes))) return;
  const document = readDocument(joined(kept, length), { file });
  if (document.ok || whole === 0) yield { ...document, bytes: length };
  else yield* readNdjson(chain(kept), file);
}

function joined(lines: readonly Line[], length: number): Uint8Array | undefined {
  const all = lines.flatMap(({ bytes }) => bytes ?? []);
  if (length > MAX_BYTES || all.length < lines.length) return undefined;
  return Buffer.concat(all.flatMap((bytes) => [bytes, Buffer.from('\n')]));
}

async function* chain(kept: readonly Line[], rest: AsyncIterable<Line> | readonly Line[] = []): AsyncGenerator<Line> {
  yield* kept;
  yield* rest;
}
