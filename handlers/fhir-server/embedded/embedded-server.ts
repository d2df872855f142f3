/** A FHIR server in this process, for a first try: Medplum's router and its repository in memory. Nothing is kept. */
import { badRequest, ContentType, getStatus } from '@medplum/core';
import { FhirRouter, type HttpMethod } from '@medplum/fhir-router';
import type { CapabilityStatement, OperationOutcome, Resource, Subscription } from '@medplum/fhirtypes';
import { addCapabilities } from './capabilities.ts';
import { indexR4 } from './index-r4.ts';
import { WatchedRepository } from './repository.ts';
import { createNotifier } from './subscriptions.ts';

export { SECRET_EXTENSION } from './subscriptions.ts';

export interface EmbeddedServer {
  /** Answers a request below the base. */
  handle(request: Request): Promise<Response>;
  /** Writes as a request would, and tells subscribers. */
  create(resource: Resource): Promise<void>;
  /** Our own statement with what this server can do besides. */
  describe(own: CapabilityStatement): CapabilityStatement;
  /** Resolves when every notification is delivered or given up. */
  settled(): Promise<void>;
}

/** `baseUrl` without a slash at the end. */
export function createEmbeddedServer(baseUrl: string): EmbeddedServer {
  indexR4();
  const router = new FhirRouter();
  const repository = new WatchedRepository(baseUrl);
  const notifier = createNotifier(async () => {
    const { entry = [] } = await repository.search<Subscription>({ resourceType: 'Subscription', count: 1000 });
    return entry.flatMap(({ resource }) => (resource?.status === 'active' && resource.channel.type === 'rest-hook' ? [resource] : []));
  });
  const basePath = new URL(baseUrl).pathname;
  const inTurn = createTurn();

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const path = url.pathname.slice(basePath.length) || '/';
    const body = await readJson(request);
    if (body === NOT_JSON) return answer(badRequest('The body is not JSON.'));
    for (const name of ['_format', '_pretty']) url.searchParams.delete(name);
    const query = url.searchParams.toString();
    // One at a time, so that what is created unless it is there is created once.
    const [outcome, resource] = await inTurn(async () =>
      router.handleRequest(
        {
          method: request.method as HttpMethod,
          url: query === '' ? path : `${path}?${query}`,
          pathname: '',
          body,
          params: {},
          query: Object.fromEntries(url.searchParams),
          headers: Object.fromEntries(request.headers),
        },
        repository,
      ),
    );
    notifier.tell(repository.takeChanges());
    return answer(outcome, resource, baseUrl);
  }

  return {
    handle,
    async create(resource) {
      await inTurn(async () => repository.createResource(resource));
      notifier.tell(repository.takeChanges());
    },
    describe: addCapabilities,
    settled: notifier.settled,
  };
}

const NOT_JSON = Symbol('not JSON');

async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

function answer(outcome: OperationOutcome, resource?: Resource, baseUrl?: string): Response {
  const status = getStatus(outcome);
  const headers = new Headers({ 'content-type': ContentType.FHIR_JSON });
  const { versionId, lastUpdated } = resource?.meta ?? {};
  if (versionId) headers.set('etag', `W/"${versionId}"`);
  if (lastUpdated) headers.set('last-modified', new Date(lastUpdated).toUTCString());
  if (status === 201 && resource) headers.set('location', `${baseUrl}/${resource.resourceType}/${resource.id}/_history/${versionId}`);
  return new Response(status === 304 ? null : JSON.stringify(resource ?? outcome), { status, headers });
}

/** Runs what it is given one after another. */
function createTurn() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(task: () => Promise<T>): Promise<T> => {
    const run = last.then(task);
    last = run.catch(() => undefined);
    return run;
  };
}
