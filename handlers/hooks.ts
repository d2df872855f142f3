/** Lambda entry of CDS Hooks: discovery, the services and their feedback. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { requireCdsConfig } from './cds/clients.ts';
import { createDynamoFeedback, createDynamoUsedTokens } from './cds/dynamo-hooks.ts';
import { createHooksHandler } from './cds/lambda.ts';
import { requireConfig } from './http/config.ts';
import type { LambdaHandler } from './http/lambda-event.ts';
import { requireVariable } from './webhook/require-variable.ts';

const kept = { client: new DynamoDBClient({}), table: requireVariable(process.env, 'S9326_HOOKS_TABLE'), now: Date.now };

export const handler: LambdaHandler = createHooksHandler({
  config: requireConfig(process.env),
  cds: requireCdsConfig(process.env),
  used: createDynamoUsedTokens(kept),
  feedback: createDynamoFeedback(kept),
  now: Date.now,
  // Not console.log, which Lambda prefixes: each line stays JSON.
  write: (line) => process.stdout.write(`${line}\n`),
});
