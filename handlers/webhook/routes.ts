/** `/webhook/{source}`: a FHIR server says that something changed. It is told at once that this is known, and the work is done afterwards. */
import type { Context, Hono } from 'hono';
import { writeOperationOutcome } from '../../src/index.ts';
import { createCapacity } from '../http/capacity.ts';
import type { Config } from '../http/config.ts';
import { type AppEnv, named } from '../http/observe.ts';
import {
  outcomeOf,
  refuse,
  refuseForCapacity,
  refuseForNow,
  refuseMethod,
  refuseProof,
  refuseSize,
  refuseUnknownRoute,
} from '../http/outcome.ts';
import { readBody } from '../http/read-body.ts';
import type { Job, JobQueue } from './job.ts';
import type { Notification } from './notification.ts';
import { readNotification } from './read-notification.ts';
import type { Source } from './source.ts';
import { createVerify } from './verify.ts';

export interface WebhookDependencies {
  readonly sources: readonly Source[];
  readonly queue: JobQueue;
  readonly config: Pick<Config, 'maxBodyBytes' | 'maxConcurrent'>;
  now(): number;
}

const AT_SOURCE = '/webhook/:source';
const AT_RESOURCE = '/webhook/:source/:type/:id';

/** Bodies of the longest kind that are held at once. */
const MOST_BODIES = 16;

export function addWebhook(app: Hono<AppEnv>, { sources, queue, config, now }: WebhookDependencies): void {
  const known = new Map(sources.map((source) => [source.name, { source, verify: createVerify(source.proof, now) }]));
  const capacity = createCapacity({ maxRequests: config.maxConcurrent, maxBytes: MOST_BODIES * config.maxBodyBytes });

  const take = async (context: Context<AppEnv>): Promise<Response> => {
    const { req } = context;
    const found = known.get(req.param('source') ?? '');
    if (!found) return refuseUnknownRoute(context);
    const leave = capacity.enter(config.maxBodyBytes);
    if (!leave) return refuseForCapacity(context);
    try {
      const body = await readBody(req.raw, config.maxBodyBytes);
      if (!body.ok) return body.reason === 'too-long' ? refuseSize(context, config.maxBodyBytes) : refuse(context, 400, CUT_OFF);
      const proof = await found.verify(req.raw.headers, body.bytes);
      if (!proof.ok)
        return proof.status === 503
          ? refuseForNow(context, context.get('correlationId'))
          : refuseProof(context, proof.status, proof.challenge);
      const type = req.param('type');
      const read = readNotification({
        method: req.method as 'POST' | 'PUT' | 'DELETE',
        ...(type === undefined ? {} : { target: { type, id: req.param('id') ?? '' } }),
        body: body.bytes,
        baseUrl: found.source.server.baseUrl,
      });
      if (!read.ok) return refuse(context, 400, writeOperationOutcome(read.issues));
      return await acknowledge(context, jobsOf(found.source.name, read.notification));
    } finally {
      leave();
    }
  };

  async function acknowledge(context: Context<AppEnv>, jobs: readonly Job[]): Promise<Response> {
    try {
      if (jobs.length > 0) await queue.put(jobs);
    } catch {
      // Not kept, so not acknowledged: the server tells again.
      return refuseForNow(context, context.get('correlationId'));
    }
    return context.body(null, 200);
  }

  app.post(AT_SOURCE, named('POST /webhook/{source}'), take);
  app.on(['POST', 'PUT', 'DELETE'], AT_RESOURCE, named('PUT /webhook/{source}/{type}/{id}'), take);
  app.all(AT_SOURCE, (context) => refuseMethod(context, 'POST'));
  app.all(AT_RESOURCE, (context) => refuseMethod(context, 'POST, PUT, DELETE'));
}

function jobsOf(source: string, notification: Notification): readonly Job[] {
  if (notification.kind === 'nothing') return [];
  return notification.kind === 'look' ? [{ source }] : notification.ids.map((claim) => ({ source, claim }));
}

const CUT_OFF = outcomeOf('incomplete', 'The body was cut off.');
