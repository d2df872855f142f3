/** A folder of Bundles: each is a record by itself, as with `s9326 validate`. */
import { readInputs } from '../cli/read-inputs.ts';
import type { Work } from './judge-work.ts';

/** What cannot be read comes as work too, with its problem, and is set aside. */
export async function* bundleWork(files: readonly string[]): AsyncGenerator<Work> {
  for await (const input of readInputs(files, noStdin())) {
    if (input.ok) yield { key: keyOf(input.place), texts: [JSON.stringify(input.json)] };
    else yield { key: keyOf(input.problem), texts: [], problem: input.problem.text };
  }
}

const keyOf = ({ file, line }: { readonly file?: string | undefined; readonly line?: number | undefined }): string =>
  line === undefined ? (file ?? '') : `${file}:${line}`;

async function* noStdin(): AsyncGenerator<Uint8Array> {}
