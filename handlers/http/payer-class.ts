/** The class of the payer of a judged claim, for the metrics: one of a few words, never a name. */
import { readCoverage } from '../../src/fhir/read-coverage.ts';
import { resolverOf } from '../../src/fhir/record.ts';
import type { Judgement } from '../../src/judgement.ts';
import { type PayerKind, payerKind } from '../../src/policy/payer-kind.ts';
import { UTC } from '../../src/time/zone.ts';

export type PayerClassOrUnknown = PayerKind | 'unknown';

/** By what the Coverage itself says or contains: an Organization beside it in the Bundle is not at hand here. */
export function payerClassOf({ coverage }: Pick<Judgement, 'coverage'>): PayerClassOrUnknown {
  if (!coverage) return 'unknown';
  const entry = { resource: coverage, path: 'Coverage' };
  const facts = readCoverage(entry, resolverOf({ entries: [entry], notes: [] }), UTC, () => true);
  return payerKind(facts) ?? 'unknown';
}
