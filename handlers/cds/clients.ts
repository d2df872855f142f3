/**
 * Who may call the hooks, from the JSON in S9326_CDS_CLIENTS, and which pages may from S9326_CORS_ORIGINS. Every problem is named at once,
 * by its place, never with a value.
 */
import { SHIPPED } from '../../src/policy/shipped.ts';
import type { Environment } from '../http/config.ts';
import { isZone } from '../webhook/read-sources.ts';

export interface CdsClient {
  /** `iss` of its tokens. */
  readonly iss: string;
  /** Where its keys are. A token that names another place (`jku`) is refused. */
  readonly keysUrl: URL;
  /** Absent: any, or none. */
  readonly tenant?: string;
  /** Id of a shipped policy by which it is advised; absent: chosen by what they apply to, else baseline. */
  readonly policy?: string;
  /** IANA zone of the care, where the record may not tell. */
  readonly timeZone?: string;
  /** Bases of FHIR servers that may be asked for what was not prefetched, without a slash at the end; empty: none. */
  readonly fhirServers: readonly string[];
}

export interface CdsConfig {
  readonly clients: readonly CdsClient[];
  readonly origins: readonly string[];
  /** What an audience begins with, without a slash at the end; absent: as the request was addressed. */
  readonly publicUrl?: string;
}

export type ReadCdsConfig =
  | { readonly ok: true; readonly config: CdsConfig }
  | { readonly ok: false; readonly problems: readonly string[] };

type Members = Readonly<Record<string, unknown>>;

const CLIENTS = 'S9326_CDS_CLIENTS';
const ORIGINS = 'S9326_CORS_ORIGINS';
const PUBLIC_URL = 'S9326_PUBLIC_URL';
const KNOWN: ReadonlySet<string> = new Set(['iss', 'jku', 'jwksUrl', 'tenant', 'policy', 'timeZone', 'fhirServers']);
const SAFE_URL = 'must be an https URL (http only on loopback)';

/** Empty is unset, because serverless.yml writes every variable. */
export function readCdsConfig(environment: Environment): ReadCdsConfig {
  const problems: string[] = [];
  const clients = readClients(environment[CLIENTS]?.trim(), problems);
  const origins = words(environment[ORIGINS]);
  if (!origins.every(isOrigin)) problems.push(`${ORIGINS} must be origins (https://ehr.example.org), divided by commas`);
  const base = environment[PUBLIC_URL]?.trim();
  const publicUrl = base ? safeUrl(base) : undefined;
  if (base && !publicUrl) problems.push(`${PUBLIC_URL} ${SAFE_URL}`);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, config: { clients, origins, ...(publicUrl ? { publicUrl: withoutSlash(publicUrl) } : {}) } };
}

/** For a process that cannot go on without: throws with every problem. */
export function requireCdsConfig(environment: Environment): CdsConfig {
  const read = readCdsConfig(environment);
  if (!read.ok) throw new Error(`The configuration cannot be used:\n${read.problems.join('\n')}`);
  return read.config;
}

function readClients(text: string | undefined, problems: string[]): readonly CdsClient[] {
  if (!text) return [];
  const list = parse(text);
  if (!Array.isArray(list)) {
    problems.push(`${CLIENTS} must be a JSON array of clients`);
    return [];
  }
  const clients = list.map((each: unknown, i) => readClient(each, `${CLIENTS}[${i}]`, problems));
  const names = clients.map((client) => client && JSON.stringify([client.iss, client.tenant]));
  for (const [i, name] of names.entries())
    if (name !== undefined && names.indexOf(name) < i) problems.push(`${CLIENTS}[${i}] has the iss and tenant of another client`);
  return clients.flatMap((client) => client ?? []);
}

function readClient(value: unknown, path: string, problems: string[]): CdsClient | undefined {
  if (!isMembers(value)) {
    problems.push(`${path} must be an object`);
    return undefined;
  }
  const before = problems.length;
  const { iss, jku, jwksUrl, tenant, policy, timeZone, fhirServers = [] } = value;
  if (!isText(iss)) problems.push(`${path}.iss must be the issuer of the tokens`);
  if ((jku === undefined) === (jwksUrl === undefined)) problems.push(`${path} must have either jku or jwksUrl`);
  const keys = jku === undefined ? 'jwksUrl' : 'jku';
  const keysUrl = safeUrl(value[keys]);
  if (value[keys] !== undefined && !keysUrl) problems.push(`${path}.${keys} ${SAFE_URL}`);
  if (tenant !== undefined && !isText(tenant)) problems.push(`${path}.tenant must be the tenant of the tokens`);
  checkJudging({ policy, timeZone }, path, problems);
  const servers = Array.isArray(fhirServers) ? fhirServers.map(safeUrl) : [undefined];
  if (servers.some((url) => url?.search !== '')) problems.push(`${path}.fhirServers must be a list of bases, each an https URL`);
  for (const name of Object.keys(value)) if (!KNOWN.has(name)) problems.push(`${path}.${shown(name)} is not known here`);
  if (problems.length > before || !isText(iss) || !keysUrl) return undefined;
  return {
    iss,
    keysUrl,
    ...(isText(tenant) ? { tenant } : {}),
    ...(isText(policy) ? { policy } : {}),
    ...(isText(timeZone) ? { timeZone } : {}),
    fhirServers: servers.flatMap((url) => (url ? [withoutSlash(url)] : [])),
  };
}

/** By what is judged or advised, of those who call or launch. */
export function checkJudging({ policy, timeZone }: Members, path: string, problems: string[]): void {
  if (policy !== undefined && !SHIPPED.some(({ id }) => id === policy)) problems.push(`${path}.policy must be the id of a shipped policy`);
  if (timeZone !== undefined && !(isText(timeZone) && isZone(timeZone))) problems.push(`${path}.timeZone must be an IANA time zone`);
}

/** https; http on loopback only, since tokens and keys go over it. */
export function safeUrl(value: unknown): URL | undefined {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const isLoopback = url !== undefined && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback);
  return url && isSafe && url.username === '' && url.password === '' && url.hash === '' ? url : undefined;
}

export const withoutSlash = ({ href }: URL): string => href.replace(/\/+$/, '');

const isOrigin = (text: string): boolean => safeUrl(text)?.origin === text;
const words = (text: string | undefined): readonly string[] => (text ?? '').split(',').flatMap((each) => each.trim() || []);
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
/** A name that is none may be a secret in the wrong place. */
const shown = (name: string): string => (/^[A-Za-z]{1,20}$/.test(name) ? name : '?');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
