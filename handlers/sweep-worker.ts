/** Lambda entry of the sweep's worker: judges a batch of objects of the work. */
import { S3Client } from '@aws-sdk/client-s3';
import { requireConfig } from './http/config.ts';
import { createSweepWorker } from './sweep/aws/judge-objects.ts';
import { connectSources } from './webhook/connect-sources.ts';
import { requireSources } from './webhook/read-sources.ts';
import { requireVariable } from './webhook/require-variable.ts';

export const handler = createSweepWorker({
  client: new S3Client({}),
  bucket: requireVariable(process.env, 'S9326_SWEEP_BUCKET'),
  canonicalBase: requireConfig(process.env).canonicalBase,
  sources: connectSources(requireSources(process.env), Date.now),
  now: Date.now,
});
