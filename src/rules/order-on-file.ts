import type { Order } from '../documentation.ts';
import { formatDate } from '../time/civil-date.ts';
import type { Case } from './case.ts';
import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const NO_ORDER = reason('CO', '16', 'N455');
const INCOMPLETE = reason('CO', '16', 'N456');

/** 2-rules.md 35. A proposal or a plan is no order; a rate in mg/h is a dose over time and states both. */
export const orderOnFile: Rule = {
  id: 'order-on-file',
  title: 'An order with drug, dose and rate was written by the first billed date',
  scope: 'claim',
  effect: 'advise',
  onPreauthorization: 'pend',
  codes: [NO_ORDER, INCOMPLETE],
  sources: ['iframe-s9326', 'x12-rarc'],
  claim(claim) {
    if (claim.billedDates.length === 0) return NOT_APPLICABLE;
    const orders = ordersInTime(claim);
    if (orders.length === 0) return notMet(NO_ORDER);
    return orders.some((order) => order.hasDose && order.hasRate) ? MET : notMet(INCOMPLETE);
  },
  explain({ answer }, claim) {
    const by = formatDate(claim.billedDates[0] ?? claim.today);
    return answer.code === NO_ORDER
      ? {
          message: `No order of the analgesic, written by ${by}, is on record.`,
          fix: 'Send the order (MedicationRequest) with drug, dose and rate.',
        }
      : {
          message: 'The order on record does not state dose and rate.',
          fix: 'Send the whole order: drug, dose and rate.',
          evidence: ordersInTime(claim)
            .map(({ reference }) => reference)
            .sort(),
        };
  },
};

function ordersInTime({ documentation, billedDates }: Case): Order[] {
  const first = billedDates[0] ?? Number.POSITIVE_INFINITY;
  return documentation.orders.filter(
    ({ isForInfusion, isInForce, written }) => isForInfusion && isInForce && written !== undefined && written <= first,
  );
}
