/** Lambda entry of `POST /fhir/Claim/$submit` and `GET /health`. */
import { requireConfig } from './http/config.ts';
import { core } from './http/core.ts';
import { createLambdaHandler, type LambdaHandler } from './http/lambda.ts';

export const handler: LambdaHandler = createLambdaHandler({
  config: requireConfig(process.env),
  core,
  now: Date.now,
  // Not console.log, which Lambda prefixes: each line stays JSON.
  write: (line) => process.stdout.write(`${line}\n`),
});
