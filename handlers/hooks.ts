/** Lambda entry of CDS Hooks: discovery, the services and their feedback. */
import { requireCdsConfig } from './cds/clients.ts';
import { createHooksHandler } from './cds/lambda.ts';
import { requireConfig } from './http/config.ts';
import type { LambdaHandler } from './http/lambda-event.ts';

export const handler: LambdaHandler = createHooksHandler({
  config: requireConfig(process.env),
  cds: requireCdsConfig(process.env),
  now: Date.now,
  // Not console.log, which Lambda prefixes: each line stays JSON.
  write: (line) => process.stdout.write(`${line}\n`),
});
