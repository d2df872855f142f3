/** A population as files: NDJSON by resource type, as a server exports it, and beside it the known answers. Whatever its size, little is held. */
import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type KnownAnswer, member, SHARED } from './population.ts';

export interface Population {
  /** The source of a sweep. */
  readonly source: string;
  /** NDJSON of the known answers. */
  readonly answers: string;
  readonly claims: number;
  readonly administrations: number;
}

/** Patients are added until there are as many claims as asked for, or one more. */
export async function writePopulation(directory: string, claims: number, seed: number): Promise<Population> {
  const source = join(directory, 'source');
  mkdirSync(source, { recursive: true });
  const streams = new Map<string, WriteStream>();
  const put = async (name: string, file: string, value: unknown): Promise<void> => {
    const stream = streams.get(name) ?? createWriteStream(file);
    streams.set(name, stream);
    if (!stream.write(`${JSON.stringify(value)}\n`)) await once(stream, 'drain');
  };
  const resource = (value: Record<string, unknown>) => put(String(value.resourceType), join(source, `${value.resourceType}.ndjson`), value);
  for (const each of SHARED) await resource(each);
  const answers = join(directory, 'answers.ndjson');
  let [known, administrations] = [0, 0];
  for (let n = 1; known < claims; n += 1) {
    const { resources, answers: own } = member(seed, n);
    for (const each of resources) {
      await resource(each);
      if (each.resourceType === 'MedicationAdministration') administrations += 1;
    }
    for (const each of own) await put('answers', answers, each satisfies KnownAnswer);
    known += own.length;
  }
  for (const stream of streams.values()) stream.end();
  await Promise.all([...streams.values()].map((stream) => finished(stream)));
  const population = { source, answers, claims: known, administrations };
  writeFileSync(join(directory, 'population.json'), JSON.stringify(population));
  return population;
}
