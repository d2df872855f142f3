/** Our definitions as they are served, with the rules of the catalogue. */
import packageJson from '../../package.json' with { type: 'json' };
import { type Capability, capabilityStatement, type DefinitionOptions, definitions } from '../../src/fhir/definitions/index.ts';
import { RULE_SET, RULES } from '../../src/index.ts';

export const OPTIONS: DefinitionOptions = { version: packageJson.version, ruleSet: RULE_SET, rules: RULES };

export const definitionsAt = (canonicalBase?: string) => definitions({ ...OPTIONS, canonicalBase });

export const statement = (more: Partial<Capability> = {}) =>
  capabilityStatement({ ...OPTIONS, accepts: { token: true, apiKey: true }, ...more });

/** Of one type, by id. */
export function ofType<Type extends ReturnType<typeof definitionsAt>[number]['resourceType']>(type: Type, canonicalBase?: string) {
  type Found = Extract<ReturnType<typeof definitionsAt>[number], { resourceType: Type }>;
  const found = definitionsAt(canonicalBase).filter((each): each is Found => each.resourceType === type);
  return new Map(found.map((each) => [each.id ?? '', each]));
}
