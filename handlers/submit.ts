/** Lambda entry of `POST /fhir/Claim/$submit` and `GET /health`. */
import { requireConfig } from './http/config.ts';
import { core } from './http/core.ts';
import { createLambdaHandler } from './http/lambda.ts';
import type { LambdaHandler } from './http/lambda-event.ts';
import { createMetrics } from './http/metrics.ts';

// Not console.log, which Lambda prefixes: each line stays JSON.
const write = (line: string): void => void process.stdout.write(`${line}\n`);

export const handler: LambdaHandler = createLambdaHandler({
  config: requireConfig(process.env),
  core,
  now: Date.now,
  write,
  metrics: createMetrics(write),
});
