/** An EHR as the page meets it: an authorization server (oidc-provider) with SMART's discovery and patient context, and a FHIR server that wants its tokens. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Resource } from '@medplum/fhirtypes';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { onTestFinished } from 'vitest';
import { OF_ANY_DATE } from '../../handlers/fhir-server/evidence-types.ts';
import { startSearchServer } from '../fhir-server/support/search-server.ts';

export interface Ehr {
  readonly iss: string;
  readonly origin: string;
  /** Queries of what the page asked the authorization server to begin. */
  readonly authorizations: URLSearchParams[];
  /** Paths of what was asked with a token of this server. */
  readonly asked: string[];
  readonly tokensGiven: () => number;
  /** From then on every token counts as expired. */
  readonly expireTokens: () => void;
}

export interface EhrOptions {
  readonly resources: readonly Resource[];
  readonly redirectUri: string;
  /** What `launch` stands for: opaque to all but this server. */
  readonly launches?: Readonly<Record<string, string>>;
  /** In place of what the discovery says. */
  readonly stated?: Readonly<Record<string, unknown>>;
  /** Of the scopes that are asked for, those that are granted. */
  readonly grants?: (scope: string) => boolean;
}

export const CLIENT_ID = 's9326-page';
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type, accept',
  'access-control-allow-methods': 'GET, POST',
};
const TYPES = [
  'Patient',
  ...OF_ANY_DATE.map(({ type }) => type),
  'MedicationAdministration',
  'Observation',
  'Medication',
  'Organization',
  'Location',
  'Device',
];

export async function startEhr({ resources, redirectUri, launches = {}, stated = {}, grants = () => true }: EhrOptions): Promise<Ehr> {
  const inner = await startSearchServer({ resources });
  const authorizations: URLSearchParams[] = [];
  const asked: string[] = [];
  let [tokens, isExpired] = [0, false];
  // Its address is wanted before what answers there can be made.
  let answer: (request: IncomingMessage, response: ServerResponse) => unknown = () => undefined;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = await createProvider(origin, redirectUri);
  provider.use(async (context, next) => {
    await next();
    const { body, oidc } = context as {
      body?: { access_token?: string; patient?: string };
      oidc?: { entities: { AccessToken?: { accountId: string } } };
    };
    if (!body?.access_token) return;
    tokens += 1;
    const patient = oidc?.entities.AccessToken?.accountId;
    if (patient !== undefined && patient !== 'nobody') body.patient = patient;
  });

  /** Signs in without asking; whose chart it is comes from the launch, else from a choice as a person makes it. */
  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params } = await provider.interactionDetails(request, response);
    const chosen = new URL(request.url ?? '', origin).searchParams.get('patient') ?? launches[String(params.launch)];
    if (chosen === undefined) {
      const choices = ['p1', 'p2', 'nobody', 'refuse'].map((id) => `<a href="?patient=${id}">${id}</a>`).join(' ');
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Patients</title>${choices}`);
      return;
    }
    if (chosen === 'refuse') return provider.interactionFinished(request, response, { error: 'access_denied' });
    const grant = new provider.Grant({ accountId: chosen, clientId: CLIENT_ID });
    grant.addOIDCScope(String(params.scope).split(' ').filter(grants).join(' '));
    grant.rejectOIDCScope(
      String(params.scope)
        .split(' ')
        .filter((scope) => !grants(scope))
        .join(' '),
    );
    await provider.interactionFinished(request, response, {
      login: { accountId: chosen, remember: false },
      consent: { grantId: await grant.save() },
    });
  }

  async function askInner(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const token = await provider.AccessToken.find(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    if (path !== '/fhir/metadata' && (!token || isExpired)) return void response.writeHead(401, CORS).end();
    asked.push(path);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = request.method ?? 'GET';
    const given = await fetch(inner.origin + path, { method, ...(method === 'POST' ? { body: Buffer.concat(chunks) } : {}) });
    response.writeHead(given.status, { ...CORS, 'content-type': 'application/fhir+json' }).end(await given.text());
  }

  const callback = provider.callback();
  answer = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', origin);
    if (request.method === 'OPTIONS' && pathname.startsWith('/fhir')) return response.writeHead(204, CORS).end();
    if (pathname === '/fhir/.well-known/smart-configuration')
      return response.writeHead(200, { ...CORS, 'content-type': 'application/json' }).end(
        JSON.stringify({
          issuer: origin,
          authorization_endpoint: `${origin}/auth`,
          token_endpoint: `${origin}/token`,
          capabilities: ['launch-ehr', 'launch-standalone', 'client-public', 'context-ehr-patient', 'permission-patient', 'permission-v2'],
          code_challenge_methods_supported: ['S256'],
          authorization_response_iss_parameter_supported: true,
          ...stated,
        }),
      );
    if (pathname.startsWith('/fhir')) return askInner(request, response, request.url ?? '');
    if (pathname.startsWith('/interaction/')) return interact(request, response);
    if (pathname === '/auth') authorizations.push(searchParams);
    return callback(request, response);
  };
  return {
    iss: `${origin}/fhir`,
    origin,
    authorizations,
    asked,
    tokensGiven: () => tokens,
    expireTokens: () => {
      isExpired = true;
    },
  };
}

async function createProvider(origin: string, redirectUri: string): Promise<Provider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return new Provider(origin, {
    clients: [
      {
        client_id: CLIENT_ID,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'k1' }] },
    cookies: { keys: ['of this test'] },
    scopes: ['launch', 'launch/patient', ...TYPES.flatMap((type) => [`patient/${type}.rs`, `patient/${type}.read`])],
    extraParams: ['aud', 'launch'],
    pkce: { required: () => true },
    clientBasedCORS: () => true,
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 3600, Interaction: 600, Session: 3600 },
  });
}
