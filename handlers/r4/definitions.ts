/** R4's definitions, unpacked when first asked for and indexed type by type: a cold start pays for what a request holds. */
import { brotliDecompressSync } from 'node:zlib';
import { indexStructureDefinitionBundle } from '@medplum/core';
import type { StructureDefinition } from '@medplum/fhirtypes';
import { DEFINITIONS } from './definitions.generated.ts';

interface Unpacked {
  /** Of resources, by type; taken out once indexed. */
  readonly resources: Map<string, StructureDefinition>;
  readonly codes: ReadonlyMap<string, ReadonlySet<string>>;
  /** Of elements, whatever their type; of `[x]` the stem. */
  readonly names: ReadonlySet<string>;
}

let unpacked: Unpacked | undefined;

function unpack(): Unpacked {
  const { definitions, codes } = JSON.parse(brotliDecompressSync(Buffer.from(DEFINITIONS, 'base64')).toString()) as {
    definitions: StructureDefinition[];
    codes: Record<string, string[]>;
  };
  const isResource = ({ kind }: StructureDefinition) => kind === 'resource';
  indexStructureDefinitionBundle(definitions.filter((each) => !isResource(each)));
  return {
    resources: new Map(definitions.filter(isResource).map((each) => [each.type ?? '', each])),
    codes: new Map(Object.entries(codes).map(([url, list]) => [url, new Set(list)])),
    names: new Set(definitions.flatMap(({ snapshot }) => snapshot?.element.map(({ path = '' }) => lastOf(path)) ?? [])),
  };
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1).replace('[x]', '');

/** True for a name that FHIR gives to some element; any other may say something of a patient. */
export function knowsName(name: string): boolean {
  unpacked ??= unpack();
  const { names } = unpacked;
  const plain = name.replace(/^_/, '');
  return names.has(plain) || [...plain.matchAll(/[A-Z]/g)].some(({ index }) => names.has(plain.slice(0, index)));
}

const indexed = new Set<string>();

/** True when the type is one that we read or write; then `validateResource` and `getDataType` know it. */
export function knowsType(resourceType: unknown): resourceType is string {
  if (typeof resourceType !== 'string') return false;
  if (indexed.has(resourceType)) return true;
  unpacked ??= unpack();
  const definition = unpacked.resources.get(resourceType);
  if (!definition) return false;
  indexStructureDefinitionBundle([definition]);
  indexed.add(resourceType);
  return true;
}

/** The codes of a required binding; undefined where they cannot be listed. */
export function codesOf(valueSet: string): ReadonlySet<string> | undefined {
  unpacked ??= unpack();
  return unpacked.codes.get(valueSet);
}
