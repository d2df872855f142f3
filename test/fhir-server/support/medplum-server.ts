/** Medplum's own router and in-memory repository behind HTTP at `/fhir`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getStatus } from '@medplum/core';
import { FhirRouter, type HttpMethod, type MemoryRepository } from '@medplum/fhir-router';
import { onTestFinished } from 'vitest';
import { indexR4 } from '../../../handlers/fhir-server/embedded/index-r4.ts';
import { WatchedRepository } from '../../../handlers/fhir-server/embedded/repository.ts';

export async function startMedplumServer(): Promise<{ origin: string; repository: MemoryRepository; asked: string[] }> {
  indexR4();
  const router = new FhirRouter();
  const asked: string[] = [];
  let repository: WatchedRepository | undefined;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', headers, url: path = '' } = request;
    asked.push(`${method} ${path}`);
    const url = new URL(path.replace('/fhir', ''), 'http://base');
    const text = Buffer.concat(chunks).toString();
    const [outcome, resource] = await router.handleRequest(
      {
        method: method as HttpMethod,
        url: url.pathname + url.search,
        pathname: '',
        body: text === '' ? undefined : JSON.parse(text),
        params: {},
        query: Object.fromEntries(url.searchParams),
        headers,
      },
      repository as WatchedRepository,
    );
    response.writeHead(getStatus(outcome), { 'content-type': 'application/fhir+json' }).end(JSON.stringify(resource ?? outcome));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  repository = new WatchedRepository(`${origin}/fhir`);
  return { origin, repository, asked };
}
