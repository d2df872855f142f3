/** An order for home pain infusion, judged top to bottom: what a clinician can act on, and what the EHR keeps as coverage information. */
import { payerStance } from '../policy/payer-stance.ts';
import type { Advice, Advised } from './advice.ts';
import { coverageAnswers } from './coverage-answer.ts';
import { alternativesDocumented } from './questions/alternatives-documented.ts';
import { authorizationNeeded } from './questions/authorization-needed.ts';
import { codeFits } from './questions/code-fits.ts';
import { orderComplete } from './questions/order-complete.ts';
import { payableByCoverage } from './questions/payable-by-coverage.ts';
import { recordForPayment } from './questions/record-for-payment.ts';
import { settingHome } from './questions/setting-home.ts';
import { type OrderOptions, type OrderRequest, readOrders } from './read-orders.ts';
import type { Therapy } from './therapy.ts';

export interface AdviseOptions extends OrderOptions {
  /** Canonical of the Questionnaire that asks for what must be on record. */
  readonly questionnaire?: string;
}

const NOTHING: Advised = { advice: [], coverage: [], orders: new Map() };

/** Nothing when no order is for a pain infusion at home. At discharge a reminder, and no coverage information: the hook is not for it. */
export function advise(request: OrderRequest, options: AdviseOptions): Advised {
  const therapy = readOrders(request, options);
  if (!therapy) return NOTHING;
  if (therapy.hook === 'encounter-discharge') return { ...NOTHING, advice: recordForPayment(therapy) };
  return {
    advice: questions(therapy),
    coverage: coverageAnswers(therapy, options.questionnaire),
    orders: new Map(therapy.orders.map(({ reference, resource }) => [reference, resource])),
  };
}

/** Where the per diem is not payable, what it depends on is not worth a card. */
function questions(therapy: Therapy): readonly Advice[] {
  const stance = payerStance(therapy.coverage, therapy.parameters);
  if (stance === 'medicare' || stance === 'refuses') return [...payableByCoverage(therapy), ...orderComplete(therapy)];
  return oneSuggestionEach([
    ...payableByCoverage(therapy),
    ...authorizationNeeded(therapy),
    ...settingHome(therapy),
    ...codeFits(therapy),
    ...orderComplete(therapy),
    ...alternativesDocumented(therapy),
  ]);
}

/** A suggestion is the whole order: a second one for the same order would undo the first. */
function oneSuggestionEach(advice: readonly Advice[]): readonly Advice[] {
  const mended = new Set<string>();
  return advice.map((each) => {
    const { suggestion, ...rest } = each;
    if (!suggestion) return each;
    if (mended.has(each.order)) return rest;
    mended.add(each.order);
    return each;
  });
}
