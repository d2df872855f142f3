/** Medplum's repository in memory, with what a server has besides: it checks what is written, gives pages, and tells what changed. */
import {
  allOk,
  created,
  formatSearchQuery,
  multipleMatches,
  OperationOutcomeError,
  type SearchRequest,
  validateResource,
  type WithId,
} from '@medplum/core';
import { type CreateResourceOptions, type DeleteResourceOptions, MemoryRepository } from '@medplum/fhir-router';
import type { Bundle, Resource } from '@medplum/fhirtypes';

export interface Change {
  readonly interaction: 'create' | 'update' | 'delete';
  /** As it is now; of what was deleted, as it was. */
  readonly resource: WithId<Resource>;
  readonly previous?: WithId<Resource>;
}

const DEFAULT_COUNT = 100;
const MOST_COUNT = 1000;

export class WatchedRepository extends MemoryRepository {
  readonly #baseUrl: string;
  #changes: Change[] = [];

  /** Links of pages lie below the base. */
  constructor(baseUrl: string) {
    super();
    this.#baseUrl = baseUrl;
  }

  /** What was written since the last call. */
  takeChanges(): readonly Change[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  /** Throws an OperationOutcomeError for what is no valid R4. */
  override async createResource<T extends Resource>(resource: T, options?: CreateResourceOptions, isUpdate = false): Promise<WithId<T>> {
    validateResource(resource);
    const previous = resource.id === undefined ? undefined : await this.#find(resource.resourceType, resource.id);
    const written = await super.createResource(resource, options, isUpdate);
    this.#changes.push({ interaction: previous ? 'update' : 'create', resource: written, ...(previous ? { previous } : {}) });
    return written;
  }

  /** The inherited one writes past `createResource`. */
  override async conditionalCreate<T extends Resource>(resource: T, search: SearchRequest<T>, options?: CreateResourceOptions) {
    const { entry = [] } = await super.search({ ...search, count: 2 });
    if (entry.length > 1) throw new OperationOutcomeError(multipleMatches);
    const found = entry[0]?.resource;
    if (found) return { resource: found, outcome: allOk };
    return { resource: await this.createResource(resource, options), outcome: created };
  }

  override async deleteResource(resourceType: string, id: string, options?: DeleteResourceOptions): Promise<void> {
    const resource = await this.#find(resourceType, id);
    await super.deleteResource(resourceType, id, options);
    if (resource) this.#changes.push({ interaction: 'delete', resource });
  }

  override async search<T extends Resource>(asked: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    const count = Math.min(asked.count ?? DEFAULT_COUNT, MOST_COUNT);
    const offset = asked.offset ?? 0;
    const page = await super.search({ ...asked, count, offset });
    if (count === 0 || offset + count >= (page.total ?? 0)) return page;
    const next = formatSearchQuery({ ...asked, count, offset: offset + count });
    return { ...page, link: [{ relation: 'next', url: `${this.#baseUrl}/${asked.resourceType}${next}` }] };
  }

  async #find(resourceType: string, id: string): Promise<WithId<Resource> | undefined> {
    try {
      return (await super.readResource(resourceType, id)) as WithId<Resource>;
    } catch {
      return undefined;
    }
  }
}
