/** The FHIR server of a first try, under `/fhir` beside the operation. */
import { timingSafeEqual } from 'node:crypto';
import type { Hono, MiddlewareHandler } from 'hono';
import type { EmbeddedServer } from '../fhir-server/embedded/embedded-server.ts';
import type { Config } from './config.ts';
import { type AppEnv, named } from './observe.ts';
import { outcomeOf, refuse, refuseSize } from './outcome.ts';
import { readBody } from './read-body.ts';

export interface FhirRoutes {
  readonly server: EmbeddedServer;
  /** With which the webhook of this process reads and writes; made anew for each run. */
  readonly token: string;
}

/** `asksProof` is asked of all others. */
export function addFhirRoutes(
  app: Hono<AppEnv>,
  { server, token }: FhirRoutes,
  config: Config,
  asksProof: MiddlewareHandler<AppEnv>,
): void {
  const own = Buffer.from(`Bearer ${token}`);
  const asksProofOfOthers: MiddlewareHandler<AppEnv> = async (context, next) => {
    const given = Buffer.from(context.req.header('authorization') ?? '');
    return given.length === own.length && timingSafeEqual(given, own) ? next() : asksProof(context, next);
  };
  for (const path of ['/fhir', '/fhir/*'])
    app.on(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], path, named('ALL /fhir'), asksProofOfOthers, async (context) => {
      const { method, url, headers } = context.req.raw;
      const body = await readBody(context.req.raw, config.maxBodyBytes);
      if (!body.ok) return body.reason === 'too-long' ? refuseSize(context, config.maxBodyBytes) : refuse(context, 400, CUT_OFF);
      return server.handle(new Request(url, { method, headers, ...(body.bytes.length > 0 ? { body: Buffer.from(body.bytes) } : {}) }));
    });
}

const CUT_OFF = outcomeOf('incomplete', 'The body was cut off.');
