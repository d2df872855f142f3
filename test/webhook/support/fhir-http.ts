/** The server in memory, over loopback, with what a test puts in its way. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Resource } from '@medplum/fhirtypes';
import { onTestFinished } from 'vitest';
import { createEmbeddedServer } from '../../../handlers/fhir-server/embedded/embedded-server.ts';
import { resourcesOf, WEEK_RECORD } from './week.ts';

/** Answers in the server's place, or undefined to let the request through. */
export type InTheWay = (method: string, path: string) => Response | undefined;

export interface FhirOverHttp {
  readonly baseUrl: string;
  /** `GET Claim/c1`: what came over HTTP, without queries. */
  readonly asked: string[];
  inTheWay: InTheWay;
  /** Writes past HTTP and past what is in the way; as it is then. */
  put<T extends Resource>(resource: T): Promise<T>;
  delete(path: string): Promise<void>;
  /** Every resource of the type, the oldest first. */
  all<T extends Resource['resourceType']>(type: T): Promise<Extract<Resource, { resourceType: T }>[]>;
}

/** With the record of the example week, and no claim. */
export async function startFhir(): Promise<FhirOverHttp> {
  let answer: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
  const listener = createAdaptorServer({ fetch: (request) => answer(request), overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    listener.closeAllConnections();
    listener.close();
  });
  const baseUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/fhir`;
  const server = createEmbeddedServer(baseUrl);
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await server.handle(new Request(`${baseUrl}/${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) }));
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const fhir: FhirOverHttp = {
    baseUrl,
    asked: [],
    inTheWay: () => undefined,
    put: async <T extends Resource>(resource: T) => (await ask('PUT', `${resource.resourceType}/${resource.id}`, resource)) as T,
    delete: async (path) => void (await ask('DELETE', path)),
    all: async (type) => resourcesOf((await ask('GET', `${type}?_sort=_lastUpdated&_count=1000`)) as never),
  };
  answer = async (request) => {
    const path = new URL(request.url).pathname.slice('/fhir/'.length);
    fhir.asked.push(`${request.method} ${path}`.trim());
    return fhir.inTheWay(request.method, path) ?? server.handle(request);
  };
  for (const resource of resourcesOf(WEEK_RECORD)) await fhir.put(resource);
  return fhir;
}
