/** The JSON Schema of policy files, from the table of parameters and the rules. What it cannot say is in docs/policies.md. */
import { APPLIES_TO_KEYS, POLICY_KEYS, SOURCE_KEYS } from '../../src/policy/policy-file.ts';
import { EFFECT_LIMITS } from '../../src/rules/ids.ts';
import { RULES } from '../../src/rules/index.ts';
import { parameterSchemas, type Schema, valueSchemas } from './parameter-schemas.ts';

const text = { $ref: '#/$defs/text' };
const EFFECTS = ['deny', 'pend', 'advise', 'off'];

/** An object with those keys, in their order, and no other. */
function closed(keys: readonly string[], properties: Readonly<Record<string, Schema>>, more: Schema = {}): Schema {
  const inOrder = keys.map((key) => {
    const property = properties[key];
    if (!property) throw new Error(`The schema has nothing to say of ${key}`);
    return [key, property];
  });
  return { type: 'object', ...more, properties: Object.fromEntries(inOrder), additionalProperties: false };
}

const texts = (title: string, description: string, items: Schema): Schema => ({
  title,
  description,
  type: 'array',
  items,
  uniqueItems: true,
});

export function policySchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Policy of the S9326 validator',
    description: 'What one payer asks of claims that bill S9326: values, effects of rules, supply codes, and the sources of all that.',
    ...closed(POLICY_KEYS, policyProperties(), { required: ['id', 'title'] }),
    $defs: {
      text: { type: 'string', pattern: '\\S' },
      id: { type: 'string', pattern: '^[A-Za-z0-9][\\w.-]{0,63}$' },
      date: { title: 'A date, as YYYY-MM-DD', type: 'string', pattern: `^${DATE}$` },
      datePart: {
        title: 'A year, month or date, as YYYY, YYYY-MM or YYYY-MM-DD',
        type: 'string',
        pattern: `^(${DATE}|${YEAR}(-${MONTH})?)$`,
      },
      code: { title: 'A HCPCS or CPT code, in capitals', type: 'string', pattern: '^([A-Z]\\d{4}|\\d{4}[A-Z\\d])$' },
      ...valueSchemas(),
    },
  };
}

const YEAR = '(?!0000)\\d{4}';
const MONTH = '(0[1-9]|1[0-2])';
/** A day that its month has; 29 February of any year. */
const DATE = `${YEAR}-(02-(0[1-9]|1\\d|2\\d)|(0[469]|11)-(0[1-9]|[12]\\d|30)|(0[13578]|1[02])-(0[1-9]|[12]\\d|3[01]))`;

function policyProperties(): Readonly<Record<string, Schema>> {
  return {
    $schema: { title: 'This schema, for editors', description: 'Path or address of the schema; it is not read otherwise.', ...text },
    id: {
      title: 'Id',
      description: 'By which the policy is named. A letter or digit, then letters, digits, ".", "_" or "-", 64 at most.',
      $ref: '#/$defs/id',
      not: { const: 'baseline' },
    },
    title: { title: 'Title', description: 'In a line, for people.', ...text },
    extends: {
      title: 'The policy that this one changes',
      description: 'All that is not stated here holds as there. Default: baseline.',
      ...text,
    },
    appliesTo: {
      title: 'Payors whose claims this policy judges',
      description: 'Compared with the payor of the coverage. Without it the policy is used only when it is named. It is not inherited.',
      ...closed(APPLIES_TO_KEYS, {
        payorIdentifiers: texts('Identifiers of payors', 'Each a value, or system|value.', text),
        payorNames: texts('Names of payors', 'Capitals and outer blanks make no difference.', text),
      }),
    },
    parameters: {
      title: 'Values',
      description: 'Each a value, or values dated by the date of service from which they hold.',
      ...parameterSchemas(),
    },
    rules: {
      title: 'Effects of rules',
      description: 'Only of rules whose effect is to differ.',
      ...closed(
        RULES.map(({ id }) => id),
        ruleEffects(),
      ),
    },
    codes: {
      title: 'Supply codes',
      ...closed(['included'], {
        included: {
          title: 'Codes in the per diem',
          ...closed(['add', 'carveOut'], {
            add: texts('Part of the per diem too', 'Codes that this payer does not pay beside S9326.', { $ref: '#/$defs/code' }),
            carveOut: texts('Not part of the per diem', 'Codes that this payer pays beside S9326.', { $ref: '#/$defs/code' }),
          }),
        },
      }),
    },
    sources: {
      title: 'Sources',
      description: 'Where it is written; dated values name them by their key.',
      type: 'object',
      propertyNames: { $ref: '#/$defs/id' },
      additionalProperties: closed(SOURCE_KEYS, SOURCE_PROPERTIES, { required: ['title'] }),
    },
  };
}

const SOURCE_PROPERTIES: Readonly<Record<string, Schema>> = {
  title: { title: 'Title', ...text },
  url: { title: 'Address', type: 'string', pattern: '^https?:\\/\\/\\S+$' },
  locator: { title: 'Where in it', description: 'Section or page, and how it was read where it leaves something open.', ...text },
  published: { title: 'Published', $ref: '#/$defs/datePart' },
  checked: { title: 'Last looked up', $ref: '#/$defs/datePart' },
};

function ruleEffects(): Readonly<Record<string, Schema>> {
  const properties = RULES.map(({ id, title, effect, isOffByDefault }) => {
    const byItself = isOffByDefault ? 'off' : effect;
    return [id, { title, description: `By itself: ${byItself}.`, enum: EFFECT_LIMITS[id] ?? EFFECTS, default: byItself }];
  });
  return Object.fromEntries(properties);
}
