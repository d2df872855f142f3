/** Lambda entry of the page that an EHR launches (SMART App Launch). */
import type { LambdaHandler } from './http/lambda-event.ts';
import { createSmartHandler } from './smart/lambda.ts';
import { requireSmartServers } from './smart/servers.ts';

export const handler: LambdaHandler = createSmartHandler(
  requireSmartServers(process.env),
  // Not console.log, which Lambda prefixes: each line stays JSON.
  (line) => void process.stdout.write(`${line}\n`),
);
