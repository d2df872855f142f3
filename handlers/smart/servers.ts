/** The EHRs from which the page may be launched, from the JSON in S9326_SMART_SERVERS. Every problem is named at once, by its place. */
import { checkJudging, safeUrl, withoutSlash } from '../cds/clients.ts';
import type { Environment } from '../http/config.ts';
import type { SmartServer } from './app/smart-server.ts';

/** What the page is told, and what only its headers say. */
export interface LaunchServer extends SmartServer {
  /** Origins that may show the page in a frame, as some EHRs do; empty: none. */
  readonly frameAncestors: readonly string[];
}

export type ReadSmartServers =
  | { readonly ok: true; readonly servers: readonly LaunchServer[] }
  | { readonly ok: false; readonly problems: readonly string[] };

type Members = Readonly<Record<string, unknown>>;

const SERVERS = 'S9326_SMART_SERVERS';
const KNOWN: ReadonlySet<string> = new Set(['iss', 'clientId', 'name', 'scope', 'policy', 'timeZone', 'origins', 'frameAncestors']);

/** Empty is unset, because serverless.yml writes every variable. */
export function readSmartServers(environment: Environment): ReadSmartServers {
  const text = environment[SERVERS]?.trim();
  if (!text) return { ok: true, servers: [] };
  const list = parse(text);
  if (!Array.isArray(list)) return { ok: false, problems: [`${SERVERS} must be a JSON array of servers`] };
  const problems: string[] = [];
  const servers = list.map((each: unknown, i) => readServer(each, `${SERVERS}[${i}]`, problems));
  const bases = servers.map((server) => server?.iss);
  for (const [i, base] of bases.entries())
    if (base !== undefined && bases.indexOf(base) < i) problems.push(`${SERVERS}[${i}] has the iss of another server`);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, servers: servers.flatMap((server) => server ?? []) };
}

/** For a process that cannot go on without: throws with every problem. */
export function requireSmartServers(environment: Environment): readonly LaunchServer[] {
  const read = readSmartServers(environment);
  if (!read.ok) throw new Error(`The configuration cannot be used:\n${read.problems.join('\n')}`);
  return read.servers;
}

function readServer(value: unknown, path: string, problems: string[]): LaunchServer | undefined {
  if (!isMembers(value)) {
    problems.push(`${path} must be an object`);
    return undefined;
  }
  const before = problems.length;
  const { clientId, name, scope, policy, timeZone } = value;
  const iss = safeUrl(value.iss);
  if (iss?.search !== '') problems.push(`${path}.iss must be the base of a FHIR server, an https URL (http only on loopback)`);
  if (!isText(clientId)) problems.push(`${path}.clientId must be the id under which the EHR knows this page`);
  for (const [key, text] of Object.entries({ name, scope }))
    if (text !== undefined && !isText(text)) problems.push(`${path}.${key} must be a text`);
  checkJudging({ policy, timeZone }, path, problems);
  const origins = readOrigins(value.origins, `${path}.origins`, problems);
  const frameAncestors = readOrigins(value.frameAncestors, `${path}.frameAncestors`, problems);
  // A name that is none may be a secret in the wrong place; a page has no secrets.
  for (const key of Object.keys(value))
    if (!KNOWN.has(key)) problems.push(`${path}.${/^[A-Za-z]{1,20}$/.test(key) ? key : '?'} is not known here`);
  if (problems.length > before || !iss || !isText(clientId)) return undefined;
  return {
    iss: withoutSlash(iss),
    clientId,
    ...(isText(name) ? { name } : {}),
    ...(isText(scope) ? { scope } : {}),
    ...(isText(policy) ? { policy } : {}),
    ...(isText(timeZone) ? { timeZone } : {}),
    origins: [...new Set([iss.origin, ...origins])],
    frameAncestors,
  };
}

function readOrigins(value: unknown, path: string, problems: string[]): readonly string[] {
  const list: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [undefined];
  const origins = list.filter((each): each is string => typeof each === 'string' && safeUrl(each)?.origin === each);
  if (origins.length < list.length) problems.push(`${path} must be a list of origins (https://login.example.org)`);
  return origins;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
