/** What the types of single elements cannot say: sequences that lead to one item, one choice of each `[x]`. */
import type { Issue } from '../issue.ts';
import { add, isObject, type JsonObject } from './json.ts';

export function checkBeyondTypes(resource: JsonObject, path: string, issues: Issue[]): void {
  if (resource.resourceType === 'Claim') checkSequences(resource, path, issues);
  if (resource.resourceType !== 'MedicationAdministration') return;
  oneOf(resource, ['effectiveDateTime', 'effectivePeriod'], path, issues);
  oneOf(resource, ['medicationCodeableConcept', 'medicationReference'], path, issues);
}

/** A ClaimResponse answers each item once, by its sequence. */
function checkSequences(claim: JsonObject, path: string, issues: Issue[]): void {
  const insurances: unknown[] = Array.isArray(claim.insurance) ? claim.insurance : [];
  for (const [i, insurance] of insurances.entries()) {
    const sequence = isObject(insurance) ? insurance.sequence : undefined;
    if (typeof sequence === 'number' && !isPositiveInt(sequence))
      add(issues, 'value', `${path}.insurance[${i}].sequence`, 'must be a whole number above 0, and at most 2147483647');
  }
  const seen = new Set<number>();
  const items: unknown[] = Array.isArray(claim.item) ? claim.item : [];
  if (items.length > MOST_ITEMS)
    add(issues, 'too-costly', `${path}.item`, `has more than ${MOST_ITEMS} lines, the most that a claim of X12 837 can have`);
  items.forEach((item, i) => {
    const sequence = isObject(item) ? item.sequence : undefined;
    const at = `${path}.item[${i}].sequence`;
    if (typeof sequence !== 'number') return;
    if (!isPositiveInt(sequence)) add(issues, 'value', at, 'must be a whole number above 0, and at most 2147483647');
    else if (seen.has(sequence)) add(issues, 'duplicate', at, 'is the sequence of an earlier item too');
    seen.add(sequence);
  });
}

/** Service lines of an institutional X12 837 claim; a professional one has 50. Each may span a year, so their number bounds the work. */
const MOST_ITEMS = 999;

/** R4 positiveInt. */
const isPositiveInt = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 2_147_483_647;

function oneOf(resource: JsonObject, names: readonly string[], path: string, issues: Issue[]): void {
  const present = names.filter((name) => resource[name] !== undefined);
  if (present.length > 1) add(issues, 'structure', path, `has ${present.join(' and ')}: only one may be there`);
}
