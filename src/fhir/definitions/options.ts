/** What all definitions of ours have in common: where they stand, their version, and who publishes them. */
import type { CodeableConcept } from '@medplum/fhirtypes';
import { CANONICAL_BASE } from '../canonical.ts';

/** What a definition says of a rule; the rules of the catalogue fit. */
export interface DefinedRule {
  readonly id: string;
  readonly title: string;
  readonly scope: keyof typeof SCOPES;
  readonly effect: 'deny' | 'pend' | 'advise';
  readonly codes: readonly { readonly group: string; readonly carc: string; readonly rarc: readonly string[] }[];
  readonly isOffByDefault?: true;
  readonly looksBack?: true;
}

/** What a rule is asked of, in words. */
export const SCOPES = {
  claim: 'the claim',
  line: 'each line of S9326',
  date: 'each date of a line of S9326',
  'claim, line': 'the claim, and each line of S9326',
  'line, date': 'each line of S9326, and each of its dates',
  'other line': 'each line of another code',
  'any line': 'each line, of any code',
} as const;

export interface DefinitionOptions {
  /** Base of our canonical URLs; absent, the constant. */
  readonly canonicalBase?: string | undefined;
  /** Version of the program, which is that of every definition but those of the rules. */
  readonly version: string;
  readonly ruleSet: string;
  readonly rules: readonly DefinedRule[];
}

/** When the definitions last changed. Moves with the version of the package. */
export const DEFINITIONS_DATE = '2026-11-24';

/** When the rules last changed. Moves with RULE_SET. */
export const RULE_SET_DATE = '2026-11-24';

export const PUBLISHER = "The S9326 validator's authors";
export const COPYRIGHT = "Copyright 2026 the S9326 validator's authors. Licensed under the Apache License, Version 2.0.";
export const UNITED_STATES: CodeableConcept = { coding: [{ system: 'urn:iso:std:iso:3166', code: 'US' }] };

/** The canonical URL of a definition of ours. */
export function canonicalOf(
  type: string,
  id: string,
  { canonicalBase = CANONICAL_BASE }: Pick<DefinitionOptions, 'canonicalBase'>,
): string {
  return `${canonicalBase.replace(/\/+$/, '')}/${type}/${id}`;
}

/** The elements that every definition begins with. Those of rules have a version and a date of their own. */
export function headOf<Type extends string>(resourceType: Type, id: string, title: string, options: DefinitionOptions) {
  const isOfRules = id === 'rules';
  return {
    resourceType,
    id,
    language: 'en',
    url: canonicalOf(resourceType, id, options),
    version: isOfRules ? options.ruleSet : options.version,
    name: nameOf(title),
    title,
    status: 'active' as const,
    experimental: false,
    date: isOfRules ? RULE_SET_DATE : DEFINITIONS_DATE,
    publisher: PUBLISHER,
    jurisdiction: [UNITED_STATES],
  };
}

/** `S9326 day ledger` → `S9326DayLedger`: a name that a program can take. */
function nameOf(title: string): string {
  return title
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
