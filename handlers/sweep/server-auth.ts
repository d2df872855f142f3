/** How the server of a sweep is asked, from the JSON in S9326_SWEEP_AUTH: as `server.auth` of a source of the webhook. Absent: without a token. */
import type { Environment } from '../http/config.ts';
import { ConfigurationReader, parseJson } from '../webhook/configuration-reader.ts';
import { readAuth } from '../webhook/read-sources.ts';
import type { ServerAuth } from '../webhook/source.ts';

export type ReadServerAuth =
  | { readonly ok: true; readonly auth: ServerAuth }
  | { readonly ok: false; readonly problems: readonly string[] };

const VARIABLE = 'S9326_SWEEP_AUTH';

export function readServerAuth(environment: Environment): ReadServerAuth {
  const text = environment[VARIABLE]?.trim();
  if (!text) return { ok: true, auth: { type: 'none' } };
  const problems: string[] = [];
  const auth = readAuth(new ConfigurationReader(parseJson(text), VARIABLE, environment, problems));
  return auth && problems.length === 0 ? { ok: true, auth } : { ok: false, problems };
}
