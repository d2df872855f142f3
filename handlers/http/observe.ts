/** Around every request, whatever the route: its correlation id, the headers of every answer, and its one line in the log. */
import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { isSafeId, type Log, type LogEntry } from './log.ts';
import { confessError } from './outcome.ts';

export interface AppEnv {
  Variables: { correlationId: string; logged: Partial<LogEntry> };
}

export function observe(log: Log, ruleSet: string): MiddlewareHandler<AppEnv> {
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
    // Only what says so itself, since it is of no patient, may be kept.
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store');
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

/** Says in the log which route was taken: its pattern, never the path that was asked for. */
export function named(route: string): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    context.set('logged', { route });
    await next();
  };
}
