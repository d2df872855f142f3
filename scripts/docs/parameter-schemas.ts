/** The JSON Schemas of parameters: of each the value, and where it stands, plain or dated. */
import { mustBe, PARAMETER_TABLE, type ParameterKind } from '../../src/policy/parameter-table.ts';
import { DEFAULT_PARAMETERS, type ParameterName } from '../../src/policy/parameters.ts';
import { VALUE_KEYS } from '../../src/policy/policy-file.ts';
import { DAY_COUNTING_WORDS } from '../../src/present/words.ts';

export type Schema = Readonly<Record<string, unknown>>;

export const PARAMETER_NAMES = Object.keys(PARAMETER_TABLE) as readonly ParameterName[];

/** `$defs` for each parameter: what its value must be. */
export const valueSchemas = (): Readonly<Record<string, Schema>> =>
  Object.fromEntries(PARAMETER_NAMES.map((name) => [name, valueSchema(PARAMETER_TABLE[name].kind)]));

function valueSchema(kind: ParameterKind): Schema {
  switch (kind.is) {
    case 'flag':
      return { type: 'boolean' };
    case 'choice':
      return { enum: kind.of };
    case 'number':
      return { type: kind.unit === 'days' || kind.unit === 'minutes' ? 'integer' : 'number', minimum: kind.least, maximum: kind.most };
    case 'list':
      return LISTS[kind.of];
  }
}

const LISTS: Readonly<Record<'places' | 'payers' | 'percents', Schema>> = {
  places: { type: 'array', items: { type: 'string', pattern: '^\\d{2}$' }, uniqueItems: true },
  payers: { type: 'array', items: { $ref: '#/$defs/text' }, uniqueItems: true },
  percents: { type: 'array', items: { type: 'number', minimum: 0, maximum: 100 }, minItems: 1 },
};

/** `parameters` as an object with every parameter and no other key. */
export function parameterSchemas(): Schema {
  const timeZone = {
    title: 'Time zone of care, where the record names none',
    description: 'A time zone of the IANA database, such as America/Chicago. It cannot be dated.',
    $ref: '#/$defs/text',
  };
  const parameters = PARAMETER_NAMES.map((name) => [name, parameterSchema(name)]);
  return { type: 'object', properties: { timeZone, ...Object.fromEntries(parameters) }, additionalProperties: false };
}

function parameterSchema(name: ParameterName): Schema {
  const { words, kind } = PARAMETER_TABLE[name];
  const unit = kind.is === 'number' && kind.unit !== 'share' ? `In ${kind.unit}. ` : '';
  const ways = name === 'dayCounting' ? ` ${dayCountings()}` : '';
  const value = { $ref: `#/$defs/${name}` };
  return {
    title: words,
    description: `${unit}${mustBe(kind)}${ways} Or values dated by when they begin to hold, in the order of their dates.`,
    default: DEFAULT_PARAMETERS[name],
    anyOf: [value, { title: 'Dated values', type: 'array', minItems: 1, items: dated(value) }],
  };
}

const dayCountings = (): string => {
  const ways = Object.entries(DAY_COUNTING_WORDS).map(([id, words]) => `${id} ${words}`);
  return `${ways.join('; ')}.`;
};

function dated(value: Schema): Schema {
  const properties: Readonly<Record<string, Schema>> = {
    from: { title: 'First date of service for which it holds', $ref: '#/$defs/date' },
    value,
    source: { title: 'Key of the source in sources', $ref: '#/$defs/text' },
  };
  return {
    type: 'object',
    required: ['from', 'value'],
    properties: Object.fromEntries(VALUE_KEYS.map((key) => [key, properties[key]])),
    additionalProperties: false,
  };
}
