/** `GET /fhir/metadata` and its definitions by themselves, as a Lambda handler: without the judge and without the library for tokens. */
import { Hono } from 'hono/tiny';
import packageJson from '../../package.json' with { type: 'json' };
import { RULE_SET } from '../../src/rules/index.ts';
import type { Config } from './config.ts';
import { addDefinitions } from './definitions.ts';
import { type LambdaHandler, requestOf, resultOf } from './lambda-event.ts';
import { createLog } from './log.ts';
import { type AppEnv, observe } from './observe.ts';
import { confessError, refuseUnknownRoute } from './outcome.ts';

export interface MetadataParts {
  readonly config: Config;
  /** Gets each line of the log. */
  readonly write: (line: string) => void;
}

export function createMetadataHandler({ config, write }: MetadataParts): LambdaHandler {
  const log = createLog(write);
  const app = new Hono<AppEnv>();
  app.use('*', observe(log, RULE_SET));
  addDefinitions(app, { config, version: packageJson.version });
  app.notFound(refuseUnknownRoute);
  app.onError((_error, context) => confessError(context, context.get('correlationId')));
  return async (event, context) => {
    if (context) log.addContext(context);
    return resultOf(await app.fetch(requestOf(event)));
  };
}
