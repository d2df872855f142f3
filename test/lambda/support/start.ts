/** A function of the package, started for one test file or one test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { API_KEY_SHA256 } from '../../handlers/support/event.ts';
import { type Lambda, startLambda } from './lambda.ts';
import { unpack } from './package.ts';

/** For `describe.skipIf`: why is printed once, by setup.ts. */
export const HAS_NO_CLIENT = inject('whyNoRuntimeClient') !== '';

const WITH_KEY = { S9326_API_KEY_SHA256: API_KEY_SHA256 };

/** Of serverless.yml, by its name there; with the key of the tests, unless other variables are given. */
export async function startPackaged(name: string, variables: Readonly<Record<string, string>> = WITH_KEY): Promise<Lambda> {
  const directory = await mkdtemp(join(tmpdir(), `s9326-${name}-`));
  const lambda = await startLambda(await unpack(inject('packaged'), name, directory), variables);
  return {
    ...lambda,
    async stop() {
      await lambda.stop();
      await rm(directory, { recursive: true });
    },
  };
}
