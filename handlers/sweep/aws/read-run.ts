/** What stands of a run in its bucket. */
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { RowsOfPart } from '../rows-of.ts';
import { nameOf, type ObjectDone, runPrefix, WORK_PREFIX } from './sweep-event.ts';

export interface RunInBucket {
  /** Of the objects that were judged, in their order. */
  readonly names: readonly string[];
  /** Changes with each object that is judged. */
  readonly fingerprint: unknown;
  readDone(name: string): Promise<ObjectDone>;
  /** NDJSON of each kind of row. */
  readRows(name: string): Promise<readonly (readonly [kind: string, ndjson: Buffer])[]>;
  /** The object that was judged, as it stands. */
  readWork(name: string): Promise<Buffer>;
  /** Objects of the work that the run has not judged. */
  countMissing(): Promise<number>;
}

export interface OpenRun {
  readonly client: S3Client;
  readonly bucket: string;
  readonly run: string;
  readonly signal?: AbortSignal | undefined;
}

/** All that there is, so that none is forgotten. */
const KINDS: Readonly<Record<keyof RowsOfPart, true>> = {
  ...{ claims: true, lines: true, findings: true, 'payer-answers': true, 'what-if': true },
  ...{ 'claim-responses': true, 'set-aside': true, told: true },
};

export async function openRun({ client, bucket: Bucket, run, signal }: OpenRun): Promise<RunInBucket> {
  const aborting = signal ? { abortSignal: signal } : {};
  const list = async (Prefix: string): Promise<ReadonlyMap<string, string>> => {
    const etags = new Map<string, string>();
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix }, aborting))
      for (const { Key = '', ETag = '' } of Contents) etags.set(nameOf(Key.slice(Prefix.length)), ETag);
    return etags;
  };
  const read = async (Key: string): Promise<Buffer> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }), aborting);
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  const readKind = async (kind: string, name: string): Promise<Buffer> =>
    gunzipSync(await read(`${runPrefix(run)}${kind}/${name}.ndjson.gz`));

  const judged = await list(`${runPrefix(run)}done/`);
  return {
    names: [...judged.keys()].sort(),
    fingerprint: [...judged].sort(),
    readDone: async (name) => JSON.parse((await readKind('done', name)).toString()) as ObjectDone,
    readRows: (name) => Promise.all(Object.keys(KINDS).map(async (kind) => [kind, await readKind(kind, name)] as const)),
    readWork: (name) => read(`${WORK_PREFIX}${name}.ndjson.gz`),
    countMissing: async () => [...(await list(WORK_PREFIX)).keys()].filter((name) => !judged.has(name)).length,
  };
}
