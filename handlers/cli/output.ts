/** Where answers go: standard output, or a file. Waits for a slow reader, and stops without a word when the reader has gone. */
import { open, realpath } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { fileErrorText, UsageError } from './problem.ts';

export interface Output {
  /** False once nobody reads any more: there is no use in judging on. */
  readonly isOpen: boolean;
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A file is told by the option that names it. */
export async function openOutput(
  file: string | undefined,
  inputs: readonly string[],
  stdout: Writable,
  option = '--output',
): Promise<Output> {
  if (file === undefined) return outputTo(stdout, '<stdout>', false);
  await refuseOverwrite(file, inputs, option);
  try {
    const handle = await open(file, 'w');
    return outputTo(handle.createWriteStream(), file, true);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

function outputTo(stream: Writable, name: string, isOurs: boolean): Output {
  let failure: Error | undefined;
  let wake = (): void => {};
  stream.on('error', (error) => {
    failure = error;
    wake();
  });
  stream.on('drain', () => wake());
  const check = (): void => {
    if (failure && !('code' in failure && failure.code === 'EPIPE')) throw cannotWrite(name, failure);
  };
  return {
    get isOpen() {
      return failure === undefined;
    },
    async write(text) {
      if (failure === undefined && !stream.write(text)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      check();
    },
    async close() {
      if (failure === undefined && isOurs) await finished(stream.end()).catch(() => {});
      // Standard output is not ours to end; an empty write tells when all before it is gone.
      else if (failure === undefined) await new Promise<void>((resolve) => stream.write('', () => resolve()));
      check();
    },
  };
}

async function refuseOverwrite(file: string, inputs: readonly string[], option: string): Promise<void> {
  const real = (path: string) => realpath(path).catch(() => undefined);
  const target = await real(file);
  for (const input of inputs) {
    if (target !== undefined && target === (await real(input))) throw new UsageError(`${option} ${file}: would overwrite an input`);
  }
}

function cannotWrite(file: string, error: unknown): unknown {
  const text = fileErrorText(error);
  return text === undefined ? error : new UsageError(`${file}: ${text === 'there is no such file' ? 'there is no such folder' : text}`);
}
