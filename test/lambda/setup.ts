/** Once for all of `npm run test:lambda`: packages the service and builds the runtime client where it is missing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { whyNoRuntimeClient } from './support/runtime-client.ts';
import { packageAll } from './support/serverless.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of what `serverless package` made. */
    packaged: string;
    /** Empty: the runtime client is there. */
    whyNoRuntimeClient: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const reason = whyNoRuntimeClient();
  if (reason !== undefined) console.warn(`${reason} What runs the packaged zip is skipped.`);
  const packaged = await mkdtemp(join(tmpdir(), 's9326-package-'));
  await packageAll(packaged);
  project.provide('packaged', packaged);
  project.provide('whyNoRuntimeClient', reason ?? '');
  return () => rm(packaged, { recursive: true });
}
