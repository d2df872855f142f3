/**
 * The sources of a deployment, from the JSON in S9326_SOURCES. Every problem is named at once, by its place, never with a value. A secret
 * may be given as `{ "env": "NAME" }`, so that it stands in a variable of its own.
 */
import { SHIPPED } from '../../src/policy/shipped.ts';
import type { Environment } from '../http/config.ts';
import { ConfigurationReader, parseJson } from './configuration-reader.ts';
import { type ServerAuth, SOURCE_NAME, type Source, type SourceProof } from './source.ts';

export type ReadSources =
  | { readonly ok: true; readonly sources: readonly Source[] }
  | { readonly ok: false; readonly problems: readonly string[] };

const VARIABLE = 'S9326_SOURCES';
/** Of a header as RFC 9110 has it. */
const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
/** As long as 16 random bytes in hex or base64 at least, whichever way they are written. */
const SECRET_CHARACTERS = 20;

/** Empty or absent: there are none. */
export function readSources(environment: Environment): ReadSources {
  const text = environment[VARIABLE]?.trim();
  if (!text) return { ok: true, sources: [] };
  const problems: string[] = [];
  const list = parseJson(text);
  if (!Array.isArray(list)) return { ok: false, problems: [`${VARIABLE} must be a JSON array of sources`] };
  const sources = list.map((each, i) => readSource(new ConfigurationReader(each, `${VARIABLE}[${i}]`, environment, problems)));
  const names = list.map((each: unknown) => Object(each).name);
  for (const [i, name] of names.entries())
    if (name !== undefined && names.indexOf(name) < i) problems.push(`${VARIABLE}[${i}].name is that of another source`);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, sources: sources.flatMap((source) => source ?? []) };
}

/** For a process that cannot go on without: throws with every problem. */
export function requireSources(environment: Environment): readonly Source[] {
  const read = readSources(environment);
  if (!read.ok) throw new Error(`The configuration cannot be used:\n${read.problems.join('\n')}`);
  return read.sources;
}

function readSource(source: ConfigurationReader): Source | undefined {
  const name = source.text('name', SOURCE_NAME, 'must be 1 to 40 small letters, digits and hyphens');
  const proof = readProof(source.object('proof'));
  const server = source.object('server');
  const baseUrl = server.url('baseUrl', { isBase: true });
  const auth = readAuth(server.object('auth'));
  server.close();
  const policy = source.optional('policy', (each) =>
    source.oneOf(
      each,
      SHIPPED.map(({ id }) => id),
    ),
  );
  const timeZone = source.optional('timeZone', (each) => source.text(each, isZone, 'must be an IANA time zone'));
  const countsOwnAnswers = source.flag('countsOwnAnswers');
  const writesTask = source.flag('writesTask');
  source.close();
  if (name === undefined || !proof || baseUrl === undefined || !auth) return undefined;
  return {
    name,
    proof,
    server: { baseUrl: baseUrl.href.replace(/\/+$/, ''), auth },
    ...(policy === undefined ? {} : { policy }),
    ...(timeZone === undefined ? {} : { timeZone }),
    countsOwnAnswers,
    writesTask,
  };
}

/** As `Intl` knows them: a name that does not exist would be passed over with a note in every answer. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function readProof(proof: ConfigurationReader): SourceProof | undefined {
  const type = proof.oneOf('type', ['hmac', 'header', 'jwt'] as const);
  const read = ((): SourceProof | undefined => {
    if (type === 'hmac') {
      const secret = proof.secret('secret', SECRET_CHARACTERS);
      return secret === undefined ? undefined : { type, secret };
    }
    if (type === 'header') {
      const name = proof.text('name', HEADER, 'must be the name of a header');
      const value = proof.secret('value', SECRET_CHARACTERS);
      return name === undefined || value === undefined ? undefined : { type, name, value };
    }
    if (type === 'jwt') {
      const issuer = proof.text('issuer', /\S/, 'must be the issuer of the tokens');
      const audience = proof.text('audience', /\S/, 'must be the audience of the tokens');
      const jwksUrl = proof.url('jwksUrl');
      return issuer === undefined || audience === undefined || jwksUrl === undefined ? undefined : { type, issuer, audience, jwksUrl };
    }
    return undefined;
  })();
  if (type !== undefined) proof.close();
  return read;
}

/** How we prove to a FHIR server that it is us. */
export function readAuth(auth: ConfigurationReader): ServerAuth | undefined {
  const type = auth.oneOf('type', ['none', 'bearer', 'client-secret', 'private-key'] as const);
  const read = ((): ServerAuth | undefined => {
    if (type === 'none') return { type };
    if (type === 'bearer') {
      const token = auth.secret('token', 1);
      return token === undefined ? undefined : { type, token };
    }
    if (type === undefined) return undefined;
    const clientId = auth.text('clientId', /\S/, 'must be the id of the client');
    const tokenUrl = auth.optional('tokenUrl', (each) => auth.url(each));
    const scope = auth.optional('scope', (each) => auth.text(each, /\S/, 'must be scopes, divided by spaces'));
    const more = { ...(tokenUrl ? { tokenUrl: tokenUrl.href } : {}), ...(scope === undefined ? {} : { scope }) };
    if (type === 'client-secret') {
      const clientSecret = auth.secret('clientSecret', 1);
      return clientId === undefined || clientSecret === undefined ? undefined : { type, clientId, clientSecret, ...more };
    }
    const privateKey = auth.key('privateKey');
    return clientId === undefined || privateKey === undefined ? undefined : { type, clientId, privateKey, ...more };
  })();
  if (type !== undefined) auth.close();
  return read;
}
