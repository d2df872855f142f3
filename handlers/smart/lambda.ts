/** The plug-in's page by itself, as a Lambda handler. */
import { Hono } from 'hono/tiny';
import { RULE_SET } from '../../src/rules/index.ts';
import { type LambdaHandler, requestOf, resultOf } from '../http/lambda-event.ts';
import { createLog } from '../http/log.ts';
import { type AppEnv, observe } from '../http/observe.ts';
import { confessError, refuseUnknownRoute } from '../http/outcome.ts';
import { addSmartPage } from './routes.ts';
import type { LaunchServer } from './servers.ts';

/** `write` gets each line of the log. */
export function createSmartHandler(servers: readonly LaunchServer[], write: (line: string) => void): LambdaHandler {
  const log = createLog(write);
  const app = new Hono<AppEnv>();
  app.use('*', observe(log, RULE_SET));
  addSmartPage(app, servers);
  app.notFound(refuseUnknownRoute);
  app.onError((_error, context) => confessError(context, context.get('correlationId')));
  return async (event, context) => {
    if (context) log.addContext(context);
    return resultOf(await app.fetch(requestOf(event)));
  };
}
