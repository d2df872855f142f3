/** The webhook under `s9326 serve`: routes, queue and worker in one process, and with `--fhir` the FHIR server that calls it. */
import { randomBytes } from 'node:crypto';
import type { Subscription } from '@medplum/fhirtypes';
import type { Hono } from 'hono';
import type { Config, Environment } from '../http/config.ts';
import type { FhirRoutes } from '../http/fhir-routes.ts';
import type { Log } from '../http/log.ts';
import type { AppEnv } from '../http/observe.ts';
import { PROGRAM } from './program.ts';
import { createJobReport } from './report-job.ts';
import { addWebhook } from './routes.ts';
import type { Source } from './source.ts';

/** Where S9326_STATE_FILE names none. */
export const STATE_FILE = 's9326-state.sqlite';

export interface WebhookOptions {
  readonly sources: readonly Source[];
  /** Where this process answers, without a slash at the end. */
  readonly url: string;
  readonly env: Environment;
  readonly config: Config;
  now(): number;
  readonly log: Log;
  readonly ruleSet: string;
  readonly fhir?: boolean | undefined;
}

export interface RunningWebhook {
  readonly addRoutes: (app: Hono<AppEnv>) => void;
  readonly fhir?: FhirRoutes;
  /** To be called once requests are answered: with `--fhir` it subscribes. */
  begin(): Promise<void>;
  stop(): Promise<void>;
}

/** Undefined where nobody is to call. Rejects for a state file that cannot be used. */
export async function startWebhook(options: WebhookOptions): Promise<RunningWebhook | undefined> {
  const { url, env, config, now, log, ruleSet } = options;
  const own = options.fhir ? await createOwnServer(url) : undefined;
  const sources = [...options.sources, ...(own ? [own.source] : [])];
  if (sources.length === 0) return undefined;
  // Loaded here: most who serve have no webhook.
  const { startLocalWorker } = await import('./local-worker.ts');
  const worker = startLocalWorker({
    sources,
    // What is answered in memory is gone with it.
    stateFile: env.S9326_STATE_FILE?.trim() || (options.sources.length > 0 ? STATE_FILE : ':memory:'),
    now,
    program: PROGRAM,
    canonicalBase: config.canonicalBase,
    report: createJobReport(log, ruleSet),
    onProblem: (problem) => log({ level: 'error', event: 'job', result: 'state-file', errorName: Object(problem).constructor.name }),
  });
  return {
    addRoutes: (app) => addWebhook(app, { sources, queue: worker.queue, config, now }),
    ...(own ? { fhir: own.routes } : {}),
    begin: async () => own?.routes.server.create(own.subscription),
    async stop() {
      await own?.routes.server.settled();
      await worker.stop();
    },
  };
}

/** Of this run only: its token, and the secret with which it signs. */
async function createOwnServer(url: string): Promise<{ source: Source; routes: FhirRoutes; subscription: Subscription }> {
  const { createEmbeddedServer, SECRET_EXTENSION } = await import('../fhir-server/embedded/embedded-server.ts');
  const baseUrl = `${url}/fhir`;
  const token = randomBytes(24).toString('base64url');
  const secret = randomBytes(24).toString('base64url');
  return {
    source: {
      name: 'local',
      proof: { type: 'hmac', secret },
      server: { baseUrl, auth: { type: 'bearer', token } },
      countsOwnAnswers: false,
      writesTask: true,
    },
    routes: { server: createEmbeddedServer(baseUrl), token },
    subscription: {
      resourceType: 'Subscription',
      extension: [{ url: SECRET_EXTENSION, valueString: secret }],
      status: 'active',
      reason: 'Each Claim that is written gets its answer.',
      criteria: 'Claim',
      channel: { type: 'rest-hook', endpoint: `${url}/webhook/local`, payload: 'application/fhir+json' },
    },
  };
}
