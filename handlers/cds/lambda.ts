/** The hooks by themselves, as a Lambda handler: without the judge of claims. */
import { Hono } from 'hono/tiny';
import { RULE_SET } from '../../src/rules/index.ts';
import type { Config } from '../http/config.ts';
import { type LambdaHandler, requestOf, resultOf } from '../http/lambda-event.ts';
import { createLog } from '../http/log.ts';
import { countAnswers } from '../http/meter.ts';
import { createMetrics } from '../http/metrics.ts';
import { type AppEnv, observe } from '../http/observe.ts';
import { confessError, refuseUnknownRoute } from '../http/outcome.ts';
import { createAnswerHook } from './answer-hook.ts';
import type { CdsConfig } from './clients.ts';
import type { FeedbackStore } from './feedback-store.ts';
import type { UsedTokens } from './replay.ts';
import { addHooks } from './routes.ts';

export interface HooksParts {
  readonly config: Config;
  readonly cds: CdsConfig;
  readonly used: UsedTokens;
  readonly feedback: FeedbackStore;
  now(): number;
  /** Gets each line of the log. */
  readonly write: (line: string) => void;
}

export function createHooksHandler({ config, cds, used, feedback, now, write }: HooksParts): LambdaHandler {
  const log = createLog(write);
  const metrics = createMetrics(write);
  if (cds.clients.length === 0) log({ level: 'warn', event: 'no-proof-configured', ruleSet: RULE_SET });
  const app = new Hono<AppEnv>();
  app.use('*', observe(countAnswers(log, metrics), RULE_SET));
  const answerHook = createAnswerHook({ canonicalBase: config.canonicalBase, publicUrl: cds.publicUrl });
  addHooks(app, { cds, config, now, metrics, used, feedback, answerHook });
  app.notFound(refuseUnknownRoute);
  app.onError((_error, context) => confessError(context, context.get('correlationId')));
  return async (event, context) => {
    if (context) log.addContext(context);
    return resultOf(await app.fetch(requestOf(event)));
  };
}
