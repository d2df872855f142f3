/** What kind of payer a coverage names: 2-rules.md 11, by codes of the set, by names, and by what a type or class says. */
import { PAYER_TYPES, type PayerClass, payerClass } from './code-sets.ts';

export type PayerKind = PayerClass;

export interface PayerNames {
  readonly payors: { readonly names: readonly string[] };
  readonly typeCodings: readonly { readonly system?: string; readonly code: string }[];
  readonly texts: readonly string[];
}

const SOPT = new Set(['https://nahdo.org/sopt', 'urn:oid:2.16.840.1.113883.3.221.5']);
const ADVANTAGE = /\b(advantage|part c)\b/i;
const NOT_ORIGINAL = /\b(supplement|supplemental|advantage|part c)\b/i;

/** Undefined for a payer of whom nothing is known, and for a coverage that names nobody. */
export function payerKind({ payors, typeCodings, texts }: PayerNames): PayerKind | undefined {
  const classes = typeCodings.flatMap(({ system, code }) => classOfType(system, code.trim()) ?? []);
  if (classes.includes('medicare-advantage') || [...payors.names, ...texts].some((text) => ADVANTAGE.test(text)))
    return 'medicare-advantage';
  return classes[0] ?? payors.names.flatMap((name) => classOfName(name) ?? [])[0];
}

function classOfType(system: string | undefined, code: string): PayerClass | undefined {
  if (system === undefined) return undefined;
  if (SOPT.has(system)) return payerClass('sopt', code);
  const isFilingIndicator = /claim-?filing-?indicator/i.test(system) || /x12\.org\/.*\b1032\b/i.test(system);
  return isFilingIndicator ? payerClass('x12-filing-indicator', code.toUpperCase()) : undefined;
}

const names = PAYER_TYPES.filter(({ system }) => system === 'payor-name').map(({ code, class: kind }) => ({
  name: code.toLowerCase(),
  kind,
}));

/** A name that is, or begins with, one of the set, as whole words. */
function classOfName(payor: string): PayerClass | undefined {
  const text = payor.trim().toLowerCase();
  const found = names.find(({ name }) => text === name || (text.startsWith(name) && !/[\p{L}\p{N}]/u.test(text.charAt(name.length))));
  return found?.kind === 'medicare' && NOT_ORIGINAL.test(text) ? undefined : found?.kind;
}
