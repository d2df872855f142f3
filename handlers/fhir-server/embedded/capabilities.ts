/** What the server in memory can do besides what we are: every type of R4, with the search parameters that are indexed. */
import { globalSchema } from '@medplum/core';
import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';

const INTERACTIONS = ['read', 'vread', 'update', 'delete', 'create', 'search-type', 'history-instance'] as const;

/** Our own statement, with the operations that it states, and all types beside them. */
export function addCapabilities(own: CapabilityStatement): CapabilityStatement {
  const [rest] = own.rest ?? [];
  const stated = new Map((rest?.resource ?? []).map((each) => [each.type, each]));
  const resource = Object.entries(globalSchema.types).flatMap(([type, { searchParams }]): CapabilityStatementRestResource[] => {
    if (searchParams === undefined) return [];
    return [
      {
        ...stated.get(type as CapabilityStatementRestResource['type']),
        type: type as CapabilityStatementRestResource['type'],
        interaction: INTERACTIONS.map((code) => ({ code })),
        versioning: 'versioned',
        conditionalCreate: true,
        searchParam: Object.values(searchParams).flatMap(({ code, type: kind }) => (code && kind ? [{ name: code, type: kind }] : [])),
      },
    ];
  });
  return {
    ...own,
    rest: [
      {
        ...rest,
        mode: 'server',
        documentation:
          'A FHIR server in memory, for a first try: what is written is gone when the program ends. Claims are judged when they are written.',
        resource,
        interaction: [{ code: 'batch' }, { code: 'transaction' }],
      },
    ],
  };
}
