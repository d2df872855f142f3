/** What we are, as FHIR: everything that the CapabilityStatement points to. Pure: versions and dates are data. */
import type { CodeSystem, OperationDefinition, Questionnaire, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { codeSystems, valueSets } from './code-system.ts';
import { operationDefinition } from './operation-definition.ts';
import type { DefinitionOptions } from './options.ts';
import { questionnaires } from './questionnaire.ts';
import { structureDefinitions } from './structure-definition.ts';

export { type Capability, capabilityStatement } from './capability-statement.ts';
export type { DefinitionOptions } from './options.ts';
export { QUESTIONNAIRE_ID } from './questionnaire.ts';

export type Definition = OperationDefinition | StructureDefinition | CodeSystem | ValueSet | Questionnaire;

/** The types that are served, each under `/fhir/{type}/{id}`. */
export const DEFINITION_TYPES = ['OperationDefinition', 'StructureDefinition', 'CodeSystem', 'ValueSet', 'Questionnaire'] as const;

export function definitions(options: DefinitionOptions): readonly Definition[] {
  return [
    operationDefinition(options),
    ...structureDefinitions(options),
    ...codeSystems(options),
    ...valueSets(options),
    ...questionnaires(options),
  ];
}
