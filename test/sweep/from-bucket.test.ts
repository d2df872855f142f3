import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { bringBucket } from '../../handlers/sweep/from-bucket.ts';
import { sweep } from '../../handlers/sweep/sweep.ts';
import { ENVIRONMENT, startBucket } from '../support/s3-bucket.ts';
import { exportedTo, folder } from './source.ts';

const filesBelow = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(directory, name)).isFile())
    .sort();

test('objects below the prefix are brought, then only those that changed; one that is gone is dropped', async () => {
  const { client, put, drop } = await startBucket('records');
  const directory = folder();
  const told: string[] = [];
  const bring = () => bringBucket({ client, url: 's3://records/night', directory, onProgress: (text) => told.push(text) });
  await put('night/Claim.ndjson', 'one\n');
  await put('night/Patient.ndjson', 'two\n');
  await put('night/deep/Coverage.ndjson', 'three\n');
  await put('night/_SUCCESS', '');
  await put('day/Claim.ndjson', 'other\n');
  const objects = await bring();
  expect(filesBelow(objects)).toEqual(['night/Claim.ndjson', 'night/Patient.ndjson', 'night/deep/Coverage.ndjson']);

  await put('night/Claim.ndjson', 'changed\n');
  await drop('night/Patient.ndjson');
  told.length = 0;
  await bring();
  expect(filesBelow(objects)).toEqual(['night/Claim.ndjson', 'night/deep/Coverage.ndjson']);
  expect(readFileSync(join(objects, 'night/Claim.ndjson'), 'utf8')).toBe('changed\n');
  expect(told).toEqual(['Bringing object 1 of 1']);
});

test('a key with dots for a path stays in the folder', async () => {
  const { client, put } = await startBucket('records');
  const directory = folder();
  await put('../../escaped.ndjson', 'x\n');
  const objects = await bringBucket({ client, url: 's3://records', directory });

  expect(filesBelow(objects)).toHaveLength(1);
  expect(existsSync(join(directory, '..', 'escaped.ndjson'))).toBe(false);
});

test.each([
  ['s3://', /a bucket is s3:\/\/NAME/],
  ['s3://records/nothing', /has no \.json or \.ndjson object/],
  ['s3://another', /could not be read \(NoSuchBucket\)/],
])('%s is refused', async (url, message) => {
  const { client } = await startBucket('records');
  await expect(bringBucket({ client, url, directory: folder() })).rejects.toThrow(message);
});

test('the command sweeps a bucket, and gives what a folder gives', async () => {
  const { endpoint, put } = await startBucket('records');
  const [source, out, expected] = [exportedTo(folder(), 5), folder(), folder()];
  for (const name of readdirSync(source)) await put(`a/${name}`, readFileSync(join(source, name)));
  const asOf = Date.UTC(2025, 3, 1);
  await sweep({ source, directory: expected, options: { policies: [], asOf }, threads: 1, now: () => asOf });
  rmSync(out, { recursive: true });
  const cli = join(import.meta.dirname, '../../handlers/cli/s9326.mjs');
  const wanted = ['sweep', '--source', 's3://records/a', '--out', out, '--as-of', '2025-04-01T00:00:00Z'];
  const env = { ...process.env, ...ENVIRONMENT, AWS_ENDPOINT_URL_S3: endpoint };
  const run = () =>
    promisify(execFile)(process.execPath, [cli, ...wanted], { env }).catch((error: { code: number; stdout: string }) => error);

  expect(await run()).toMatchObject({ stdout: expect.stringContaining('5 claims judged') });
  expect(readFileSync(join(out, 'claim-responses.ndjson'), 'utf8')).toBe(readFileSync(join(expected, 'claim-responses.ndjson'), 'utf8'));
  // Of the record that it began with, also when the bucket has changed since.
  await put('a/Claim.ndjson', '');
  expect(await run()).toMatchObject({ stdout: expect.stringContaining('5 claims judged') });
});
