/** The clients with which the sources' servers are asked. */
import { createHttpFhirServer } from '../fhir-server/http-fhir-server.ts';
import type { WorkerDependencies } from './process-claim.ts';
import type { Source } from './source.ts';

/** Throws for access that can never work. One client a source, for as long as the process lives: it keeps its token. */
export function connectSources(sources: readonly Source[], now: () => number): WorkerDependencies['sources'] {
  return new Map(sources.map((source) => [source.name, { source, server: createHttpFhirServer(source.server, { now }) }]));
}
