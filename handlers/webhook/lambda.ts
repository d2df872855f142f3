/** The routes of notifications by themselves, as a Lambda handler: without the judge. */
import { Hono } from 'hono/tiny';
import { RULE_SET } from '../../src/rules/index.ts';
import type { Config } from '../http/config.ts';
import { type LambdaHandler, requestOf, resultOf } from '../http/lambda-event.ts';
import { createLog } from '../http/log.ts';
import { type AppEnv, observe } from '../http/observe.ts';
import { confessError, refuseUnknownRoute } from '../http/outcome.ts';
import type { JobQueue } from './job.ts';
import { addWebhook } from './routes.ts';
import type { Source } from './source.ts';

export interface WebhookParts {
  readonly config: Config;
  readonly sources: readonly Source[];
  readonly queue: JobQueue;
  now(): number;
  /** Gets each line of the log. */
  readonly write: (line: string) => void;
}

export function createWebhookHandler({ config, sources, queue, now, write }: WebhookParts): LambdaHandler {
  const log = createLog(write);
  const app = new Hono<AppEnv>();
  app.use('*', observe(log, RULE_SET));
  addWebhook(app, { sources, queue, config, now });
  app.notFound(refuseUnknownRoute);
  app.onError((_error, context) => confessError(context, context.get('correlationId')));
  return async (event, context) => {
    if (context) log.addContext(context);
    return resultOf(await app.fetch(requestOf(event)));
  };
}
