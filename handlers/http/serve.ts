/** The routes on this machine, for `s9326 serve`. */
import { createHash, randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import packageJson from '../../package.json' with { type: 'json' };
import { createAnswerHook } from '../cds/answer-hook.ts';
import { requireCdsConfig } from '../cds/clients.ts';
import { createSqliteFeedback } from '../cds/feedback-store.ts';
import { addHooks } from '../cds/routes.ts';
import { addSmartPage } from '../smart/routes.ts';
import { requireSmartServers } from '../smart/servers.ts';
import { requireSources } from '../webhook/read-sources.ts';
import { STATE_FILE, startWebhook } from '../webhook/start-webhook.ts';
import { assembleApp } from './assemble.ts';
import { asksForSomeProof, type Config, type Environment, requireConfig } from './config.ts';
import { type Core, core as realCore } from './core.ts';
import { addDefinitions } from './definitions.ts';
import { createLog } from './log.ts';
import type { AppEnv } from './observe.ts';
import { keepPages } from './pages.ts';
import { createAuthorizer } from './proof.ts';

export interface ServeOptions {
  /** 0 for any free one. */
  readonly port: number;
  readonly host?: string;
  readonly env: Environment;
  readonly now?: () => number;
  /** Gets each line of the log; absent: standard error, which leaves standard output to the caller. */
  readonly write?: (line: string) => void;
  /** Absent: the one in `src`. */
  readonly core?: Core;
  /** Starts a FHIR server in memory under `/fhir`, whose Claims are answered when they are written. */
  readonly fhir?: boolean | undefined;
}

export interface Served {
  readonly url: string;
  /** Made for this run because the environment configures no proof; to be sent as X-Api-Key. */
  readonly apiKey?: string;
  close(): Promise<void>;
}

/** Resolves once requests are answered. Rejects with every problem of the configuration, or when the port is taken. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { port, host = '127.0.0.1', env, now = Date.now, write = toStandardError, core = realCore } = options;
  const configured = requireConfig(env);
  const sources = requireSources(env);
  const cds = requireCdsConfig(env);
  const smartServers = requireSmartServers(env);
  const apiKey = asksForSomeProof(configured) ? undefined : randomBytes(24).toString('base64url');
  const config: Config =
    apiKey === undefined ? configured : { ...configured, apiKeyHashes: [createHash('sha256').update(apiKey).digest()] };
  // What it answers with is made when its address is known; nobody knows that address before.
  let answer: ((request: Request) => Response | Promise<Response>) | undefined;
  const server = createAdaptorServer({
    fetch: (request) => answer?.(request) ?? new Response(null, { status: 503 }),
    overrideGlobalObjects: false,
  }) as Server;
  // Under load what a caller sent may wait longer than the usual 5 s before it is read, and the connection would count as idle.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  const url = await listen(server, port, host);
  try {
    const log = createLog(write);
    const webhook = await startWebhook({ sources, url, env, config, now, log, ruleSet: core.RULE_SET, fhir: options.fhir });
    // Without an EHR there is nobody to tell anything that is worth a file.
    const feedback = createSqliteFeedback(env.S9326_STATE_FILE?.trim() || (cds.clients.length > 0 ? STATE_FILE : ':memory:'));
    const more = (routes: Hono<AppEnv>): void => {
      // On AWS functions of their own have these.
      addDefinitions(routes, { config, version: packageJson.version, beside: webhook?.fhir?.server });
      webhook?.addRoutes(routes);
      addSmartPage(routes, smartServers);
      addHooks(routes, {
        // Not as the request says, which its sender may choose: a token for another address would do then.
        cds: { ...cds, publicUrl: cds.publicUrl ?? url },
        config,
        now,
        feedback,
        answerHook: createAnswerHook({ canonicalBase: config.canonicalBase, publicUrl: cds.publicUrl ?? url }),
        ...(apiKey === undefined ? {} : { keyOfRun: createAuthorizer(config, now) }),
      });
    };
    const app = assembleApp({ config, core, now, write, log, pages: keepPages(), fhir: webhook?.fhir, more });
    answer = app.fetch;
    await webhook?.begin();
    return {
      url,
      ...(apiKey === undefined ? {} : { apiKey }),
      close: async () => {
        await close(server);
        await webhook?.stop();
        feedback.close();
      },
    };
  } catch (error) {
    await close(server);
    throw error;
  }
}

const toStandardError = (line: string) => void process.stderr.write(`${line}\n`);

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const { address, family, port: chosen } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${chosen}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
