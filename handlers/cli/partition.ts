/** `s9326 partition`: prepares a source for the sweep on AWS. */
import { availableParallelism } from 'node:os';
import { partition } from '../sweep/partition.ts';
import { SweepError } from '../sweep/sweep.ts';
import { fileErrorText, UsageError } from './problem.ts';

export interface PartitionCommand {
  readonly source: string;
  readonly out: string;
  readonly size: number;
  readonly memory?: string;
}

/** Throws a UsageError for what the caller can mend. */
export async function partitionCommand({ source, out, size, memory }: PartitionCommand): Promise<number> {
  try {
    const memoryLimit = memory === undefined ? {} : { memoryLimit: memory };
    const objects = await partition({ source, directory: out, size, threads: availableParallelism(), ...memoryLimit });
    process.stdout.write(`${objects} objects in ${out}\n`);
    return 0;
  } catch (error) {
    const text = error instanceof SweepError ? error.message : fileErrorText(error);
    if (text !== undefined) throw new UsageError(text);
    throw error;
  }
}
