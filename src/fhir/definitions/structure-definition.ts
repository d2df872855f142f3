/** StructureDefinitions of our extensions. Snapshot and differential are written from the same rows, so that they cannot differ. */
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { type ExtensionName, extensionUrl } from '../canonical.ts';
import { EXTENSION, ID, ROOT, SLICE, URL, VALUE } from './extension-base.ts';
import { EXTENSIONS, type ExtensionShape, type Part, type Simple } from './extensions.ts';
import { COPYRIGHT, canonicalOf, type DefinitionOptions, headOf } from './options.ts';

type Content = Omit<ElementDefinition, 'id' | 'path'>;

/** An element: what it inherits, and what we change of it. */
interface Row {
  readonly id: string;
  readonly path: string;
  readonly inherited: Content;
  readonly change?: Content;
}

export function structureDefinitions(options: DefinitionOptions): readonly StructureDefinition[] {
  return Object.entries(EXTENSIONS).map(([name, shape]) => writeExtension(name as ExtensionName, shape, options));
}

function writeExtension(name: ExtensionName, shape: ExtensionShape, options: DefinitionOptions): StructureDefinition {
  const { short, definition = short, context, max } = shape;
  const rows: readonly Row[] = [
    { id: 'Extension', path: 'Extension', inherited: ROOT, change: { short, definition, min: 0, max } },
    ...childRows('Extension', 'Extension', extensionUrl(name, options.canonicalBase), shape, options),
  ];
  return {
    ...headOf('StructureDefinition', name, `S9326 ${name.replaceAll('-', ' ')}`, options),
    description: definition,
    copyright: COPYRIGHT,
    fhirVersion: '4.0.1',
    kind: 'complex-type',
    abstract: false,
    context: context.map((expression) => ({ type: 'element', expression })),
    type: 'Extension',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Extension',
    derivation: 'constraint',
    snapshot: { element: rows.map(({ id, path, inherited, change }) => ({ id, path, ...inherited, ...change })) },
    differential: { element: rows.flatMap(({ id, path, change }) => (change ? [{ id, path, ...change }] : [])) },
  };
}

function childRows(id: string, path: string, url: string, shape: Simple | ExtensionShape, options: DefinitionOptions): Row[] {
  const parts = 'parts' in shape ? shape.parts : undefined;
  return [
    { id: `${id}.id`, path: `${path}.id`, inherited: ID },
    { id: `${id}.extension`, path: `${path}.extension`, inherited: EXTENSION, ...(parts ? {} : { change: { max: '0' } }) },
    ...(parts ?? []).flatMap((part) => partRows(`${id}.extension:${part.name}`, `${path}.extension`, part, options)),
    { id: `${id}.url`, path: `${path}.url`, inherited: URL, change: { fixedUri: url } },
    {
      id: `${id}.value[x]`,
      path: `${path}.value[x]`,
      inherited: VALUE,
      change: 'types' in shape ? valueElement(shape, options) : { max: '0' },
    },
  ];
}

function partRows(id: string, path: string, part: Part, options: DefinitionOptions): Row[] {
  const { name, short, definition = `${short}.`, min, max } = part;
  return [
    { id, path, inherited: SLICE, change: { sliceName: name, short, definition, min, max } },
    ...childRows(id, path, name, part, options),
  ];
}

function valueElement({ types, codes, target }: Simple, options: DefinitionOptions): Content {
  return {
    min: 1,
    type: types.map((code) => (code === 'Reference' && target !== undefined ? { code, targetProfile: [target] } : { code })),
    ...(codes ? { binding: { strength: 'required', valueSet: canonicalOf('ValueSet', codes, options) } } : {}),
  };
}
