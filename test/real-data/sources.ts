/** The public records under test/data, read as they lie there. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Bundle, Claim, MedicationAdministration, Resource } from '@medplum/fhirtypes';

const DATA = new URL('../data/', import.meta.url);

export type IcuSource = 'mimic-iii-demo' | 'eicu-demo';
export const ICU_SOURCES: readonly IcuSource[] = ['mimic-iii-demo', 'eicu-demo'];

const ICU_FILES: Readonly<Record<IcuSource, string>> = {
  'mimic-iii-demo': 'opioid-infusions.ndjson',
  'eicu-demo': 'opioid-infusion-readings.ndjson',
};

/** Every row of an ICU source. */
export function icuRows(source: IcuSource): MedicationAdministration[] {
  const lines = textOf(`${source}/${ICU_FILES[source]}`).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as MedicationAdministration);
}

export const byPatient = (rows: readonly MedicationAdministration[]) => Map.groupBy(rows, (row) => row.subject?.reference ?? '');
export const byStay = (rows: readonly MedicationAdministration[]) => Map.groupBy(rows, (row) => stayOf(row));

/** The id of the ICU stay that a row names as its context. */
export const stayOf = (row: MedicationAdministration): string => (row.context?.reference ?? '').replace('Encounter/', '');

/** The files of a source whose resource is of that type, by file name. */
export function resourcesOf<T extends Resource['resourceType']>(folder: string, type: T): Extract<Resource, { resourceType: T }>[] {
  const names = readdirSync(new URL(`${folder}/`, DATA)).filter((name) => name.startsWith(`${type}-`) && name.endsWith('.json'));
  return names.sort().map((name) => JSON.parse(textOf(`${folder}/${name}`)) as Extract<Resource, { resourceType: T }>);
}

export function syntheaBundle(): Bundle {
  return JSON.parse(textOf('synthea/Chanell45_Ratke343-subset.json')) as Bundle;
}

/** The Claims among a Bundle's entries. */
export function claimsIn(bundle: Bundle): Claim[] {
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === 'Claim' ? [resource] : []));
}

/** The YAML files of the stays that were worked out by hand, by name. */
export function handCheckedFiles(source: IcuSource): { readonly name: string; readonly text: string }[] {
  const names = readdirSync(new URL(`${source}/stays/`, DATA)).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => ({ name, text: textOf(`${source}/stays/${name}`) }));
}

function textOf(path: string): string {
  return readFileSync(new URL(path, DATA), 'utf8');
}
