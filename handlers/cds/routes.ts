/** CDS Hooks 2.0: `GET /cds-services`, `POST /cds-services/{id}` and its feedback. */
import type { Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { writeOperationOutcome } from '../../src/index.ts';
import type { Issue } from '../../src/issue.ts';
import type { HookResponse } from '../../src/present/cards.ts';
import { createCapacity } from '../http/capacity.ts';
import type { Config } from '../http/config.ts';
import type { Metrics } from '../http/metrics.ts';
import { isReadable } from '../http/negotiate.ts';
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
import type { Authorizer } from '../http/proof.ts';
import { readBody } from '../http/read-body.ts';
import { readJson } from '../http/read-json.ts';
import type { AnswerHook } from './answer-hook.ts';
import type { CdsClient, CdsConfig } from './clients.ts';
import { readFeedback } from './feedback.ts';
import type { FeedbackStore } from './feedback-store.ts';
import { createHookVerifier } from './hook-token.ts';
import { createGather } from './prefetch.ts';
import { type HookRequest, readHook } from './read-hook.ts';
import { createUsedTokens, type UsedTokens } from './replay.ts';
import { discovery, findService, type Service } from './services.ts';

export interface HookDependencies {
  readonly cds: CdsConfig;
  readonly config: Pick<Config, 'maxBodyBytes' | 'maxConcurrent'>;
  now(): number;
  readonly answerHook: AnswerHook;
  /** Absent: those of this process. */
  readonly used?: UsedTokens;
  /** What is accepted where no client is configured; absent: nothing is. */
  readonly keyOfRun?: Authorizer | undefined;
  readonly feedback: FeedbackStore;
  /** Absent: nothing is counted. */
  readonly metrics?: Metrics | undefined;
}

const ALL = '/cds-services';
const ONE = '/cds-services/:id';
const FEEDBACK = '/cds-services/:id/feedback';

/** Bodies of the longest kind that are held at once. */
const MOST_BODIES = 16;

interface Proven {
  /** Absent: the key of the run. */
  readonly client: CdsClient | undefined;
}
type Answer = (context: Context<AppEnv>, service: Service, json: unknown, proven: Proven) => Promise<Response>;

export function addHooks(
  app: Hono<AppEnv>,
  { cds, config, now, answerHook, keyOfRun, metrics, feedback: feedbackStore, ...own }: HookDependencies,
): void {
  const verify = createHookVerifier({ clients: cds.clients, used: own.used ?? createUsedTokens(now), now });
  const capacity = createCapacity({ maxRequests: config.maxConcurrent, maxBytes: MOST_BODIES * config.maxBodyBytes });
  const gather = createGather({ now });

  const asksKeyOfRun = cds.clients.length === 0 ? keyOfRun : undefined;

  /** Proof comes first, so that nobody else makes us read a body. */
  async function prove(context: Context<AppEnv>): Promise<Proven | Response> {
    const { headers, url } = context.req.raw;
    const verified = await verify(headers, audienceOf(url, cds.publicUrl));
    const proof = verified.ok || !asksKeyOfRun ? verified : await asksKeyOfRun(headers);
    if (proof.ok) return { client: verified.ok ? verified.client : undefined };
    return proof.status === 503 ? refuseForNow(context, context.get('correlationId')) : refuseProof(context, proof.status, proof.challenge);
  }

  /** Reads the body of a call of a known service, and has it answered. */
  const taking = (answer: Answer) => async (context: Context<AppEnv>) => {
    const { req } = context;
    const service = findService(req.param('id'));
    if (!service) return refuseUnknownRoute(context);
    const proven = await prove(context);
    if (proven instanceof Response) return proven;
    context.set('logged', { ...context.get('logged'), hook: service.id });
    if (!isReadable(req.header('content-type'), req.header('content-encoding'))) return refuse(context, 415, NOT_JSON);
    const leave = capacity.enter(config.maxBodyBytes);
    if (!leave) return refuseForCapacity(context);
    try {
      const json = await readJsonBody(context);
      return json instanceof Response ? json : await answer(context, service, json, proven);
    } finally {
      leave();
    }
  };

  async function readJsonBody(context: Context<AppEnv>): Promise<unknown> {
    const body = await readBody(context.req.raw, config.maxBodyBytes);
    if (!body.ok) return body.reason === 'too-long' ? refuseSize(context, config.maxBodyBytes) : refuse(context, 400, CUT_OFF);
    context.set('logged', { ...context.get('logged'), bytes: body.bytes.length });
    const read = readJson(body.bytes);
    return read.ok ? read.json : refuseIssues(context, [read.issue]);
  }

  const call = taking(async (context, service, json, { client }) => {
    const asOf = now();
    const read = readHook(json, service);
    if (!read.ok) return refuseIssues(context, read.issues);
    const { request } = read;
    const gathered = await gather(request, service, client);
    if (!gathered.ok) return gathered.status === 400 ? refuseIssues(context, gathered.issues) : refuseMissing(context, gathered.missing);
    const { drafts, evidence } = gathered;
    const { hook, patientId: patient, hookInstance: instance } = request;
    const { response, hasOrders } = answerHook({
      request: { hook, drafts, evidence, patient, asOf },
      instance,
      policy: client?.policy,
      timeZone: client?.timeZone,
    });
    const hasCoverage = evidence.some(({ resourceType }) => resourceType === 'Coverage');
    if (hasOrders && !hasCoverage) return refuseIssues(context, [NO_COVERAGE]);
    const wanted = withoutUnwanted(response, request);
    context.set('logged', { ...context.get('logged'), cards: wanted.cards.length });
    return context.json(wanted);
  });

  const feedback = taking(async (context, service, json) => {
    const read = readFeedback(json);
    if (!read.ok) return refuseIssues(context, read.issues);
    const { outcomes, reasons, told } = read.feedback;
    context.set('logged', { ...context.get('logged'), outcomes, overrides: reasons, cardIds: told.map(({ card }) => card) });
    await feedbackStore.keep(service.id, told);
    metrics?.fedBack(service.id, outcomes);
    return context.json({});
  });

  // A page of another origin may ask only where its origin is configured.
  if (cds.origins.length > 0) app.use(`${ALL}/*`, named('ALL /cds-services'), cors(corsOf(cds.origins)));
  app.get(ALL, named('GET /cds-services'), (context) => context.json(discovery()));
  app.post(ONE, named('POST /cds-services/{id}'), call);
  app.post(FEEDBACK, named('POST /cds-services/{id}/feedback'), feedback);
  app.all(ALL, (context) => refuseMethod(context, 'GET, HEAD'));
  for (const path of [ONE, FEEDBACK])
    app.all(path, (context) => (findService(context.req.param('id')) ? refuseMethod(context, 'POST') : refuseUnknownRoute(context)));
}

/** Where a call was addressed to, as its sender knows it: without a query, which no endpoint of ours has. */
function audienceOf(url: string, publicUrl: string | undefined): string {
  const { origin, pathname } = new URL(url);
  return `${publicUrl ?? origin}${pathname}`;
}

const corsOf = (origins: readonly string[]) => ({
  origin: [...origins],
  allowMethods: ['GET', 'POST'],
  allowHeaders: ['authorization', 'content-type', 'x-api-key', 'x-request-id'],
  exposeHeaders: ['x-correlation-id', 'x-request-id'],
  maxAge: 600,
});

/** Da Vinci CRD lets a caller switch off kinds of cards; what it switches off and we have not is passed over. */
function withoutUnwanted({ cards, systemActions }: HookResponse, { unwanted }: HookRequest): HookResponse {
  return {
    cards: cards.filter(({ source }) => !unwanted.has(source.topic.code)),
    ...(systemActions && !unwanted.has('coverage-info') && { systemActions }),
  };
}

const refuseIssues = (context: Context, issues: readonly Issue[]): Response => refuse(context, 400, writeOperationOutcome(issues));

/** 412 is the standard's word for data that was not sent along and cannot be fetched. */
const refuseMissing = (context: Context, missing: readonly string[]): Response =>
  refuse(
    context,
    412,
    writeOperationOutcome(
      missing.map((expression) => ({
        severity: 'error',
        code: 'not-found',
        expression,
        text: 'was not sent along and could not be fetched',
      })),
    ),
  );

/** Da Vinci CRD: a call without a Coverage is refused. Only where there is something to say: an order that is not ours is no error. */
const NO_COVERAGE: Issue = {
  severity: 'error',
  code: 'required',
  expression: 'prefetch.coverage',
  text: 'has no Coverage, and what is payable is a question to one',
};

const NOT_JSON = outcomeOf('not-supported', 'Only JSON in UTF-8, not compressed, is read: send application/json.');
const CUT_OFF = outcomeOf('incomplete', 'The body was cut off.');
