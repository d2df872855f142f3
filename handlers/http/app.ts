/** The routes, the same on Lambda and under `s9326 serve`. */
import type { MiddlewareHandler } from 'hono';
import { Hono } from 'hono/tiny';
import { asksForSomeProof, type Config } from './config.ts';
import { addFhirRoutes, type FhirRoutes } from './fhir-routes.ts';
import type { Log } from './log.ts';
import { type AppEnv, named, observe } from './observe.ts';
import { confessError, refuseForNow, refuseMethod, refuseProof, refuseUnknownRoute } from './outcome.ts';
import type { Pages } from './pages.ts';
import { PAGES_PATH } from './pages-path.ts';
import { createAuthorizer } from './proof.ts';
import type { Judge } from './submit-claim.ts';
import { createSubmitRoute } from './submit-route.ts';

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
  /** A FHIR server beside the operation; absent: there is none. */
  readonly fhir?: FhirRoutes | undefined;
  /** Adds routes of other ways in, each with a proof of its own. */
  readonly more?: ((app: Hono<AppEnv>) => void) | undefined;
}

/** The second is how strict clients escape the dollar sign. */
const SUBMIT_PATHS = ['/fhir/Claim/$submit', '/fhir/Claim/%24submit'];
const HEALTH_PATH = '/health';

export function createApp({ now, config, log, judge, version, ruleSet, maxAnswerBytes, pages, fhir, more }: AppDependencies): Hono<AppEnv> {
  if (!asksForSomeProof(config)) log({ level: 'warn', event: 'no-proof-configured', ruleSet });
  const app = new Hono<AppEnv>();
  app.use('*', observe(log, ruleSet));

  app.get(HEALTH_PATH, named('GET /health'), (context) => context.json({ status: 'ok', version, ruleSet }));

  // Proof comes first, so that nobody else learns more than that it is asked, or makes us read a body.
  const submit = createSubmitRoute({ now, config, judge, maxAnswerBytes, pages });
  const proof = asksProof(config, now);
  app.on('POST', SUBMIT_PATHS, named('POST /fhir/Claim/$submit'), proof, submit);

  if (pages)
    app.get(`${PAGES_PATH}/:id`, named('GET /claims/{id}'), (context) => {
      const page = pages.read(context.req.param('id'));
      return page === undefined ? refuseUnknownRoute(context) : context.html(page, 200, { 'cache-control': 'no-store' });
    });

  app.on(['ALL'], SUBMIT_PATHS, (context) => refuseMethod(context, 'POST'));
  app.all(HEALTH_PATH, (context) => refuseMethod(context, 'GET, HEAD'));
  more?.(app);
  if (fhir) addFhirRoutes(app, fhir, config, proof);
  app.notFound(refuseUnknownRoute);
  app.onError((_error, context) => confessError(context, context.get('correlationId')));
  return app;
}

function asksProof(config: Config, now: () => number): MiddlewareHandler<AppEnv> {
  const authorize = createAuthorizer(config, now);
  return async (context, next) => {
    const proof = await authorize(context.req.raw.headers);
    if (proof.ok) return next();
    return proof.status === 503 ? refuseForNow(context, context.get('correlationId')) : refuseProof(context, proof.status, proof.challenge);
  };
}
