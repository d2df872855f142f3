import type { Advice } from '../advice.ts';
import type { Therapy } from '../therapy.ts';
import { sourceOf } from './source.ts';

/** The reminder at discharge: what has to be on record for the days at home to be payable later. */
export function recordForPayment({ orders, parameters }: Therapy): readonly Advice[] {
  const names = [...new Set(orders.map(({ name }) => name))].join(', ');
  const authorization = parameters.authorizationRequired ? "- the payer's authorization, which holds on the first day at home\n" : '';
  return [
    {
      question: 'record-for-payment',
      order: '',
      indicator: 'info',
      summary: 'Pain infusion at home after discharge: what must be on record for its days to be payable',
      detail: `For the ${names} have on record:

- the signed order with drug, dose and rate, and the home as the place
- why other pain control failed or does not suit
${authorization}- when the infusion began and ended, each change of rate and each pause, day by day
- delivery of pump and supplies, and the visits with the pain that was found`,
      source: sourceOf('iframe-s9326'),
    },
  ];
}
