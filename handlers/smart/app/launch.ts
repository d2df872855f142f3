/** To the EHR's sign-in and back: SMART App Launch with PKCE, from the EHR (`iss` and `launch` are given) or standalone. */
import * as oauth from 'oauth4webapi';
import { ADMINISTRATIONS, OBSERVATIONS, OF_ANY_DATE } from '../../fhir-server/evidence-types.ts';
import { isLoopback, readSmartConfiguration } from './smart-configuration.ts';
import { LaunchProblem, type SmartServer } from './smart-server.ts';

/** What is remembered in this tab from the sign-in's start to its end. */
interface Pending {
  readonly iss: string;
  readonly state: string;
  readonly verifier: string;
}

export interface Session {
  readonly server: SmartServer;
  readonly token: string;
  readonly patient: string;
  /** What was asked for and not granted. */
  readonly missingScopes: readonly string[];
}

const PENDING = 's9326.launch';
const SESSION_TYPES = ['Patient', ...OF_ANY_DATE.map(({ type }) => type), ADMINISTRATIONS.type, OBSERVATIONS.type] as const;
/** Named by what is the patient's; nobody's own, so that some servers give them with a scope of the patient and some do not. */
const NAMED_TYPES = ['Medication', 'Organization', 'Location', 'Device'] as const;

/** The address to go to. `launch` is absent for standalone. Rejects with a LaunchProblem. */
export async function beginLaunch(server: SmartServer, launch: string | undefined, redirectUri: string): Promise<URL> {
  const { as, isV2 } = await readSmartConfiguration(server);
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(as.authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: server.clientId,
    redirect_uri: redirectUri,
    scope: scopesOf(server, launch !== undefined, isV2),
    state,
    aud: server.iss,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(launch === undefined ? {} : { launch }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const pending: Pending = { iss: server.iss, state, verifier };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  return url;
}

export function scopesOf({ scope }: Pick<SmartServer, 'scope'>, isFromEhr: boolean, isV2: boolean): string {
  const reads = isV2 ? 'rs' : 'read';
  const types = [...SESSION_TYPES, ...NAMED_TYPES].map((type) => `patient/${type}.${reads}`);
  return [isFromEhr ? 'launch' : 'launch/patient', ...(scope === undefined ? types : [scope])].join(' ');
}

/** The token, once: the code and what proves it are gone after. Rejects with a LaunchProblem. */
export async function finishLaunch(servers: readonly SmartServer[], answered: URL, redirectUri: string): Promise<Session> {
  const pending = readPending();
  sessionStorage.removeItem(PENDING);
  const server = servers.find(({ iss }) => iss === pending?.iss);
  if (!pending || !server) throw new LaunchProblem('This sign-in did not begin in this tab, or was used already. Open the page again.');
  const { as, isV2 } = await readSmartConfiguration(server);
  const client: oauth.Client = { client_id: server.clientId };
  try {
    const parameters = oauth.validateAuthResponse(as, client, answered, pending.state);
    const response = await oauth.authorizationCodeGrantRequest(as, client, oauth.None(), parameters, redirectUri, pending.verifier, {
      [oauth.allowInsecureRequests]: isLoopback(new URL(as.token_endpoint)),
    });
    const granted = await oauth.processAuthorizationCodeResponse(as, client, response);
    if (typeof granted.patient !== 'string' || granted.patient === '')
      throw new LaunchProblem('The server did not say which patient was chosen. Open the page from a patient’s chart.');
    const asked = scopesOf(server, false, isV2).split(' ').slice(1);
    return { server, token: granted.access_token, patient: granted.patient, missingScopes: missing(asked, granted.scope) };
  } catch (error) {
    throw error instanceof LaunchProblem ? error : new LaunchProblem(refusalOf(error));
  }
}

/** A server that says nothing granted all (RFC 6749 5.1). What it granted wider, or in the other version's letters, counts too. */
export function missing(asked: readonly string[], granted: string | undefined): readonly string[] {
  if (granted === undefined) return [];
  const types = new Set(
    granted.split(' ').flatMap((scope) => /^(?:patient|user)\/([\w*]+)\.(?:\*|read|c?ru?d?s|rs)/.exec(scope)?.[1] ?? []),
  );
  return asked.filter((scope) => !types.has('*') && !types.has(/\/([\w*]+)\./.exec(scope)?.[1] ?? ''));
}

function readPending(): Pending | undefined {
  const text = sessionStorage.getItem(PENDING);
  return text === null ? undefined : (JSON.parse(text) as Pending);
}

/** By their codes only: descriptions are what the other side wrote into the address. */
function refusalOf(error: unknown): string {
  const code = error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError ? error.error : '';
  if (code === 'access_denied') return 'The sign-in was refused, or ended by you.';
  return `The sign-in failed${/^[a-z_]{1,40}$/.test(code) ? ` (${code})` : ''}. Open the page again.`;
}
