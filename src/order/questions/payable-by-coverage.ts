import { payerStance } from '../../policy/payer-stance.ts';
import { formatDate } from '../../time/civil-date.ts';
import type { Advice } from '../advice.ts';
import { isInForce } from '../choose-coverage.ts';
import { billingCode, type Therapy } from '../therapy.ts';
import { sourceOf } from './source.ts';

/** Is the per diem payable by this coverage at all? Without a coverage nothing is said. */
export function payableByCoverage(therapy: Therapy): readonly Advice[] {
  const { coverage, parameters, start } = therapy;
  if (!coverage) return [];
  const code = billingCode(therapy);
  const about = { question: 'payable-by-coverage', order: '' } as const;
  if (!isInForce(coverage, start))
    return [
      {
        ...about,
        indicator: 'warning',
        summary: `The coverage is not in force on ${formatDate(start)}, when the infusion is to begin`,
        detail: `${stateOf(therapy)} Ask the patient for the insurance that is in force, and put it on the order: what it pays and what it asks cannot be said before.`,
        source: sourceOf('fhir-coverage'),
      },
    ];
  switch (payerStance(coverage, parameters)) {
    case 'accepts':
      return [];
    case 'medicare':
      return [
        {
          ...about,
          indicator: 'warning',
          summary: `Original Medicare does not pay ${code}: it pays pump, supplies and drug as equipment, and nursing visits apart`,
          detail: MEDICARE_INSTEAD,
          source: sourceOf('hcpcs-2026'),
        },
      ];
    case 'plan-decides':
      return [
        {
          ...about,
          indicator: 'info',
          summary: `Medicare Advantage: whether the plan pays ${code} is for its contract to say`,
          detail: `Ask the plan before the infusion begins. Where it follows original Medicare, it pays as that does.\n\n${MEDICARE_INSTEAD}`,
          source: sourceOf('hcpcs-2026'),
        },
      ];
    case 'refuses':
      return [
        {
          ...about,
          indicator: 'warning',
          summary: `This payer does not pay ${code}`,
          detail:
            'It pays for a home infusion by its parts, or under other codes. Have the pharmacy ask it which codes it takes for pump, supplies, drug and nursing visits before the infusion begins.',
          source: therapy.payer === 'tricare' ? sourceOf('tricare-c3s6') : { label: therapy.policyTitle },
        },
      ];
  }
}

const MEDICARE_INSTEAD = `Medicare takes no S code. For an infusion by an external pump at home it pays instead:

- pump (E0781), supplies (A4221 a week, A4222 a cassette or bag) and drug, billed to the DME contractor. Its coverage of pain is narrow: opioids for intractable cancer pain, and as a rule neither other pain nor local anaesthetics;
- nursing visits on days when a nurse gives the drug at home: G0088 for the first, G0068 for those that follow.

An insurance that comes after Medicare may pay the per diem: put it on the order too.`;

function stateOf({ coverage, start }: Therapy): string {
  if (coverage?.end !== undefined && coverage.end < start) return `It ended on ${formatDate(coverage.end)}.`;
  if (coverage?.start !== undefined && coverage.start > start) return `It begins on ${formatDate(coverage.start)}.`;
  return `Its status is ${coverage?.status}.`;
}
