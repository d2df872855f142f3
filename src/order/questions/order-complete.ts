import type { Advice } from '../advice.ts';
import type { Therapy } from '../therapy.ts';
import { sourceOf } from './source.ts';

/** Does an order name the drug, its dose and its rate? */
export function orderComplete(therapy: Therapy): readonly Advice[] {
  const about = { question: 'order-complete', indicator: 'warning', source: sourceOf('iframe-s9326') } as const;
  const incomplete = therapy.orders.filter(({ missing }) => missing.length > 0);
  if (incomplete.length > 0)
    return incomplete.map(({ reference, name, missing }) => ({
      ...about,
      order: reference,
      summary: `The order for the ${name} gives no ${missing.join(' and no ')}`,
      detail: `Payers ask for an order with drug, dose and rate before they pay a day. Add the ${missing.join(' and the ')}; for a PCA the basal rate, the bolus and its lockout.`,
    }));
  if (therapy.hasDrugOrder) return [];
  const [first] = therapy.orders;
  return [
    {
      ...about,
      order: first?.reference ?? '',
      summary: 'No order names the drug, its dose and its rate',
      detail: `Beside the order for the ${first?.name} payers ask for one with drug, dose and rate, signed before the infusion begins. None is among these orders or in force on record.`,
    },
  ];
}
