/** The routes, the same on Lambda and under `s9326 serve`. */
import { randomUUID } from 'node:crypto';
import { ContentType } from '@medplum/core';
import type { MiddlewareHandler } from 'hono';
import { Hono } from 'hono/tiny';
import { asksForSomeProof, type Config } from './config.ts';
import { countsOf } from './counts.ts';
import { isSafeId, type Log, type LogEntry } from './log.ts';
import { answerType, isReadable } from './negotiate.ts';
import {
  confessError,
  outcomeOf,
  refuse,
  refuseForNow,
  refuseLongAnswer,
  refuseMethod,
  refuseProof,
  refuseSize,
  refuseUnknownRoute,
} from './outcome.ts';
import { PAGES_PATH, type Pages } from './pages.ts';
import { createAuthorizer } from './proof.ts';
import { readBody } from './read-body.ts';
import type { Judge } from './submit-claim.ts';

export interface AppDependencies {
  /** Milliseconds since the epoch: the time of receipt, and the time at which a token must be valid. */
  now(): number;
  readonly config: Config;
  readonly log: Log;
  readonly judge: Judge;
  readonly version: string;
  readonly ruleSet: string;
  /** The longest answer that can be carried, as a JSON string; absent: any. */
  readonly maxAnswerBytes?: number;
  /** Keeps what was judged as pages to look at; absent: there are none. */
  readonly pages?: Pages;
}

interface AppEnv {
  Variables: { correlationId: string; logged: Partial<LogEntry> };
}

/** The second is how strict clients escape the dollar sign. */
const SUBMIT_PATHS = ['/fhir/Claim/$submit', '/fhir/Claim/%24submit'];
const HEALTH_PATH = '/health';

export function createApp({ now, config, log, judge, version, ruleSet, maxAnswerBytes, pages }: AppDependencies): Hono<AppEnv> {
  if (!asksForSomeProof(config)) log({ level: 'warn', event: 'no-proof-configured', ruleSet });
  const app = new Hono<AppEnv>();
  app.use('*', observe(log, ruleSet));

  app.get(HEALTH_PATH, named('GET /health'), (context) => context.json({ status: 'ok', version, ruleSet }));

  // Proof comes first, so that nobody else learns more than that it is asked, or makes us read a body.
  app.on('POST', SUBMIT_PATHS, named('POST /fhir/Claim/$submit'), asksProof(config, now), async (context) => {
    const receivedAt = now();
    const contentType = answerType(context.req.header('accept'), context.req.query('_format'));
    if (contentType === undefined)
      return refuse(context, 406, outcomeOf('not-supported', 'Only FHIR JSON is written: accept application/fhir+json.'));
    if (!isReadable(context.req.header('content-type'), context.req.header('content-encoding')))
      return refuse(context, 415, outcomeOf('not-supported', 'Only JSON in UTF-8, not compressed, is read: send application/fhir+json.'));
    const body = await readBody(context.req.raw, config.maxBodyBytes);
    if (!body.ok && body.reason === 'too-long') return refuseSize(context, config.maxBodyBytes);
    if (!body.ok) return refuse(context, 400, outcomeOf('incomplete', 'The body was cut off.'));
    const { status, resource, judgements } = judge(body.bytes, receivedAt);
    context.set('logged', { ...context.get('logged'), bytes: body.bytes.length, ...countsOf(judgements) });
    const text = JSON.stringify(resource);
    if (maxAnswerBytes !== undefined && Buffer.byteLength(JSON.stringify(text)) > maxAnswerBytes) return refuseLongAnswer(context);
    if (pages && judgements.length > 0) context.header('Link', `<${pages.keep(judgements)}>; rel="alternate"; type="text/html"`);
    // A refusal is FHIR JSON whatever was asked for, like every other.
    return context.body(text, status, { 'content-type': status === 200 ? contentType : ContentType.FHIR_JSON });
  });

  if (pages)
    app.get(`${PAGES_PATH}/:id`, named('GET /claims/{id}'), (context) => {
      const page = pages.read(context.req.param('id'));
      return page === undefined ? refuseUnknownRoute(context) : context.html(page, 200, { 'cache-control': 'no-store' });
    });

  app.on(['ALL'], SUBMIT_PATHS, (context) => refuseMethod(context, 'POST'));
  app.all(HEALTH_PATH, (context) => refuseMethod(context, 'GET, HEAD'));
  app.notFound(refuseUnknownRoute);
  app.onError((_error, context) => confessError(context, context.get('correlationId')));
  return app;
}

/** Around every request: its correlation id, the headers of every answer, and its one line in the log. */
function observe(log: Log, ruleSet: string): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const started = performance.now();
    const asked = context.req.header('x-request-id');
    // The caller's own id goes back to the caller and nowhere else: it may be a patient's.
    const correlationId = randomUUID();
    context.set('correlationId', correlationId);
    context.set('logged', { route: 'unmatched' });
    try {
      await next();
    } catch {
      // Hono hands only Errors to onError; anything else that is thrown would be printed by whoever runs the app.
      context.res = confessError(context, correlationId);
    }
    context.header('x-request-id', correlationId);
    context.header('x-correlation-id', isSafeId(asked) ? asked : correlationId);
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
    const { status } = context.res;
    log({
      level: status >= 500 ? 'error' : 'info',
      event: 'request',
      ...context.get('logged'),
      status,
      durationMs: Math.round(performance.now() - started),
      correlationId,
      ruleSet,
      ...(context.error ? { errorName: context.error.constructor.name } : {}),
    });
  };
}

function named(route: string): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    context.set('logged', { route });
    await next();
  };
}

function asksProof(config: Config, now: () => number): MiddlewareHandler<AppEnv> {
  const authorize = createAuthorizer(config, now);
  return async (context, next) => {
    const proof = await authorize(context.req.raw.headers);
    if (proof.ok) return next();
    return proof.status === 503 ? refuseForNow(context, context.get('correlationId')) : refuseProof(context, proof.status, proof.challenge);
  };
}
