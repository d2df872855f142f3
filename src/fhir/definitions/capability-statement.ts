import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  CodeableConcept,
  Questionnaire,
  StructureDefinition,
} from '@medplum/fhirtypes';
import { CANONICAL_BASE } from '../canonical.ts';
import { codeSystems } from './code-system.ts';
import { operationDefinition } from './operation-definition.ts';
import { COPYRIGHT, DEFINITIONS_DATE, type DefinitionOptions, PUBLISHER, UNITED_STATES } from './options.ts';
import { questionnaires } from './questionnaire.ts';
import { structureDefinitions } from './structure-definition.ts';

export interface Capability extends DefinitionOptions {
  /** Base of the address that was asked; absent, that of our canonical URLs. */
  readonly url?: string | undefined;
  /** Which proofs are configured. */
  readonly accepts: { readonly token: boolean; readonly apiKey: boolean };
}

/** What this server can do, for `GET /fhir/metadata`. */
export function capabilityStatement(capability: Capability): CapabilityStatement {
  const base = (capability.canonicalBase ?? CANONICAL_BASE).replace(/\/+$/, '');
  return {
    resourceType: 'CapabilityStatement',
    extension: codeSystems(capability).map(({ url }) => ({ url: SUPPORTED_SYSTEM, ...(url ? { valueUri: url } : {}) })),
    language: 'en',
    url: `${base}/metadata`,
    version: capability.version,
    name: 'S9326Validator',
    title: 'S9326 validator',
    status: 'active',
    experimental: false,
    date: DEFINITIONS_DATE,
    publisher: PUBLISHER,
    description:
      'Derives units of HCPCS S9326 (home infusion, continuous pain management, per diem) from infusion records and judges the claims that bill them.',
    jurisdiction: [UNITED_STATES],
    copyright: COPYRIGHT,
    kind: 'instance',
    software: { name: 'S9326 validator', version: capability.version },
    implementation: { description: `S9326 validator, rule set ${capability.ruleSet}`, url: capability.url ?? base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [
      {
        mode: 'server',
        documentation: 'Claims are judged and not stored. Definitions can be read and not searched.',
        security: securityOf(capability.accepts),
        resource: [
          claimResource(capability),
          definitionResource('OperationDefinition', 'What Claim/$submit takes and gives.'),
          definitionResource('StructureDefinition', listOf('The extensions in our answers', structureDefinitions(capability))),
          definitionResource('CodeSystem', 'Our rules, and the codes of our answers.'),
          definitionResource('ValueSet', 'What the codes of our extensions are bound to.'),
          definitionResource('Questionnaire', listOf('What must be on record for an infusion to be payable', questionnaires(capability))),
        ],
      },
    ],
  };
}

/** R4's own extension for code systems that a server knows: nothing else in a CapabilityStatement points to one. */
const SUPPORTED_SYSTEM = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-supported-system';

function securityOf({ token, apiKey }: Capability['accepts']) {
  const service: CodeableConcept[] = [
    ...(token ? [{ coding: [{ system: SECURITY_SERVICE, code: 'OAuth', display: 'OAuth' }], text: BEARER }] : []),
    ...(apiKey ? [{ text: API_KEY }] : []),
  ];
  const asked = 'Claim/$submit asks for proof, definitions do not.';
  if (service.length === 0) return { cors: false, description: `${asked} None is configured: every claim is refused.` };
  return {
    cors: false,
    service,
    description: `${asked} ${service.length > 1 ? 'Either is enough' : 'It is'}: ${service.map(({ text }) => text).join('; or ')}.`,
  };
}

const SECURITY_SERVICE = 'http://terminology.hl7.org/CodeSystem/restful-security-service';
const BEARER = 'a JWT of the configured issuer, as Authorization: Bearer';
const API_KEY = 'an API key, as X-Api-Key';

function claimResource(options: DefinitionOptions): CapabilityStatementRestResource {
  const { url = '' } = operationDefinition(options);
  return {
    type: 'Claim',
    documentation: 'Answered by a ClaimResponse, or by a Bundle of them; nothing is stored.',
    operation: [{ name: 'submit', definition: url }],
  };
}

function definitionResource(
  type: NonNullable<CapabilityStatementRestResource['type']>,
  documentation: string,
): CapabilityStatementRestResource {
  return { type, documentation, interaction: [{ code: 'read' }], versioning: 'no-version', conditionalRead: 'not-match' };
}

/** In markdown, since a CapabilityStatement has no element for extensions. */
function listOf(title: string, definitions: readonly (StructureDefinition | Questionnaire)[]): string {
  return `${title}:\n\n${definitions.map(({ url, description }) => `- ${url}: ${description}`).join('\n')}`;
}
