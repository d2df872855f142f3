/** Whether a payer pays S codes at all (2-rules.md 11). */
import type { Parameters } from './parameters.ts';
import { type PayerKind, type PayerNames, payerKind } from './payer-kind.ts';

/** `plan-decides`: Medicare Advantage, whose contracts differ. */
export type PayerStance = 'accepts' | 'medicare' | 'refuses' | 'plan-decides';

export function payerStance(
  coverage: PayerNames | undefined,
  { payersNotAccepting, medicareAdvantage }: Pick<Parameters, 'payersNotAccepting' | 'medicareAdvantage'>,
): PayerStance {
  const kind = coverage && payerKind(coverage);
  if (kind === 'medicare') return 'medicare';
  if (isNamed(coverage, kind, payersNotAccepting)) return 'refuses';
  if (kind !== 'medicare-advantage') return 'accepts';
  return medicareAdvantage === 'deny' ? 'refuses' : 'plan-decides';
}

function isNamed(coverage: PayerNames | undefined, kind: PayerKind | undefined, refusing: readonly string[]): boolean {
  const names = coverage?.payors.names.map((name) => name.trim().toLowerCase()) ?? [];
  return refusing.some((each) => each === kind || names.includes(each.trim().toLowerCase()));
}
