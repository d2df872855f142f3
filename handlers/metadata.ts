/** Lambda entry of `GET /fhir/metadata` and of the definitions that it points to. */
import { requireConfig } from './http/config.ts';
import type { LambdaHandler } from './http/lambda-event.ts';
import { createMetadataHandler } from './http/metadata.ts';

export const handler: LambdaHandler = createMetadataHandler({
  config: requireConfig(process.env),
  // Not console.log, which Lambda prefixes: each line stays JSON.
  write: (line) => process.stdout.write(`${line}\n`),
});
