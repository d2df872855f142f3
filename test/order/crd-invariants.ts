/** The invariants of Da Vinci CRD's coverage-information, as a checker of extensions. */
import { readFileSync } from 'node:fs';
import { evalFhirPath } from '@medplum/core';
import type { Extension, StructureDefinition } from '@medplum/fhirtypes';

/**
 * CRD 2.2.1, which the service declares. Of q7 the test of the value set is left out: our reasons are texts. The guide states q9 in words
 * only where it was read; of q3 it states both directions and expresses one: here both are. q4 spells `no-auth` as the value set does.
 */
export const CRD_2_2_1: Readonly<Record<string, string>> = {
  'crd-ci-q1': "extension.where(url = 'questionnaire').exists() implies extension.where(url = 'doc-needed').exists()",
  'crd-ci-q2':
    "extension.where(url = 'covered' and value = 'not-covered').exists() implies extension.where(url = 'pa-needed').exists().not()",
  'crd-ci-q3':
    "extension.where((url = 'covered' or url = 'pa-needed' or url = 'doc-needed') and value = 'conditional').exists() = extension.where(url = 'info-needed').exists()",
  'crd-ci-q4':
    "(extension.where(url = 'pa-needed' and (value = 'satisfied' or value = 'no-auth')).exists() or extension.where(url = 'covered' and value = 'not-covered').exists()) implies extension.where(url = 'doc-purpose' and value = 'withpa').exists().not()",
  'crd-ci-q5': "extension.where(url = 'pa-needed' and value = 'satisfied').exists() = extension.where(url = 'satisfied-pa-id').exists()",
  'crd-ci-q6': "extension.where(url = 'info-needed' and value = 'OTH').exists() implies extension.where(url = 'reason').exists()",
  'crd-ci-q7': "extension.where(url = 'reason').all(value.text.exists())",
  'crd-ci-q8': "extension.where(url = 'doc-purpose' and value != 'conditional').exists() implies extension.where(url = 'reason').exists()",
  'crd-ci-q9':
    "extension.where((url = 'covered' or url = 'pa-needed' or url = 'doc-needed') and value = 'indeterminate').exists() implies extension.where(url = 'reason').exists()",
};

/** The definition of 2.0.1, whose nine differ. */
export const DEFINITION = JSON.parse(
  readFileSync('test/data/davinci-crd-2.0.1/StructureDefinition-ext-coverage-information.json', 'utf8'),
) as StructureDefinition;

/** Its expressions, but for those of every extension. Where one takes what was found for a boolean, it is asked whether anything was: q2 and q4. */
export const CRD_2_0_1: Readonly<Record<string, string>> = Object.fromEntries(
  (DEFINITION.snapshot?.element[0]?.constraint ?? []).flatMap(({ key = '', expression }) =>
    key.startsWith('crd-') && expression !== undefined
      ? [[key, expression.replace(/'\) (implies|and) extension\b/, "').exists() $1 extension")]]
      : [],
  ),
);

/** Keys of the invariants that do not hold. An expression without an answer is one that does not say no. */
export const broken = (extension: Extension, invariants = CRD_2_2_1): string[] =>
  Object.entries(invariants).flatMap(([key, expression]) => (evalFhirPath(expression, extension)[0] === false ? [key] : []));

const CODES: Readonly<Record<string, readonly string[]>> = {
  covered: ['covered', 'not-covered', 'conditional', 'indeterminate'],
  'pa-needed': ['no-auth', 'auth-needed', 'satisfied', 'performpa', 'conditional', 'indeterminate'],
  'doc-needed': ['clinical', 'admin', 'patient', 'conditional', 'indeterminate'],
  'info-needed': ['performer', 'location', 'timeframe', 'contract-window', 'detail-code', 'OTH'],
};

/** What the definition says of parts, how often each may be there, and what type of value it carries; and the codes of 2.2.1. */
export function misfits({ url, extension = [] }: Extension): string[] {
  const problems = url === DEFINITION.url ? [] : [`url ${url}`];
  const elements = DEFINITION.snapshot?.element ?? [];
  const known = elements.filter(({ id = '' }) => /^Extension\.extension:[^.]+$/.test(id));
  for (const { id = '', min = 0, max } of known) {
    const name = id.slice('Extension.extension:'.length);
    const count = extension.filter((each) => each.url === name).length;
    if (count < min || (max !== '*' && count > Number(max))) problems.push(`${name}: ${count} of ${min}..${max}`);
  }
  for (const { url: name = '', ...value } of extension) {
    const types = elements.find(({ id }) => id === `Extension.extension:${name}.value[x]`)?.type?.map(({ code = '' }) => code);
    const keys = Object.keys(value);
    const isOfType = types?.some((type) => keys.join() === `value${type.charAt(0).toUpperCase()}${type.slice(1)}`);
    if (!isOfType) problems.push(`${name}: ${keys}`);
    const { valueCode } = value;
    if (valueCode !== undefined && CODES[name]?.includes(valueCode) === false) problems.push(`${name}: ${valueCode}`);
  }
  return problems;
}
