/** A bucket of this machine. */
import { gunzipSync } from 'node:zlib';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { onTestFinished } from 'vitest';

/** As the command finds them. */
export const ENVIRONMENT = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };

export interface Bucket {
  readonly client: S3Client;
  readonly endpoint: string;
  put(key: string, body: Uint8Array | string): Promise<void>;
  drop(key: string): Promise<void>;
  keys(prefix: string): Promise<readonly string[]>;
  /** The lines of all objects below the prefix, in the order of their names. */
  lines(prefix: string): Promise<readonly string[]>;
}

export async function startBucket(name: string): Promise<Bucket> {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  server.createBucket(name);
  const client = new S3Client({
    endpoint: server.address,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  onTestFinished(async () => {
    client.destroy();
    await server.stop();
  });
  const keys = async (Prefix: string): Promise<readonly string[]> => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: name, Prefix }));
    return Contents.flatMap(({ Key }) => Key ?? []).sort();
  };
  return {
    client,
    endpoint: server.address,
    put: async (Key, Body) => void (await client.send(new PutObjectCommand({ Bucket: name, Key, Body }))),
    drop: async (Key) => void (await client.send(new DeleteObjectCommand({ Bucket: name, Key }))),
    keys,
    async lines(prefix) {
      const all: string[] = [];
      for (const Key of await keys(prefix)) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key }));
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        all.push(...gunzipSync(bytes).toString().split('\n').filter(Boolean));
      }
      return all;
    },
  };
}
