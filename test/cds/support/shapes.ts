/** The shapes of CDS Hooks 2.0 and of what Da Vinci CRD adds to them, as JSON schemas in our words. */
import { Ajv } from 'ajv';

const uuid = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' };
const words = { type: 'string', minLength: 1 };
const url = { type: 'string', pattern: '^https?://' };
const coding = { type: 'object', required: ['system', 'code', 'display'], properties: { system: url, code: words, display: words } };
const resource = { type: 'object', required: ['resourceType', 'id'], properties: { resourceType: words, id: words } };

const action = {
  type: 'object',
  required: ['type', 'description', 'resource'],
  additionalProperties: false,
  properties: { type: { enum: ['create', 'update'] }, description: words, resource },
};

const suggestion = {
  type: 'object',
  required: ['label', 'uuid'],
  additionalProperties: false,
  properties: { label: words, uuid, isRecommended: { type: 'boolean' }, actions: { type: 'array', minItems: 1, items: action } },
};

const card = {
  type: 'object',
  required: ['summary', 'indicator', 'source', 'uuid'],
  additionalProperties: false,
  properties: {
    uuid,
    // Fewer than 140 characters.
    summary: { type: 'string', minLength: 1, maxLength: 139 },
    detail: words,
    indicator: { enum: ['info', 'warning', 'critical'] },
    // The topic is asked for by CRD, from its codes; what the coverage says is never a card.
    source: {
      type: 'object',
      required: ['label', 'topic'],
      additionalProperties: false,
      properties: { label: words, url, icon: url, topic: { ...coding, not: { properties: { code: { const: 'coverage-info' } } } } },
    },
    suggestions: { type: 'array', minItems: 1, items: suggestion },
    selectionBehavior: { enum: ['at-most-one', 'any'] },
    overrideReasons: { type: 'array', minItems: 1, items: coding },
    links: {
      type: 'array',
      items: {
        type: 'object',
        required: ['label', 'url', 'type'],
        properties: { label: words, url, type: { enum: ['absolute', 'smart'] }, appContext: words },
      },
    },
    extension: { type: 'object' },
  },
  dependencies: { suggestions: ['selectionBehavior'] },
};

const response = {
  type: 'object',
  required: ['cards'],
  additionalProperties: false,
  properties: { cards: { type: 'array', items: card }, systemActions: { type: 'array', minItems: 1, items: action } },
};

const option = {
  type: 'object',
  required: ['code', 'type', 'name', 'description', 'default'],
  additionalProperties: false,
  properties: { code: words, type: { enum: ['boolean', 'integer'] }, name: words, description: words, default: {} },
};

const service = {
  type: 'object',
  required: ['hook', 'description', 'id'],
  additionalProperties: false,
  properties: {
    hook: { type: 'string', pattern: '^[a-z]+(-[a-z]+)+$' },
    title: words,
    description: words,
    id: words,
    prefetch: { type: 'object', additionalProperties: words },
    usageRequirements: words,
    extension: {
      type: 'object',
      required: ['davinci-crd.version', 'davinci-crd.configuration-options'],
      properties: {
        'davinci-crd.version': { type: 'array', minItems: 1, items: { type: 'string', pattern: '^\\d+\\.\\d+$' } },
        'davinci-crd.configuration-options': { type: 'array', minItems: 1, items: option },
      },
    },
  },
};

const discovery = {
  type: 'object',
  required: ['services'],
  additionalProperties: false,
  properties: { services: { type: 'array', items: service } },
};

const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
const problems = (schema: object) => {
  const validate = ajv.compile(schema);
  return (json: unknown): string[] =>
    validate(json) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
};

export const problemsOfResponse = problems(response);
export const problemsOfDiscovery = problems(discovery);
