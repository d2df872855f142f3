/** PAS 2.2.1 profile-claimresponse. Resource by resource: of a Bundle medplum gets the slices wrong (reference/fhir.md 7). */
import { readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, loadDataType, OperationOutcomeError, validateResource } from '@medplum/core';
import type { ClaimResponse, StructureDefinition } from '@medplum/fhirtypes';
import { problemsOf } from '../support/valid-r4.ts';

const DEFINITIONS = new URL('../data/davinci-pas-2.2.1/', import.meta.url);
const definition = (name: string): StructureDefinition =>
  JSON.parse(readFileSync(new URL(`StructureDefinition-${name}.json`, DEFINITIONS), 'utf8'));
const profile = definition('profile-claimresponse');
let isLoaded = false;

function load(response: ClaimResponse): void {
  if (isLoaded) return;
  // Loads what the profile is based on.
  problemsOf(response);
  for (const name of ['extension-reviewAction', 'extension-reviewActionCode']) loadDataType(definition(name));
  indexStructureDefinitionBundle([profile]);
  isLoaded = true;
}

/** What medplum finds against the profile, and what it is known to miss: the fixed category, required elements of notes. */
export function profileProblems(response: ClaimResponse): string[] {
  load(response);
  return [...medplumProblems(response), ...missed(response)];
}

function medplumProblems(response: ClaimResponse): string[] {
  try {
    validateResource(response, { profile });
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) return [String(error)];
    return error.outcome.issue.map(({ details, expression }) => `profile: ${details?.text} (${expression?.join(', ')})`);
  }
}

const REJECT_REASONS = 'https://codesystem.x12.org/005010/901';

function missed(response: ClaimResponse): string[] {
  const { item = [], addItem = [], adjudication = [], processNote = [], error = [], outcome } = response;
  const adjudications = [...[...item, ...addItem].flatMap((each) => each.adjudication ?? []), ...adjudication];
  return [
    ...adjudications.filter(({ category }) => category?.coding?.[0]?.code !== 'submitted').map(() => 'category is not submitted'),
    ...adjudications.filter(({ extension = [] }) => extension.length > 1).map(() => 'several review actions'),
    ...processNote.filter(({ number }) => number === undefined).map(() => 'processNote without number'),
    ...addItem.filter(({ itemSequence = [] }) => itemSequence.length !== 1).map(() => 'addItem without its item'),
    ...error.filter(({ code }) => !code?.coding?.some(({ system }) => system === REJECT_REASONS)).map(() => 'error without X12 code'),
    ...(outcome === 'queued' ? ['outcome queued'] : []),
  ];
}
