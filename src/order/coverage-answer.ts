/** What Da Vinci CRD's coverage-information says of each order. The values are chosen so that its invariants hold (crd-ci-q1 to q9). */
import { payerStance } from '../policy/payer-stance.ts';
import { formatDate } from '../time/civil-date.ts';
import type { CoverageAnswer } from './advice.ts';
import { isInForce } from './choose-coverage.ts';
import { authorizationAtHand } from './questions/authorization-needed.ts';
import { billingCode, fittingCode, type Therapy } from './therapy.ts';

type Covered = Pick<CoverageAnswer, 'covered' | 'infoNeeded' | 'reasons'>;
type Authorized = Pick<CoverageAnswer, 'paNeeded' | 'satisfiedPaId'>;

/** One for each order: they stand or fall together. None without a coverage to assert it of. */
export function coverageAnswers(therapy: Therapy, questionnaire: string | undefined): readonly CoverageAnswer[] {
  const { coverage, orders, today } = therapy;
  if (!coverage) return [];
  const covered = coveredOf(therapy, coverage);
  const isCovered = covered.covered !== 'not-covered';
  const answer = {
    coverage: coverage.reference,
    ...covered,
    // q2: what is not covered needs no authorization. q1: a questionnaire is for documentation that is needed.
    ...(isCovered && authorizedOf(therapy)),
    ...(isCovered &&
      lacksDocumentation(therapy) && {
        docNeeded: 'clinical' as const,
        ...(questionnaire !== undefined && { questionnaire: [questionnaire] }),
      }),
    billingCode: billingCode(therapy),
    date: today,
  };
  return orders.map(({ reference }) => ({ order: reference, ...answer }));
}

/** `infoNeeded` if and only if conditional (q3); always with a reason (q6, q9). */
function coveredOf(therapy: Therapy, coverage: NonNullable<Therapy['coverage']>): Covered {
  const code = billingCode(therapy);
  const stance = payerStance(coverage, therapy.parameters);
  if (!isInForce(coverage, therapy.start)) return indeterminate(`The coverage is not in force on ${formatDate(therapy.start)}.`);
  if (stance === 'medicare') return notCovered('Original Medicare pays for no S code: bill pump, supplies and drug to the DME contractor.');
  if (stance === 'refuses') return notCovered(`This payer does not pay ${code}.`);
  if (therapy.setting?.isHome === false)
    return notCovered(`${code} pays for infusion at home, and the order names ${therapy.setting.place}.`);
  if (stance === 'plan-decides') return indeterminate(`Whether this Medicare Advantage plan pays ${code} is for its contract to say.`);
  if (!therapy.isPayersPolicy) return indeterminate(`What this payer asks for ${code} is not configured here.`);
  return conditions(therapy, code);
}

function conditions(therapy: Therapy, code: string): Covered {
  const isCoded = therapy.orders.some((order) => order.code !== undefined && order.code !== 'S9325');
  const open = [
    ...(therapy.setting ? [] : [['location', `${code} is covered at the patient's home: the order names no place.`] as const]),
    ...(fittingCode(therapy) !== undefined || isCoded
      ? []
      : [['detail-code', 'S9326 or S9327 depends on whether the infusion runs 24 hours or more: the order does not say it.'] as const]),
  ];
  if (open.length > 0) return { covered: 'conditional', infoNeeded: open.map(([info]) => info), reasons: open.map(([, reason]) => reason) };
  return {
    covered: 'covered',
    reasons: [therapy.delivery ? `${code} fits: ${therapy.delivery.why}.` : `${code} is covered for infusion at home.`],
  };
}

const indeterminate = (reason: string): Covered => ({ covered: 'indeterminate', reasons: [reason] });
const notCovered = (reason: string): Covered => ({ covered: 'not-covered', reasons: [reason] });

/** The number if and only if satisfied (q5). What is not known is said to be so, for a reason is given (q9). */
function authorizedOf(therapy: Therapy): Authorized {
  const { isPayersPolicy, parameters } = therapy;
  const number = authorizationAtHand(therapy)?.numbers[0];
  if (number !== undefined && (parameters.authorizationRequired || !isPayersPolicy))
    return { paNeeded: 'satisfied', satisfiedPaId: number };
  if (!isPayersPolicy) return { paNeeded: 'indeterminate' };
  return { paNeeded: parameters.authorizationRequired ? 'auth-needed' : 'no-auth' };
}

const lacksDocumentation = ({ alternatives, orders, hasDrugOrder }: Therapy): boolean =>
  alternatives.length === 0 || !hasDrugOrder || orders.some(({ missing }) => missing.length > 0);
