/** The page inside the EHR: where it stands in the launch, and what is shown. The token is kept in memory only, so that loading the page again signs in again. */

import { claimPage } from '../../../src/present/page.ts';
import { escapeHtml } from '../../../src/present/page-html.ts';
import { PAGE_STYLE } from '../../../src/present/page-style.ts';
import { type ListedClaim, PATIENT_CLAIMS_STYLE, patientClaims } from '../../../src/present/patient-claims.ts';
import { FhirServerError } from '../../fhir-server/fhir-server.ts';
import { createHttpFhirServer } from '../../fhir-server/http-fhir-server.ts';
import { beginLaunch, finishLaunch, type Session } from './launch.ts';
import { findClaims, judgeClaims } from './patient-claims.ts';
import { LaunchProblem, type SmartServer } from './smart-server.ts';

const LIST_TITLE = 'Claims for pain infusion at home';
const main = document.querySelector('main') ?? document.body.appendChild(document.createElement('main'));
const redirectUri = new URL('index.html', location.href).href;

async function start(): Promise<void> {
  const style = document.head.appendChild(document.createElement('style'));
  style.textContent = PAGE_STYLE + PATIENT_CLAIMS_STYLE;
  const servers = (await (await fetch('servers.json')).json()) as readonly SmartServer[];
  const here = new URL(location.href);
  const asked = here.searchParams;
  // A code in the address is of use to nobody but us, and only once.
  history.replaceState(undefined, '', here.pathname);
  if (asked.has('code') || asked.has('error')) return showClaims(await finishLaunch(servers, here, redirectUri));
  const iss = asked.get('iss')?.replace(/\/+$/, '');
  if (iss === undefined) return chooseServer(servers);
  const server = servers.find((each) => each.iss === iss);
  // Anyone can write an address with another server into a link.
  if (!server) throw new LaunchProblem('This page is not configured for the server that opened it.');
  location.assign(await beginLaunch(server, asked.get('launch') ?? undefined, redirectUri));
}

function chooseServer(servers: readonly SmartServer[]): void {
  if (servers.length === 0) throw new LaunchProblem('No server is configured for this page (S9326_SMART_SERVERS).');
  const entry = ({ iss, name = iss }: SmartServer): string =>
    `<li><a href="launch.html?iss=${encodeURIComponent(iss)}">${escapeHtml(name)}</a></li>`;
  main.innerHTML = `<h1>${LIST_TITLE}</h1><p>Sign in, and choose a patient there.</p><ul class="servers">${servers.map(entry).join('')}</ul>`;
}

async function showClaims(session: Session): Promise<void> {
  const { server, token, patient, missingScopes } = session;
  const fhir = createHttpFhirServer(
    { baseUrl: server.iss, auth: { type: 'bearer', token } },
    { now: Date.now, fetch: (...call) => fetch(...call) },
  );
  const { claims, others, isWhole } = await findClaims(fhir, patient);
  const notes = [
    ...(isWhole ? [] : ['The server holds more claims of this patient than were read.']),
    ...(missingScopes.length === 0 ? [] : [`Not granted at sign-in, so perhaps not seen: ${missingScopes.join(', ')}.`]),
  ];
  const judged: ListedClaim[] = [];
  const showList = (): void => {
    document.title = LIST_TITLE;
    main.innerHTML = patientClaims({ server: server.name ?? server.iss, claims: judged, expected: claims.length, others, notes });
  };
  const show = (): void => {
    const id = history.state?.claim;
    const one = judged.find((each) => each.id === id);
    if (one?.judgement) showClaim(one.judgement);
    else showList();
  };
  main.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-claim], a[data-list]') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(link.dataset.claim === undefined ? undefined : { claim: link.dataset.claim }, '', location.pathname);
    show();
    scrollTo(0, 0);
    main.focus();
  });
  // A link to a place in the claim's page moves there and changes nothing else.
  addEventListener('popstate', (event) => (event.state === null && location.hash !== '' ? undefined : show()));
  show();
  for await (const one of judgeClaims(fhir, claims, session, Date.now())) {
    judged.push(one);
    // Who reads a claim already is left alone.
    if (history.state?.claim === undefined) showList();
  }
}

function showClaim(judgement: NonNullable<ListedClaim['judgement']>): void {
  const { title, body } = new DOMParser().parseFromString(claimPage(judgement), 'text/html');
  document.title = title;
  const drawn = body.querySelector(':scope > svg');
  const article = body.querySelector('main');
  main.innerHTML = '<p class="back"><a href="?" data-list>All claims of this patient</a></p>';
  main.append(...(drawn ? [drawn] : []), ...(article?.childNodes ?? []));
}

/** What is not ours to explain may quote what is the patient's: it is named by its kind. */
function tell(problem: unknown): void {
  const text =
    problem instanceof LaunchProblem
      ? problem.message
      : problem instanceof FhirServerError
        ? problem.status === 401
          ? 'The sign-in has ended. Open the page again.'
          : `The server did not give this patient’s claims${problem.status === undefined ? '' : ` (${problem.status})`}.`
        : 'The page failed. Open it again.';
  main.innerHTML = `<h1>${LIST_TITLE}</h1><p role="alert">${escapeHtml(text)}</p>`;
}

start().catch(tell);
