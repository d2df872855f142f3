/** A bucket (or what is below a prefix of one) as the source of a sweep: its objects are brought to this machine first, and then only what changed. */
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { isSource, SweepError } from './sweep.ts';

export interface BucketSource {
  readonly client: S3Client;
  /** `s3://bucket` or `s3://bucket/prefix`. */
  readonly url: string;
  /** Where the objects are kept from one sweep to the next. */
  readonly directory: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((text: string) => void) | undefined;
}

/** ETag by key: what is kept, and of which bucket. */
interface Kept {
  readonly url: string;
  readonly etags: Readonly<Record<string, string>>;
}

const KEPT = 'bucket.json';

export const isBucket = (source: string): boolean => source.startsWith('s3://');

/** The folder of a record that was brought before; undefined where there is none. */
export const keptObjects = (directory: string): string | undefined =>
  existsSync(join(directory, KEPT)) ? join(directory, 'objects') : undefined;

/** The folder for the sweep. Rejects with a SweepError for what the caller can mend, or with what `signal` was aborted for. */
export async function bringBucket({ client, url, directory, signal, onProgress }: BucketSource): Promise<string> {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(url) ?? [];
  if (bucket === undefined) throw new SweepError(`--source ${url}: a bucket is s3://NAME or s3://NAME/PREFIX`);
  try {
    const objects = await listed(client, bucket, prefix, signal);
    if (objects.size === 0) throw new SweepError(`${url} has no .json or .ndjson object, and no sheets`);
    return await keep({ client, url, directory, signal, onProgress }, bucket, objects);
  } catch (error) {
    if (signal?.aborted || error instanceof SweepError) throw error;
    // Its message may name keys; its name is that of S3's error code.
    throw new SweepError(`${url} could not be read (${error instanceof Error ? error.name : 'unknown'})`);
  }
}

async function listed(client: S3Client, bucket: string, prefix: string, signal?: AbortSignal): Promise<Map<string, string>> {
  const objects = new Map<string, string>();
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }, signal ? { abortSignal: signal } : {}))
    for (const { Key = '', ETag = '' } of page.Contents ?? []) if (isSource(Key)) objects.set(Key, ETag);
  return objects;
}

async function keep(
  { client, url, directory, signal, onProgress }: BucketSource,
  bucket: string,
  objects: ReadonlyMap<string, string>,
): Promise<string> {
  const manifest = join(directory, KEPT);
  const folder = join(directory, 'objects');
  const earlier = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as Kept) : undefined;
  if (earlier && earlier.url !== url) rmSync(folder, { recursive: true, force: true });
  const etags = new Map(earlier?.url === url ? Object.entries(earlier.etags) : []);
  const remember = (): void => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(`${manifest}.unfinished`, JSON.stringify({ url, etags: Object.fromEntries(etags) } satisfies Kept));
    renameSync(`${manifest}.unfinished`, manifest);
  };
  for (const key of etags.keys())
    if (!objects.has(key)) {
      rmSync(fileOf(folder, key), { force: true });
      etags.delete(key);
    }
  const wanted = [...objects].filter(([key, etag]) => etags.get(key) !== etag || !existsSync(fileOf(folder, key)));
  for (const [i, [key, etag]] of wanted.entries()) {
    onProgress?.(`Bringing object ${i + 1} of ${wanted.length}`);
    const file = fileOf(folder, key);
    mkdirSync(dirname(file), { recursive: true });
    // The one that was listed, and no other that has taken its place since.
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag }),
      signal ? { abortSignal: signal } : {},
    );
    await pipeline(Body as Readable, createWriteStream(`${file}.unfinished`), signal ? { signal } : {});
    renameSync(`${file}.unfinished`, file);
    etags.set(key, etag);
    // What was brought is not brought again after a stop.
    remember();
  }
  remember();
  return folder;
}

/** A key is any text; a file of its own for each, and none outside of the folder. */
const fileOf = (folder: string, key: string): string =>
  join(folder, ...key.split('/').map((part) => (/^\.*$/.test(part) ? `%${part}` : encodeURIComponent(part))));
