/** What every extension inherits from FHIR R4's definition of Extension: a snapshot repeats it. */
import type { ElementDefinition, ElementDefinitionConstraint } from '@medplum/fhirtypes';

type Inherited = Omit<ElementDefinition, 'id' | 'path'>;

const ELE_1: ElementDefinitionConstraint = {
  key: 'ele-1',
  severity: 'error',
  human: 'All FHIR elements must have a @value or children',
  expression: 'hasValue() or (children().count() > id.count())',
  xpath: '@value|f:*|h:div',
  source: 'http://hl7.org/fhir/StructureDefinition/Element',
};

const EXT_1: ElementDefinitionConstraint = {
  key: 'ext-1',
  severity: 'error',
  human: 'Must have either extensions or value[x], not both',
  expression: 'extension.exists() != value.exists()',
  xpath: "exists(f:extension)!=exists(f:*[starts-with(local-name(.), 'value')])",
  source: 'http://hl7.org/fhir/StructureDefinition/Extension',
};

/** `Extension` itself. */
export const ROOT: Inherited = {
  min: 0,
  max: '*',
  base: { path: 'Extension', min: 0, max: '*' },
  condition: ['ele-1'],
  constraint: [ELE_1, EXT_1],
  isModifier: false,
};

/** A slice of `Extension.extension`. */
export const SLICE: Inherited = {
  min: 0,
  max: '*',
  base: { path: 'Element.extension', min: 0, max: '*' },
  type: [{ code: 'Extension' }],
  constraint: [ELE_1, EXT_1],
  isModifier: false,
  isSummary: false,
};

/** `Extension.extension` before it is sliced. */
export const EXTENSION: Inherited = {
  ...SLICE,
  slicing: {
    discriminator: [{ type: 'value', path: 'url' }],
    description: 'Extensions are always sliced by (at least) url',
    rules: 'open',
  },
  short: 'Extension',
  definition: 'An Extension',
};

export const ID: Inherited = {
  representation: ['xmlAttr'],
  short: 'Unique id for inter-element referencing',
  definition:
    'Unique id for the element within a resource (for internal references). This may be any string value that does not contain spaces.',
  min: 0,
  max: '1',
  base: { path: 'Element.id', min: 0, max: '1' },
  type: [systemString('string')],
  isModifier: false,
  isSummary: false,
};

export const URL: Inherited = {
  representation: ['xmlAttr'],
  short: 'identifies the meaning of the extension',
  definition: 'Source of the definition for the extension code - a logical name or a URL.',
  comment:
    'The definition may point directly to a computable or human-readable definition of the extensibility codes, or it may be a logical URI as declared in some other specification. The definition SHALL be a URI for the Structure Definition defining the extension.',
  min: 1,
  max: '1',
  base: { path: 'Extension.url', min: 1, max: '1' },
  type: [systemString('uri')],
  isModifier: false,
  isSummary: false,
};

export const VALUE: Inherited = {
  short: 'Value of extension',
  definition:
    'Value of extension - must be one of a constrained set of the data types (see [Extensibility](http://hl7.org/fhir/R4/extensibility.html) for a list).',
  min: 0,
  max: '1',
  base: { path: 'Extension.value[x]', min: 0, max: '1' },
  constraint: [ELE_1],
  isModifier: false,
  isSummary: false,
};

/** How R4 types the attributes of XML: by FHIRPath, with FHIR's own name beside it. */
function systemString(fhirType: string): NonNullable<ElementDefinition['type']>[number] {
  return {
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type', valueUrl: fhirType }],
    code: 'http://hl7.org/fhirpath/System.String',
  };
}
