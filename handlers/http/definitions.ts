/** What we are, for anyone who asks: `GET /fhir/metadata` and every definition that it points to. No proof, no patient, nothing that changes. */
import type { CapabilityStatement } from '@medplum/fhirtypes';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import { capabilityStatement, DEFINITION_TYPES, type DefinitionOptions, definitions } from '../../src/fhir/definitions/index.ts';
import { orderChecklist } from '../../src/present/order-checklist.ts';
import { RULE_SET, RULES } from '../../src/rules/index.ts';
import { CHECKLIST_PATH } from './checklist-path.ts';
import type { Config } from './config.ts';
import { answerType } from './negotiate.ts';
import { type AppEnv, named } from './observe.ts';
import { outcomeOf, refuse, refuseMethod, refuseUnknownRoute } from './outcome.ts';

export interface DefinitionsDependencies {
  readonly config: Pick<Config, 'canonicalBase' | 'jwt' | 'apiKeyHashes'>;
  readonly version: string;
  /** A FHIR server under the same base, which has what we have not; absent: there is none. */
  readonly beside?: { describe(own: CapabilityStatement): CapabilityStatement } | undefined;
}

const METADATA_PATH = '/fhir/metadata';

/** `mode` of metadata is passed over, as R4 allows: there is one statement. */
export function addDefinitions(app: Hono<AppEnv>, { config, version, beside }: DefinitionsDependencies): void {
  const { canonicalBase } = config;
  const options: DefinitionOptions = {
    version,
    ruleSet: RULE_SET,
    rules: RULES,
    ...(canonicalBase === undefined ? {} : { canonicalBase }),
  };
  const accepts = { token: config.jwt !== undefined, apiKey: config.apiKeyHashes.length > 0 };
  const isFresh = etag({ weak: true });

  app.get(METADATA_PATH, named('GET /fhir/metadata'), isFresh, (context) => {
    const own = capabilityStatement({ ...options, accepts, url: askedBase(context.req.url) });
    return give(context, beside ? beside.describe(own) : own);
  });
  app.all(METADATA_PATH, refuseOtherMethods);

  app.get(CHECKLIST_PATH, named(`GET ${CHECKLIST_PATH}`), isFresh, (context) =>
    context.html(orderChecklist(), 200, { 'cache-control': 'public, max-age=3600' }),
  );
  app.all(CHECKLIST_PATH, refuseOtherMethods);

  // Written when one is first asked for: most that start this app are asked for other things.
  let written: ReadonlyMap<string, object> | undefined;
  for (const type of DEFINITION_TYPES) {
    app.get(`/fhir/${type}/:id`, named(`GET /fhir/${type}/{id}`), isFresh, async (context, next) => {
      written ??= new Map(definitions(options).map((each) => [`${each.resourceType}/${each.id}`, each]));
      const found = written.get(`${type}/${context.req.param('id')}`);
      if (found) return give(context, found);
      return beside ? next() : refuseUnknownRoute(context);
    });
    app.all(`/fhir/${type}/:id`, beside ? passOn : refuseOtherMethods);
  }
}

const passOn: MiddlewareHandler = async (_context, next) => next();

const refuseOtherMethods = (context: Context): Response => refuseMethod(context, 'GET, HEAD');

function give(context: Context, resource: object): Response {
  const contentType = answerType(context.req.header('accept'), context.req.query('_format'));
  if (contentType === undefined)
    return refuse(context, 406, outcomeOf('not-supported', 'Only FHIR JSON is written: accept application/fhir+json.'));
  const indent = context.req.query('_pretty') === 'true' ? 2 : undefined;
  return context.body(JSON.stringify(resource, null, indent), 200, {
    'content-type': contentType,
    'cache-control': 'public, max-age=3600',
    vary: 'Accept',
  });
}

/**
 * The base that was asked: scheme, host and path to `/fhir`. Undefined for a host that is not a plain name or address with a port: under
 * `serve` it comes from the caller, and what is kept in a cache must not repeat it.
 */
export function askedBase(url: string): string | undefined {
  const { protocol, host, pathname, username, password } = new URL(url);
  const isPlain = username === '' && password === '' && host.length <= 255 && PLAIN_HOST.test(host);
  return isPlain ? `${protocol}//${host}${pathname.slice(0, pathname.lastIndexOf('/metadata'))}` : undefined;
}

const PLAIN_HOST = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(:\d{1,5})?$/;
